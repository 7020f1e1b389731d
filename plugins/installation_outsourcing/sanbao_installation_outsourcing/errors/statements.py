"""Reasons not to sign a statement (INS-20)."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class NotYourSide(Refused):
    """An installer signs a statement for himself, never for us."""

    code = "settlement.not_your_side"
    message = N_("{party} signs for itself only; our own people sign {statement} for us")


class StatementSigned(Refused):
    """A side signs a statement once."""

    code = "settlement.signed_already"
    message = N_("that side signed {statement} on {day} already")
