"""When each guarantee runs and what bent it, as it is drawn (W-02, W-07, W-10, W-17)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from lengths_given import own

from sanbao.calendar.periods import Period
from sanbao.coverage import Term, Turn
from sanbao_warranty.rules.drawing import terms
from sanbao_warranty.rules.facts import Extension, Repair, Replacement, UnitFacts

TODAY = date(2025, 6, 1)
ACCEPTED = {"site_acceptance": date(2023, 5, 10), "completion_acceptance": date(2023, 5, 10)}


def drawn(unit: UnitFacts, **more: Any) -> dict[str | None, Term]:
    return {term.part: term for term in terms(own("WP-000-3Y5Y", **more), unit, TODAY)}


def test_the_machine_and_its_key_part_have_terms_of_their_own() -> None:
    found = drawn(UnitFacts(dates=ACCEPTED, key_parts=frozenset({"PLC"})))

    assert (found[None].start, found[None].until, found[None].marks) == (
        date(2023, 5, 10),
        date(2026, 5, 10),
        (),
    )
    assert found["PLC"].until == date(2028, 5, 10)
    assert found[None].state(TODAY) == "runs"


def test_what_is_not_accepted_waits() -> None:
    found = drawn(UnitFacts(dates={}))

    assert found[None].start is None
    assert found[None].state(TODAY) == "waits"


def test_a_new_part_begins_a_term_of_its_own() -> None:
    unit = UnitFacts(dates=ACCEPTED, replacements=(Replacement("FAN", date(2024, 4, 12)),))

    term = drawn(unit)["FAN"]

    (mark,) = term.marks
    assert (mark.turn, mark.since, mark.until, mark.rule) == (
        Turn.RESTARTED,
        date(2024, 4, 12),
        date(2027, 4, 12),
        "W-07",
    )
    assert (term.first_until, term.until) == (date(2026, 5, 10), date(2027, 4, 12))


def test_a_longer_term_is_marked_from_where_it_ended_before() -> None:
    unit = UnitFacts(
        dates=ACCEPTED,
        extensions=(Extension("WP-000-3Y5Y", term=Period(months=6), rule="W-02", because="gift"),),
    )

    term = drawn(unit)[None]

    (mark,) = term.marks
    assert (mark.turn, mark.since, mark.until) == (Turn.LENGTHENED, date(2026, 5, 10), date(2026, 11, 10))
    assert (term.first_until, term.until) == (date(2026, 5, 10), date(2026, 11, 10))


def test_time_in_the_shop_is_a_pause_and_prolongs() -> None:
    repair = Repair(
        returned_on=date(2024, 3, 11),
        started_at=datetime(2024, 3, 1, 9, tzinfo=UTC),
        ended_at=datetime(2024, 3, 11, 9, tzinfo=UTC),
        cured=True,
        case="CL-1",
    )

    term = drawn(UnitFacts(dates=ACCEPTED, repairs=(repair,)), downtime_extends="calendar_days")[None]

    assert [(one.turn, one.since, one.until) for one in term.marks] == [
        (Turn.LENGTHENED, date(2026, 5, 10), date(2026, 5, 20)),
        (Turn.PAUSED, date(2024, 3, 1), date(2024, 3, 11)),
    ]
