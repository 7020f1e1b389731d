"""Where the bars of promises lie along the years."""

from __future__ import annotations

from datetime import date

from sanbao.coverage import Mark, Term, Turn
from sanbao.decision import Text
from sanbao_admin.units.bars import chart

TODAY = date(2025, 7, 2)


def term(
    start: date | None, until: date | None, *marks: Mark, first: date | None = None, part: str | None = None
) -> Term:
    return Term("WP-1", Text("repair"), part, start, until, first, 1, {}, marks)


def test_without_promises_nothing_is_drawn() -> None:
    assert chart([], TODAY) is None


def test_a_term_lies_between_its_days_and_today_is_marked() -> None:
    drawn = chart([term(date(2024, 1, 1), date(2027, 12, 31))], TODAY)

    assert drawn is not None
    (row,) = drawn.rows
    (piece,) = row.stretches
    assert (piece.x, piece.width, piece.look) == (0.0, 100.0, "runs")
    assert [year for _x, year in drawn.years] == [2024, 2025, 2026, 2027]
    assert 37 < drawn.today < 38


def test_what_waits_for_acceptance_has_an_open_bar_and_what_is_over_is_grey() -> None:
    drawn = chart([term(None, None, part="PLC"), term(date(2020, 1, 1), date(2021, 1, 1))], TODAY)

    assert drawn is not None
    assert [(row.state, [piece.look for piece in row.stretches]) for row in drawn.rows] == [
        ("ended", ["ended"]),
        ("waits", []),
    ]
    assert drawn.looks == ("ended", "open")


def test_a_restart_and_a_longer_term_are_pieces_of_their_own() -> None:
    longer = Mark(Turn.LENGTHENED, date(2026, 1, 1), date(2026, 3, 1), Text("test failed"), "W-10")
    anew = Mark(Turn.RESTARTED, date(2025, 2, 1), date(2028, 2, 1), Text("new part"), "W-07")
    drawn = chart([term(date(2023, 1, 1), date(2028, 2, 1), longer, anew, first=date(2026, 1, 1))], TODAY)

    assert drawn is not None
    pieces = drawn.rows[0].stretches
    assert [(one.look, one.since, one.until) for one in pieces] == [
        ("runs", date(2023, 1, 1), date(2026, 1, 1)),
        ("anew", date(2025, 2, 1), date(2028, 2, 1)),
        ("longer", date(2026, 1, 2), date(2026, 3, 1)),
    ]
    assert all(one.x >= 0 and one.x + one.width <= 100.01 for one in pieces)


def test_forty_years_have_six_numbers_at_most() -> None:
    drawn = chart([term(date(2000, 6, 1), date(2039, 6, 1))], TODAY)

    assert drawn is not None
    assert len(drawn.years) <= 6
