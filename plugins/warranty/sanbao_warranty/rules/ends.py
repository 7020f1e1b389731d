"""Until when a guarantee runs before any part is replaced (W-02, W-03, W-04, W-14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from sanbao.calendar.periods import Period
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.lengths import OnExchange, ProductTerms, Seasons
from sanbao_warranty.policy.terms import Guarantee, Policy
from sanbao_warranty.rules.facts import Roll, UnitFacts
from sanbao_warranty.rules.lengthening import lengthened, off_rest_days, within_usage
from sanbao_warranty.rules.starts import after_exchange, term_start
from sanbao_warranty.rules.words import term_text

#: An end before it is moved off rest days, whether its term is stated, whether it may be moved.
Unrolled = tuple[date | None, bool, bool]
Agreed = TypeVar("Agreed", Period, date)


@lru_cache(maxsize=65_536)
def last_day(period: Period, start: date, convention: str) -> date:
    """Return the last covered day of a term (CAL-01), remembered because units sold together share it."""
    return period.end(start, convention)


def rolled_end(policy: Policy, period: Period, start: date, roll: Roll | None) -> date:
    """Return the last covered day, moved off rest days where the policy says so (CAL-01, CAL-02)."""
    return off_rest_days(policy, last_day(period, start, policy.period_convention), roll)


def own_term(
    policy: Policy, guarantee: Guarantee, unit: UnitFacts, part: str | None
) -> tuple[Period | None, str]:
    """Return the term that holds for a part and the rule it comes from; None where it is not stated (W-03, W-04).

    The policy's word on a named part comes first, then the part's own term, the key parts', the whole machine's. A
    term agreed for the unit fills what the policy leaves open, before the one that it gives by default (N-26).
    """
    listed = guarantee.product_terms.get(unit.category or "") if guarantee.product_terms else None
    if part is not None and not guarantee.any_part:
        own = _part_term(guarantee, listed, unit, part)
        if own is not None:
            return own, "W-03"
    if guarantee.design_life:
        return unit.design_life, "W-14"
    rule = "W-04" if guarantee.any_part else "W-03"
    if guarantee.term is not None:
        return guarantee.term, rule
    term = (listed.term if listed else None) or _agreed(unit.agreed_terms, policy, guarantee)
    return term or guarantee.default_term, rule


def _part_term(
    guarantee: Guarantee, listed: ProductTerms | None, unit: UnitFacts, part: str
) -> Period | None:
    if part in guarantee.part_terms:
        return guarantee.part_terms[part]
    if listed is not None and part in listed.part_terms:
        return listed.part_terms[part]
    if part in unit.part_terms:
        return unit.part_terms[part]
    if part not in unit.key_parts:
        return None
    return guarantee.key_term or (listed.key_term if listed else None)


def base_end(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    part: str | None,
    start: date,
    roll: Roll | None = None,
    steps: list[Step] | None = None,
    on: date | None = None,
) -> tuple[date | None, bool]:
    """Return the end before any part's restart, and whether its term is stated (W-02…W-04, W-10, W-14, W-17).

    A repair that goes on prolongs the term up to ``on``.
    """
    # Most units of a bulk run have lived through nothing.
    if unit.repairs or unit.exchanged is not None or unit.final_tests or unit.extensions:
        until, stated, rolls = _unrolled(policy, guarantee, unit, part, start, steps, on)
    else:
        until, stated, rolls = _counted(policy, guarantee, unit, part, start, steps)
    if until is None:
        return None, False
    if rolls and roll is not None:
        until = off_rest_days(policy, until, roll, steps)
    if unit.usage:
        until = within_usage(guarantee, unit, until, steps)
    return until, stated


def _unrolled(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    part: str | None,
    start: date,
    steps: list[Step] | None,
    on: date | None,
) -> Unrolled:
    """Return the end before it is moved off rest days, whether its term is stated, and whether it may be moved.

    An end that was agreed as a day, and the end of a season, are no periods and stay where they are.
    """
    if unit.exchanged is not None:
        until, stated, rolls = _after_exchange(policy, guarantee, unit, part, start, steps)
    else:
        until, stated, rolls = _counted(policy, guarantee, unit, part, start, steps)
    if until is not None:
        since = max(start, unit.exchanged.on) if unit.exchanged is not None else start
        until = lengthened(policy, guarantee, unit, since, until, steps, on)
    return until, stated, rolls


def _after_exchange(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    part: str | None,
    start: date,
    steps: list[Step] | None,
) -> Unrolled:
    """Return the end of a unit that took another's place: counted anew, or the old one's (N-06, N-14)."""
    assert unit.exchanged is not None  # noqa: S101 - asked by the caller
    exchange, mode = unit.exchanged, after_exchange(policy, guarantee)
    begun = term_start(policy, exchange.old, guarantee)
    if mode is OnExchange.RESTART or begun is None or begun > exchange.on:
        return _counted(policy, guarantee, unit, part, start, steps)
    until, stated, rolls = _unrolled(policy, guarantee, exchange.old, part, begun, steps, exchange.on)
    if until is None or mode is OnExchange.INHERIT:
        return until, stated, rolls
    least = last_day(policy.on_exchange.least, exchange.on, policy.period_convention)
    if steps is not None:
        said = Text(N_("an exchanged unit is covered until {until} at least"), {"until": least})
        inputs = {"exchanged_on": exchange.on, "end_before": until, "floor": least}
        steps.append(Step("N-06", said, inputs, f"max({until}, {least}) = {max(until, least)}", holds=True))
    return max(until, least), stated, rolls


def _counted(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    part: str | None,
    start: date,
    steps: list[Step] | None,
) -> Unrolled:
    until = _agreed(unit.agreed_ends, policy, guarantee) if unit.agreed_ends else None
    if until is None and guarantee.seasons is not None:
        until = _season_end(guarantee.seasons, unit, part, start, steps)
    rolls = until is None
    if until is None:
        term, rule = own_term(policy, guarantee, unit, part)
        until = last_day(term, start, policy.period_convention) if term is not None else None
        if steps is not None:
            steps.extend(_term_steps(policy, rule, part, term, start, until))
    stated = until is not None
    if guarantee.floor is not None:
        until = _floored(policy, guarantee, unit, start, until, steps)
    return until, stated, rolls


def _season_end(
    seasons: Seasons, unit: UnitFacts, part: str | None, start: date, steps: list[Step] | None
) -> date | None:
    """Return the last day of the last season that counts, None where the season is not stated (W-14)."""
    season = seasons.season(part, unit.region)
    if season is None:
        return None
    until = seasons.last_day(season, start)
    if steps is not None:
        said = Text(
            N_("{count} seasons of {season} count: the last one ends on {until}"),
            {"count": seasons.count, "season": str(season), "until": until},
        )
        inputs = {
            "start": start,
            "count": seasons.count,
            "count_partial_season": seasons.count_partial_season,
        }
        steps.append(Step("W-14", said, inputs, holds=True))
    return until


def _agreed(table: Mapping[str, Agreed], policy: Policy, guarantee: Guarantee) -> Agreed | None:
    if not table:
        return None
    one = table.get(f"{policy.code}/{guarantee.kind}")
    return one if one is not None else table.get(policy.code)


def _floored(
    policy: Policy,
    guarantee: Guarantee,
    unit: UnitFacts,
    start: date,
    until: date | None,
    steps: list[Step] | None,
) -> date:
    assert guarantee.floor is not None  # noqa: S101 - asked by the caller
    least = last_day(guarantee.floor.period, start, policy.period_convention)
    theirs = unit.manufacturer_end if guarantee.floor.manufacturer else None
    latest = max(day for day in (until, least, theirs) if day is not None)
    if steps is not None:
        inputs = {"contract": until, "floor": least, "manufacturer": theirs}
        known = ", ".join(str(day) for day in inputs.values() if day is not None)
        said = Text(N_("the latest of contract, floor and manufacturer counts: {until}"), {"until": latest})
        steps.append(Step("W-02", said, inputs, f"max({known}) = {latest}"))
    return latest


def _term_steps(
    policy: Policy, rule: str, part: str | None, term: Period | None, start: date, until: date | None
) -> Iterator[Step]:
    if term is None:
        yield Step(rule, Text(N_("the term is not stated")), {"part": part}, holds=False)
        return
    said = Text(
        N_("the term for {part} is {term}"), {"part": part or Text(N_("the unit")), "term": term_text(term)}
    )
    yield Step(rule, said, {"part": part, "term": str(term)})
    inputs = {"start": start, "term": str(term), "convention": policy.period_convention}
    said = Text(N_("the last covered day is {until}"), {"until": until})
    yield Step("CAL-01", said, inputs, f"{start} + {term} = {until}")
