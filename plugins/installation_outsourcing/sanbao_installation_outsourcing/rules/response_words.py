"""A service level in words, and why a clock stands where it does: contract, phone and trace say the same (CAL-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.service_levels import (
    CONSEQUENCES,
    EVENTS,
    MANNERS,
    METRICS,
    SEVERITIES,
    UNITS,
    URGENCIES,
    Line,
    ServiceLevel,
    Tier,
)

if TYPE_CHECKING:
    from sanbao_installation_outsourcing.rules.response import Clock, Facts, Relief

#: The rule that gives a metric its meaning.
_RULES = {"reply": "SLA-04", "arrival": "SLA-05", "dispatch": "SLA-03", "remote": "SLA-03"}


def sentences(level: ServiceLevel) -> list[Text]:
    """Say what a contract promises about problems that the client's users raise, line by line (INS-11)."""
    said = [
        Text(
            N_("Party B answers the problems that party A's users raise: {lines}."),
            {"lines": list(map(_line, level.lines))},
        )
    ]
    if not level.pausable:
        said.append(Text(N_("These clocks are never held.")))
    return said


def _line(line: Line) -> Text:
    told: dict[str, object] = {
        "what": _what(line),
        "start": Text(EVENTS[line.start_event]),
        "limit": _limit(line),
    }
    message = N_("{what}: {limit}") if line.limit is None else N_("{what}: within {limit} of “{start}”")
    if line.tender_limit is not None and line.unit is not None:
        message = N_("{what}: within {limit} of “{start}” (asked for: {tender})")
        told["tender"] = Text(UNITS[line.unit], {"count": line.tender_limit})
    said = Text(message, told)
    if line.consequence is None:
        return said
    return Text(
        N_("{line} ({consequence})"), {"line": said, "consequence": Text(CONSEQUENCES[line.consequence])}
    )


def _what(line: Line) -> Text:
    what = Text(METRICS[line.metric])
    if line.or_event is not None:
        what = Text(N_("{what} or {event}"), {"what": what, "event": Text(EVENTS[line.or_event])})
    holders = _named(line.severity, line.urgency, line.customer_class)
    return Text(N_("{what} ({severity})"), {"what": what, "severity": holders}) if holders else what


def _named(severity: str | None, urgency: str | None, customer_class: str | None) -> list[Text]:
    """Say which problems are meant, by what is named of them (SLA-10)."""
    found = [Text(SEVERITIES[severity])] if severity is not None else []
    if urgency is not None:
        found.append(urgency_named(urgency))
    if customer_class is not None:
        found.append(Text(N_("clients of class {name}"), {"name": customer_class}))
    return found


def urgency_named(code: str) -> Text:
    """Return how pressing a problem is, in words; a word of a level's own stands as it was written."""
    return Text(URGENCIES[code]) if code in URGENCIES else Text(N_("Urgency {code}"), {"code": code})


def _limit(line: Line) -> Text:
    if line.limit is None or line.unit is None:
        return Text(MANNERS[line.manner or "soonest"])
    if line.limit == 0:
        return Text(N_("the same day"))
    limit = Text(UNITS[line.unit], {"count": line.limit})
    if line.calendar == "working_hours":
        return Text(N_("{limit} of working hours"), {"limit": limit})
    return limit


def explained(
    clock: Clock, level: ServiceLevel, tier: Tier, facts: Facts, zone: ZoneInfo, profile: str
) -> tuple[Step, ...]:
    """Return the steps that led to a clock's state: why this limit, each relief, and what came out (CAL-12)."""
    return (
        *_promised(clock, zone, profile),
        *_picked(clock.line, level, tier),
        *_reliefs(clock, facts, zone),
        _outcome(clock, zone),
    )


