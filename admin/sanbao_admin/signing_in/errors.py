"""Reasons why somebody may not come in, or a password cannot be taken."""

from __future__ import annotations

from sanbao.errors import Invalid, NotFound, Refused
from sanbao.i18n import N_


class WrongPassword(Invalid):
    """Login or password is wrong; nobody is told which."""

    code = "signing_in.wrong"
    message = N_("Login or password is wrong.")


class WrongCode(Invalid):
    """The code of the second factor does not fit."""

    code = "signing_in.wrong_code"
    message = N_("This code does not fit or was used already.")


class TooManyTries(Refused):
    """Whoever tries too often has to wait, also the right person."""

    code = "signing_in.too_many"
    message = N_("Too many tries; please wait {minutes} minutes.")


class NoAccount(NotFound):
    """There is nobody of that name who could sign in."""

    code = "signing_in.no_account"
    message = N_("There is no user “{login}” who could sign in.")
