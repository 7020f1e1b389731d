"""The quota of a day, the days that do not count as late, and the forecast: pure rules (INS-06, INS-09, LEG-02)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.calendar.work_calendar import plain_week
from sanbao_installation_outsourcing.rules.delays import (
    AUTO_RELIEF,
    CLIENTS,
    FORCE_MAJEURE,
    NEGOTIATE,
    NO_RELIEF,
    OURS,
    Hindrance,
    delay,
)
from sanbao_installation_outsourcing.rules.quota import (
    DayCount,
    forecast,
    of_day,
    of_days,
    planned_days,
    spread,
)

WEEK = plain_week()
MONDAY = date(2024, 6, 3)


def test_we_39_fewer_vehicles_lower_the_quota_of_their_day() -> None:
    counts = [
        DayCount(MONDAY, 22),
        DayCount(date(2024, 6, 4), 17, available=18),
        DayCount(date(2024, 6, 5), 21),
    ]

    days = of_days(counts, 20, WEEK)

    assert planned_days(60, 20) == 3
    assert [(day.quota, day.shortfall) for day in days] == [(20, 0), (18, 1), (20, 0)]
    assert sum(day.installed for day in days) == 60


def test_a_working_day_without_any_work_misses_the_whole_quota_and_a_sunday_none() -> None:
    friday, monday = date(2024, 6, 7), date(2024, 6, 10)

    days = of_days([DayCount(friday, 20), DayCount(monday + timedelta(days=1), 20)], 20, WEEK)

    assert [(day.day, day.shortfall) for day in days] == [
        (friday, 0),
        (monday, 20),
        (monday + timedelta(days=1), 0),
    ]


def test_no_vehicle_is_no_shortfall() -> None:
    assert of_day(DayCount(MONDAY, 0, available=0), 20).shortfall == 0


@given(st.integers(1, 500), st.integers(1, 60), st.integers(0, 400))
def test_every_unit_is_planned_once_and_never_more_a_day_than_the_quota(
    quantity: int, per_day: int, offset: int
) -> None:
    days = spread(quantity, per_day, MONDAY + timedelta(days=offset), WEEK)

    assert sum(count for _day, count in days) == quantity
    assert all(0 < count <= per_day and WEEK.is_working(day) for day, count in days)
    assert len(days) == planned_days(quantity, per_day)


def test_the_forecast_carries_the_pace_on_to_the_years_end() -> None:
    done = {MONDAY + timedelta(days=n): 20 for n in range(5)}

    found = forecast(done, 400, date(2024, 6, 7), date(2024, 6, 28), WEEK)

    # 15 working days from 2024-06-10 to 06-28 at 20 a day on top of 100
    assert (found.pace, found.working_days, found.expected, found.behind) == (Decimal("20.00"), 15, 400, 0)
    assert found.ready_on == date(2024, 6, 28)
    assert forecast({}, 10, MONDAY, date(2024, 12, 31), WEEK).ready_on is None


AGREED, DONE = date(2024, 6, 5), date(2024, 6, 10)


@pytest.mark.parametrize(
    ("mode", "agreed", "late"),
    [(NEGOTIATE, None, 5), (NEGOTIATE, 1, 4), (AUTO_RELIEF, None, 3), (NO_RELIEF, None, 5)],
)
def test_we_42_force_majeure_relieves_as_the_contract_says(mode: str, agreed: int | None, late: int) -> None:
    storm = Hindrance(FORCE_MAJEURE, AGREED, AGREED + timedelta(days=1), agreed)

    assert delay(AGREED, DONE, [storm], mode).late == late


@pytest.mark.parametrize("mode", [NEGOTIATE, AUTO_RELIEF])
def test_a_storm_that_begins_when_the_work_is_late_excuses_nothing(mode: str) -> None:
    storm = Hindrance(FORCE_MAJEURE, AGREED + timedelta(days=1), AGREED + timedelta(days=2), 2)

    assert delay(AGREED, DONE, [storm], mode).late == 5


def test_a_day_is_excused_once_whatever_its_reasons() -> None:
    same = [Hindrance(OURS, AGREED, AGREED), Hindrance(CLIENTS, AGREED, AGREED)]

    assert delay(AGREED, DONE, same).late == 4


def test_what_hinders_after_the_work_is_done_does_not_count() -> None:
    assert (
        delay(AGREED, DONE, [Hindrance(OURS, DONE + timedelta(days=1), DONE + timedelta(days=3))]).late == 5
    )


hindrances = st.lists(
    st.builds(
        lambda cause, start, days, agreed: Hindrance(
            cause,
            AGREED + timedelta(days=start),
            AGREED + timedelta(days=start + days),
            agreed if cause == FORCE_MAJEURE else None,
        ),
        st.sampled_from([OURS, CLIENTS, FORCE_MAJEURE]),
        st.integers(-10, 20),
        st.integers(0, 6),
        st.none() | st.integers(0, 5),
    ),
    max_size=6,
)


@given(hindrances, st.integers(-5, 30), st.randoms(), st.sampled_from([NEGOTIATE, AUTO_RELIEF, NO_RELIEF]))
def test_the_order_of_hindrances_changes_nothing_and_nobody_is_late_less_than_not_at_all(
    given_ones: list[Hindrance], late_by: int, chance: object, mode: str
) -> None:
    done = AGREED + timedelta(days=late_by)
    mixed = list(given_ones)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    found, again = delay(AGREED, done, given_ones, mode), delay(AGREED, done, mixed, mode)

    assert found.late == again.late
    assert 0 <= found.late <= max(0, late_by)
