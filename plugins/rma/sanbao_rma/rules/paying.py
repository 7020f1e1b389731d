"""Who pays for a repair (RMA-03, RMA-13, W-11, W-12). Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass

from sanbao.decision import Step, Text
from sanbao.i18n import N_

#: Why a repair is free or paid, in words.
PAYMENTS = {
    "covered": N_("covered"),
    "guarantee": N_("repair guarantee"),
    "no_fault": N_("no fault found"),
    "minor": N_("small repair, free of charge"),
    "out_of_warranty": N_("out of warranty, to be paid"),
    "misuse": N_("damage that no warranty covers, to be paid"),
}
#: Of these the customer pays the repair, once it has agreed in writing (RMA-04).
PAID = ("out_of_warranty", "misuse")

_SAID = {
    "covered": N_("a promise covers it: the repair is free"),
    "guarantee": N_("the repair before it is still guaranteed: it is done again free of charge"),
    "no_fault": N_("no fault was found: nothing is charged"),
    "minor": N_("out of warranty, but no main component is damaged: nothing is charged"),
    "out_of_warranty": N_("out of warranty: the customer is asked to pay"),
    "misuse": N_("within the warranty, but the cause is excluded: the customer is asked to pay"),
}
_RULES = {"guarantee": "RMA-13", "misuse": "W-11"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the bench found, and what the promises say: ``covered`` is None where nobody could tell."""

    covered: bool | None
    excluded: bool = False
    repeated: bool = False
    no_fault: bool = False
    main_component: bool = False


def payment(found: Found, charge_minor: bool) -> str:
    """Return why the repair is free or paid; a quote is only for a main component out of warranty (RMA-03).

    >>> payment(Found(covered=False, main_component=True), charge_minor=False)
    'out_of_warranty'
    >>> payment(Found(covered=False), charge_minor=False)
    'minor'
    """
    if found.repeated:
        return "guarantee"
    if found.covered:
        return "covered"
    if found.no_fault:
        return "no_fault"
    if found.excluded:
        return "misuse"
    return "out_of_warranty" if found.main_component or charge_minor else "minor"


def step(found: Found, chosen: str) -> Step:
    """Return the reason as a step of the decision's trace (CAL-12)."""
    inputs = {
        "main_component": found.main_component,
        "no_fault": found.no_fault,
        "payment": chosen,
    }
    return Step(_RULES.get(chosen, "RMA-03"), Text(_SAID[chosen]), inputs, holds=chosen not in PAID)
