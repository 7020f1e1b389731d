"""Decisions about loan units: when one is offered, when it is overdue, when the customer is reminded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sanbao.decision import Step, Text
from sanbao.i18n import N_

RULE = "LON-01"


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether a loan unit is offered (备用机建议), and why."""

    offered: bool
    days: int
    after_days: int
    step: Step


def offer(start: date, ready_on: date, after_days: int) -> Offer:
    """Tell whether a repair takes so long that a loan unit is offered: longer than the company's days (LON-01)."""
    days = (ready_on - start).days
    offered = days > after_days
    shown = {"days": days, "after": after_days, "ready": ready_on}
    said = (
        N_("the repair takes {days} days, until {ready}; that is longer than {after}: a loan unit is offered")
        if offered
        else N_("the repair takes {days} days, until {ready}; up to {after} no loan unit is offered")
    )
    step = Step(
        RULE,
        Text(said, shown),
        {"start": start, "ready_on": ready_on, "after_days": after_days},
        holds=offered,
    )
    return Offer(offered, days, after_days, step)


def beyond(promised_on: date, ready_on: date) -> Step:
    """Tell whether a repair takes longer than was promised, so that a loan unit is offered however long that is (LON-01).

    >>> beyond(date(2024, 7, 3), date(2024, 7, 4)).holds
    True
    """
    said = Text(
        N_("it was promised on its way back by {promised} and will be ready on {ready}"),
        {"promised": promised_on, "ready": ready_on},
    )
    inputs = {"promised_on": promised_on, "ready_on": ready_on}
    return Step(RULE, said, inputs, f"{ready_on} > {promised_on}", holds=ready_on > promised_on)


def days_late(due_on: date, returned_on: date | None, on: date) -> int:
    """Return how many days late a loan unit is, or came back; on its last day it is in time.

    >>> days_late(date(2024, 6, 10), None, date(2024, 6, 12))
    2
    """
    return max(((returned_on or on) - due_on).days, 0)


def is_reminded(due_on: date, reminded_on: date | None, on: date, ahead: int, again: int) -> bool:
    """Tell whether the customer is reminded today: some days before the last one, and again while it is overdue.

    >>> is_reminded(date(2024, 6, 10), None, date(2024, 6, 8), ahead=2, again=7)
    True
    """
    if on < due_on - timedelta(days=ahead):
        return False
    return reminded_on is None or (on > due_on and (on - reminded_on).days >= again)
