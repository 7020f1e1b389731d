"""When each guarantee runs, with everything that bent it, as it is drawn in the service file (W-02, W-07, W-17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sanbao.coverage.terms import Mark, Term, Turn
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Guarantee, Policy
from sanbao_warranty.rules.downtime import merged, spans
from sanbao_warranty.rules.ends import base_end
from sanbao_warranty.rules.facts import Roll, UnitFacts
from sanbao_warranty.rules.overview import End, ends_of
from sanbao_warranty.rules.starts import term_start
from sanbao_warranty.rules.words import kind_label

_RESTARTED = N_("{part} was replaced on {day}: a term of its own, until {until}")
_PAUSED = N_("in the shop from {since} to {until}")


def terms(policy: Policy, unit: UnitFacts, on: date, roll: Roll | None = None) -> Iterator[Term]:
    """Yield every term of a policy; a repair that goes on is drawn up to ``on``."""
    for guarantee in policy.guarantees:
        start = term_start(policy, unit, guarantee)
        for end in ends_of(policy, guarantee, unit, roll):
            yield _term(policy, guarantee, unit, end, start, on, roll)


def _term(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    end: End,
    start: date | None,
    on: date,
    roll: Roll | None,
) -> Term:
    first: date | None = None
    marks: list[Mark] = []
    if start is not None and end.stated:
        steps: list[Step] = []
        base = base_end(policy, guarantee, unit, end.part, start, roll, steps)[0]
        if base is not None:
            first, marks = _bent(steps, base)
            marks += _pauses(policy, guarantee, unit, start, base, on)
        marks += _restart(end, base)
    return Term(
        promise=policy.code,
        guarantee=Text(kind_label(end.kind)),
        part=end.part,
        start=start,
        until=end.until if end.stated else None,
        first_until=first,
        version=policy.version,
        names=policy.names,
        marks=tuple(marks),
    )


def _bent(steps: Sequence[Step], base: date) -> tuple[date, list[Mark]]:
    """Return the end before anything bent it, and what moved it: each step tells where the end stood before."""
    turned = [step for step in steps if "end_before" in step.inputs]
    stood = [step.inputs["end_before"] for step in turned]
    usage = next((step for step in steps if step.rule == "N-17"), None)
    last = _before_usage(usage, base)
    marks = [
        Mark(Turn.LENGTHENED, before, after, step.text, step.rule)
        for step, before, after in zip(turned, stood, [*stood[1:], last], strict=False)
        if before < after
    ]
    if usage is not None:
        marks.append(Mark(Turn.SHORTENED, base, base, usage.text, usage.rule))
    return (stood[0] if stood else base), marks


def _before_usage(usage: Step | None, base: date) -> date:
    return base if usage is None else max(base, usage.inputs["until"])


def _pauses(
    policy: Policy, guarantee: Guarantee, unit: UnitFacts, start: date, base: date, on: date
) -> list[Mark]:
    mode = guarantee.downtime_extends or policy.downtime_extends
    stretches = merged(spans(unit, mode, start, on))
    return [
        Mark(Turn.PAUSED, since, until, Text(_PAUSED, {"since": since, "until": until}), "W-17")
        for since, until in stretches
        if since <= base
    ]


def _restart(end: End, base: date | None) -> list[Mark]:
    if end.source != "part" or end.start is None or end.until is None or end.until == base:
        return []
    said = Text(_RESTARTED, {"part": end.part, "day": end.start, "until": end.until})
    return [Mark(Turn.RESTARTED, end.start, end.until, said, "W-07")]
