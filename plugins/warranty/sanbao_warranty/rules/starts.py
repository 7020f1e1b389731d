"""From which day a term runs (W-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.events import StartEvent
from sanbao_warranty.policy.lengths import OnExchange
from sanbao_warranty.policy.terms import Guarantee, Policy
from sanbao_warranty.rules.facts import UnitFacts

#: The days in words.
EVENTS: Mapping[StartEvent, str] = {
    StartEvent.INVOICE: N_("invoice"),
    StartEvent.SALE: N_("sale"),
    StartEvent.DELIVERY: N_("delivery"),
    StartEvent.HANDOVER: N_("handover"),
    StartEvent.SITE_ACCEPTANCE: N_("site acceptance"),
    StartEvent.COMPLETION_ACCEPTANCE: N_("completion acceptance"),
    StartEvent.INSTALLATION: N_("installation"),
    StartEvent.EX_FACTORY: N_("leaving the factory"),
    StartEvent.COMMISSIONING: N_("commissioning"),
    StartEvent.REPLACEMENT: N_("replacement"),
}

_ACCEPTANCES = (StartEvent.SITE_ACCEPTANCE, StartEvent.COMPLETION_ACCEPTANCE)


def event_text(event: StartEvent) -> Text:
    """Return a starting day in words."""
    return Text(EVENTS[event])


def chain(policy: Policy, guarantee: Guarantee | None = None) -> tuple[StartEvent, ...]:
    """Return the events that may start the term, the wanted one first."""
    return (guarantee.start_events if guarantee else None) or policy.start_events


def start_day(
    policy: Policy, unit: UnitFacts, guarantee: Guarantee | None = None
) -> tuple[date | None, tuple[Step, ...]]:
    """Return the day from which the term runs, None where it does not run yet or nobody knows, and why (W-01)."""
    if is_held_up(policy, unit, guarantee):
        return None, (_held_up_step(unit),)
    if unit.exchanged is not None:
        start = term_start(policy, unit, guarantee)
        if start is not None:
            return start, (_exchange_step(policy, unit, guarantee, start),)
    events = chain(policy, guarantee)
    start, used = first_known(policy, unit.dates, events)
    return start, (_step(unit.dates, events, start, used),)


def term_start(policy: Policy, unit: UnitFacts, guarantee: Guarantee | None = None) -> date | None:
    """Return only the day: after an exchange the old unit's or that of the exchange (W-01, W-20, N-06)."""
    if unit.acceptance_failed_on is not None and is_held_up(policy, unit, guarantee):
        return None
    own = first_known(policy, unit.dates, chain(policy, guarantee))[0]
    if unit.exchanged is None:
        return own
    begun = term_start(policy, unit.exchanged.old, guarantee)
    # Exchanged before its term had begun, the new unit begins like any other (W-20).
    if begun is None or begun > unit.exchanged.on:
        return own
    return unit.exchanged.on if after_exchange(policy, guarantee) is OnExchange.RESTART else begun


def after_exchange(policy: Policy, guarantee: Guarantee | None) -> OnExchange:
    """Return what the term does when the unit is exchanged, the guarantee's own word first (N-06)."""
    return (guarantee.on_exchange if guarantee else None) or policy.on_exchange.term


def is_held_up(policy: Policy, unit: UnitFacts, guarantee: Guarantee | None = None) -> bool:
    """Tell whether a failed acceptance keeps the term from beginning: a replacement is owed first (W-20)."""
    failed = unit.acceptance_failed_on
    if failed is None or not any(event in _ACCEPTANCES for event in chain(policy, guarantee)):
        return False
    return all(unit.dates.get(event, date.min) < failed for event in _ACCEPTANCES)


def first_known(
    policy: Policy, dates: Mapping[str, date], events: Sequence[StartEvent]
) -> tuple[date | None, StartEvent | None]:
    """Return the first day of the chain that is known, and its event; a delivery that stands in waits (W-01)."""
    for event in events:
        day = dates.get(event)
        if day is not None:
            waits = event is StartEvent.DELIVERY and event is not events[0] and policy.max_fallback_days
            return (day + timedelta(days=waits) if waits else day), event
    return None, None


def _step(
    dates: Mapping[str, date], events: Sequence[StartEvent], start: date | None, used: StartEvent | None
) -> Step:
    inputs = {event.value: dates.get(event) for event in events}
    if used is None:
        said = Text(
            N_("none of these days is known: {events}"), {"events": [event_text(event) for event in events]}
        )
        return Step("W-01", said, inputs, holds=False)
    if used is events[0]:
        said = Text(N_("the term runs from {event} on {day}"), {"event": event_text(used), "day": start})
        return Step("W-01", said, inputs)
    said = Text(
        N_("{wanted} is not known, so the term runs from {event}: {day}"),
        {"wanted": event_text(events[0]), "event": event_text(used), "day": start},
    )
    return Step("W-01", said, inputs)


def _held_up_step(unit: UnitFacts) -> Step:
    failed = unit.acceptance_failed_on
    said = Text(N_("the acceptance on {day} failed: the term has not begun"), {"day": failed})
    return Step("W-20", said, {"acceptance_failed_on": failed}, holds=False)


def _exchange_step(policy: Policy, unit: UnitFacts, guarantee: Guarantee | None, start: date) -> Step:
    assert unit.exchanged is not None  # noqa: S101 - asked by the caller
    mode = after_exchange(policy, guarantee)
    inputs = {"exchanged_on": unit.exchanged.on, "on_exchange": mode.value, "start": start}
    if mode is OnExchange.RESTART:
        said = Text(
            N_("the unit was exchanged on {day}, and its term began anew"), {"day": unit.exchanged.on}
        )
    else:
        said = Text(
            N_("the unit was exchanged on {day}, and the term of the old one goes on: it began on {start}"),
            {"day": unit.exchanged.on, "start": start},
        )
    return Step("N-06", said, inputs, holds=True)
