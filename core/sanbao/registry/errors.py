"""Reasons to say no about master data."""

from __future__ import annotations

from sanbao.errors import Conflict, NotFound, Refused
from sanbao.i18n import N_


class Exists(Conflict):
    """There is such a record already."""

    code = "record.exists"
    message = N_("there is already a {what} “{key}”")


class Ambiguous(NotFound):
    """Several records fit what was typed."""

    code = "record.ambiguous"
    message = N_("“{key}” fits several units: {found}; type more of the serial number")


class AcceptanceMissing(Refused):
    """There is no acceptance to withdraw."""

    code = "unit.not_accepted"
    message = N_("unit {unit} has not been accepted")


class FormIncomplete(Refused):
    """A registration form has gaps, so the unit does not count as installed (PRD-05)."""

    code = "unit.form_incomplete"
    message = N_("the registration form is not complete, so these do not count as installed: {gaps}")


class AlreadyAccepted(Refused):
    """A unit is accepted once; a wrong date is corrected."""

    code = "unit.already_accepted"
    message = N_("unit {unit} was accepted on {day}; correct the date instead")


class UnknownPart(Refused):
    """The part that shall be replaced is not in the unit."""

    code = "unit.unknown_part"
    message = N_("unit {unit} has no part “{part}”; it has: {parts}")


class WrongOrder(Refused):
    """Days of a life contradict each other."""

    code = "unit.days_contradict"
    message = N_("{later} ({later_day}) cannot lie before {earlier} ({earlier_day})")