def _picked(line: Line, level: ServiceLevel, tier: Tier) -> Iterator[Step]:
    """Say why this promise holds where the level has several of the kind (SLA-10)."""
    others = [one for one in level.lines if one.metric == line.metric and one is not line]
    if not others:
        return
    told = {
        "count": len(others) + 1,
        "tier": _named(tier.severity, tier.urgency, tier.customer_class),
    }
    said = N_("The problem is: {tier}; of {count} promises this one describes it most closely")
    inputs = {"severity": tier.severity, "urgency": tier.urgency, "class": tier.customer_class}
    yield Step("SLA-10", Text(said, told), inputs)


def _promised(clock: Clock, zone: ZoneInfo, profile: str) -> Iterator[Step]:
    line, rule = clock.line, _RULES.get(clock.line.metric, "SLA-01")
    inputs = {
        "profile": profile,
        "within": line.within,
        "since": clock.start_at,
        "start_event": line.start_event,
    }
    yield Step(rule, _line(line), inputs)
    if clock.start_at is None:
        said = N_("Its clock has not started: not on record is “{event}”")
        yield Step(rule, Text(said, {"event": Text(EVENTS[line.start_event])}), {}, "", False)
        return
    if clock.due_at is not None:
        told = {"start": _at(clock.start_at, zone), "due": _at(clock.due_at, zone)}
        arithmetic = f"{told['start']} + {line.within} → {told['due']}"
        yield Step(
            "CAL-03",
            Text(N_("It ran from {start} and is due at {due}"), told),
            {"due_at": clock.due_at},
            arithmetic,
        )
    if clock.tender_due_at is not None:
        told = {"due": _at(clock.tender_due_at, zone)}
        yield Step(
            "SLA-05", Text(N_("At the latest it was asked for by {due}"), told), {}, "", clock.tender_met
        )


def _reliefs(clock: Clock, facts: Facts, zone: ZoneInfo) -> Iterator[Step]:
    if clock.line.metric == "arrival" and facts.appointed_at is not None:
        told = {"moment": _at(facts.appointed_at, zone)}
        yield Step(
            "SLA-12", Text(N_("The client asked for {moment}, which stands in the limit's place"), told)
        )
    for one in facts.reliefs:
        yield _relief(one, clock, zone)


def _relief(one: Relief, clock: Clock, zone: ZoneInfo) -> Step:
    told = {
        "start": _at(one.start, zone),
        "end": _at(one.end, zone) if one.end is not None else "…",
        "what": one.what,
    }
    inputs = {"from": one.start, "until": one.end, "what": one.what}
    if not one.counts:
        said = N_("{what}, {start} to {end}: nothing is agreed on, so nothing is excused")
        return Step(one.rule, Text(said, told), inputs, "", False)
    if clock.due_at is not None and one.start >= clock.due_at:
        said = N_("{what}, {start} to {end}: it began when the time had run out, so it excuses nothing")
        return Step("SLA-13", Text(said, told), inputs, "", False)
    return Step(
        one.rule, Text(N_("{what}: the clock stood still from {start} to {end}"), told), inputs, "", True
    )


def _outcome(clock: Clock, zone: ZoneInfo) -> Step:
    line, late = clock.line, clock.late_seconds
    inputs = {"ended_at": clock.ended_at, "ended_by": clock.ended_by, "state": clock.state}
    told: dict[str, object] = {"seconds": late}
    if clock.ended_at is not None:
        told |= {"moment": _at(clock.ended_at, zone), "event": Text(EVENTS[clock.ended_by or "done"])}
    arithmetic = f"{_length(clock.elapsed)} → {late} s" if clock.elapsed is not None else ""
    if clock.ended_at is None:
        said = (
            N_("Nothing is on record yet: {seconds} seconds late so far")
            if late
            else N_("Nothing is on record yet")
        )
    elif line.limit is None or clock.start_at is None:
        said = N_("{event} at {moment}; no time is promised for it")
    else:
        said = (
            N_("{event} at {moment}: {seconds} seconds late") if late else N_("{event} at {moment}: in time")
        )
    return Step("CAL-03", Text(said, told), inputs, arithmetic, not late)


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _length(length: timedelta) -> str:
    hours, seconds = divmod(length // timedelta(seconds=1), 3600)
    return f"{hours}:{seconds // 60:02}:{seconds % 60:02}"
