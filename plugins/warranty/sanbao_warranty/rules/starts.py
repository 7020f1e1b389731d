"""From which day a term runs (W-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Guarantee, Policy, StartEvent
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


def event_text(event: StartEvent) -> Text:
    """Return a starting day in words."""
    return Text(EVENTS[event])


def chain(policy: Policy, guarantee: Guarantee | None = None) -> tuple[StartEvent, ...]:
    """Return the events that may start the term, the wanted one first."""
    return (guarantee.start_events if guarantee else None) or policy.start_events


def start_day(
    policy: Policy, unit: UnitFacts, guarantee: Guarantee | None = None
) -> tuple[date | None, tuple[Step, ...]]:
    """Return the day from which the term runs, None where no event of the chain has a day, and why (W-01)."""
    events = chain(policy, guarantee)
    start, used = first_known(policy, unit.dates, events)
    return start, (_step(unit.dates, events, start, used),)


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
        said = Text(N_("none of these days is known: {events}"), {"events": [event_text(event) for event in events]})
        return Step("W-01", said, inputs, holds=False)
    if used is events[0]:
        said = Text(N_("the term runs from {event} on {day}"), {"event": event_text(used), "day": start})
        return Step("W-01", said, inputs)
    said = Text(
        N_("{wanted} is not known, so the term runs from {event}: {day}"),
        {"wanted": event_text(events[0]), "event": event_text(used), "day": start},
    )
    return Step("W-01", said, inputs)
