"""Reasons to say no about loans."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class NotALoaner(Refused):
    """Only units that were set aside for it are lent."""

    code = "loan.not_a_loaner"
    message = N_("{unit} is no loan unit; register it as one before you lend it")


class StillOut(Refused):
    """The unit is with a customer."""

    code = "loan.still_out"
    message = N_("{unit} is lent out with {document}; take it back first")
