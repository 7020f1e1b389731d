"""Visits and inspections fall on the days of the worked examples (CAL-05, PM-02, W-10)."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from sanbao.calendar import Period, Phase, Schedule, every, window_before


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def period(text: str) -> Period:
    return Period.parse(text)


CONSTRUCTION = Schedule(
    date(2024, 8, 31),
    steps=(period("3m"), period("6m")),
    phases=(Phase(period("6m")),),
    until=date(2026, 8, 31),
)


def test_construction_visits_follow_steps_then_half_years() -> None:
    expected = days("2024-11-30", "2025-02-28", "2025-08-31", "2026-02-28", "2026-08-31")

    assert list(CONSTRUCTION.due_days()) == expected  # WE-24


def test_the_same_visits_as_explicit_steps() -> None:
    steps = tuple(Period(months=months) for months in (3, 6, 12, 18, 24))

    assert list(Schedule(date(2024, 8, 31), steps).due_days()) == list(CONSTRUCTION.due_days())


def test_inspections_are_quarterly_in_the_first_year_then_half_yearly() -> None:
    inspections = Schedule(
        date(2024, 3, 15),
        phases=(Phase(period("3m"), through=period("1y")), Phase(period("6m"))),
        until=date(2027, 3, 15),
    )

    assert list(inspections.due_days()) == days(
        "2024-06-15", "2024-09-15", "2024-12-15", "2025-03-15",
        "2025-09-15", "2026-03-15", "2026-09-15", "2027-03-15",
    )  # WE-25  # fmt: skip


@pytest.mark.parametrize(
    "end, first",
    [
        (date(2026, 5, 10), date(2026, 4, 11)),  # WE-04
        (date(2027, 5, 10), date(2027, 4, 11)),  # WE-04, after the extension
        (date(2027, 3, 15), date(2027, 2, 16)),  # WE-25
        (date(2025, 3, 31), date(2025, 3, 1)),
    ],
)
def test_the_last_month_begins_the_day_after_the_month_before(end: date, first: date) -> None:
    assert window_before(end) == (first, end)


def test_another_length_of_window() -> None:
    assert window_before(date(2026, 5, 10), period("2w")) == (date(2026, 4, 27), date(2026, 5, 10))


def test_monthly_dates_are_anchored_and_never_chained() -> None:
    monthly = every(period("1m"), date(2024, 1, 31), count=4)

    assert list(monthly.due_days()) == days("2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31")


def test_weeks_and_days_recur_too() -> None:
    assert list(every(period("2w"), date(2024, 1, 1), count=2).due_days()) == days("2024-01-15", "2024-01-29")
    assert list(every(period("10d"), date(2024, 1, 1), until=date(2024, 1, 20)).due_days()) == days("2024-01-11")


def test_three_visits_a_year() -> None:
    visits = every(period("4m"), date(2024, 3, 1), until=date(2025, 3, 1))

    assert list(visits.due_days()) == days("2024-07-01", "2024-11-01", "2025-03-01")


def test_an_endless_schedule_gives_what_is_asked() -> None:
    endless = every(period("6m"), date(2024, 8, 31))

    assert list(islice(endless.due_days(), 2)) == days("2025-02-28", "2025-08-31")
    assert list(endless.between(date(2030, 1, 1), date(2030, 12, 31))) == days("2030-02-28", "2030-08-31")
    assert endless.next_after(date(2040, 2, 29)) == date(2040, 8, 31)


def test_nothing_comes_after_the_end() -> None:
    assert CONSTRUCTION.next_after(date(2026, 8, 30)) == date(2026, 8, 31)
    assert CONSTRUCTION.next_after(date(2026, 8, 31)) is None


def test_the_count_ends_before_the_day_does() -> None:
    assert len(list(every(period("1m"), date(2024, 1, 1), until=date(2030, 1, 1), count=5).due_days())) == 5


@pytest.mark.parametrize("text", ["0d", "5wd"])
def test_a_rhythm_without_length_is_a_bug(text: str) -> None:
    with pytest.raises(ValueError):
        Phase(period(text))


@pytest.mark.parametrize("steps", [("6m", "3m"), ("3m", "3m"), ("0d",)])
def test_steps_that_do_not_go_forward_are_a_bug(steps: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        Schedule(date(2024, 1, 1), tuple(period(step) for step in steps))
