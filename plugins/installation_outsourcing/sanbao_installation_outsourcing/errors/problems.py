"""The reasons to say no about problems that users raise."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class NotGivenOut(Refused):
    """An installer is held to an answer only under a contract by which we gave the work out (INS-11)."""

    code = "installation_problem.not_given_out"
    message = N_("under {contract} we do the work ourselves; no installer has to answer for it")


class NotPausable(Refused):
    """The service level has clocks that are never held (SLA-12)."""

    code = "installation_problem.not_pausable"
    message = N_("the clocks of {level} are never held")


class HeldAlready(Refused):
    """A clock that stands still cannot be stopped once more."""

    code = "installation_problem.held_already"
    message = N_("{problem} is on hold since {moment}")


class NotHeld(Refused):
    """A clock that runs cannot go on."""

    code = "installation_problem.not_held"
    message = N_("{problem} is not on hold")
