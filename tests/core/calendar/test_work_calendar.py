"""Working days, rest days and rolls, on the published calendars (CAL-02, CAL-04)."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from sanbao.calendar import (
    Period,
    SpecialDay,
    UnknownZone,
    Window,
    WorkCalendar,
    last_day,
    plain_week,
    roll,
    roll_back,
)
from sanbao.calendar.errors import UnknownCountry
from sanbao.calendar.official import official_calendar, official_year
from sanbao.calendar.work_calendar import OFFICE_HOURS

CHINA = official_calendar()
PLAIN = plain_week()

#: Announced by the State Council (国务院办公厅关于部分节假日安排的通知).
MADE_UP = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
}


def all_days(first_year: int, last_year: int) -> list[date]:
    first = date(first_year, 1, 1)
    return [first + timedelta(days=offset) for offset in range((date(last_year + 1, 1, 1) - first).days)]


def test_three_working_days_over_the_national_holiday() -> None:
    due = CHINA.add_working_days(date(2024, 9, 27), 3)  # WE-16

    assert due.day == date(2024, 10, 8)
    assert due.counted == (date(2024, 9, 29), date(2024, 9, 30), date(2024, 10, 8))
    assert due.skipped == (date(2024, 9, 28), *(date(2024, 10, day) for day in range(1, 8)))
    assert due.warning is None


def test_three_working_days_on_a_plain_week() -> None:
    assert PLAIN.add_working_days(date(2024, 9, 27), 3).day == date(2024, 10, 2)  # WE-16


def test_five_working_days_for_the_training() -> None:
    due = CHINA.add_working_days(date(2024, 9, 27), 5)  # WE-37

    assert due.day == date(2024, 10, 10)
    assert due.counted[-2:] == (date(2024, 10, 9), date(2024, 10, 10))


@pytest.mark.parametrize("count, day", [(10, date(2024, 11, 18)), (20, date(2024, 12, 2))])
def test_the_answer_about_a_car_is_due_in_working_days(count: int, day: date) -> None:
    assert CHINA.add_working_days(date(2024, 11, 4), count).day == day  # WE-13


def test_a_trigger_on_a_rest_day_counts_from_the_next_working_day() -> None:
    assert CHINA.add_working_days(date(2024, 10, 5), 1).day == date(2024, 10, 8)  # CAL-04


def test_no_working_days_leave_the_trigger_day() -> None:
    assert CHINA.add_working_days(date(2024, 10, 5), 0).day == date(2024, 10, 5)


def test_counting_between_days_undoes_adding_them() -> None:
    for trigger in all_days(2024, 2024):
        for count in (1, 5, 17):
            due = CHINA.add_working_days(trigger, count).day
            assert CHINA.working_days_between(trigger, due) == count


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert CHINA.working_days_between(date(2024, 6, 3), date(2024, 6, 3)) == 0
    assert CHINA.working_days_between(date(2024, 6, 3), date(2024, 5, 3)) == 0


def test_downtime_is_added_before_the_roll() -> None:
    year = Period.parse("1y")

    end = last_day(year, date(2024, 1, 10), CHINA, extra_days=12 + 20, roll_last_day=True)  # WE-09 a

    assert end.day == date(2025, 2, 11)
    assert end.skipped == ()


@pytest.mark.parametrize("rolls, day", [(True, date(2024, 10, 8)), (False, date(2024, 10, 1))])
def test_a_last_day_in_the_national_holiday_rolls_only_where_it_is_agreed(rolls: bool, day: date) -> None:
    end = last_day(Period.parse("1y"), date(2023, 10, 1), CHINA, roll_last_day=rolls)  # WE-09 b

    assert end.day == day


@pytest.mark.parametrize(
    "day, rolled",
    [
        (date(2024, 3, 12), date(2024, 3, 12)),  # WE-08: a Tuesday stays
        (date(2024, 9, 28), date(2024, 9, 29)),  # Saturday before a Sunday that is made up
        (date(2024, 9, 29), date(2024, 9, 29)),  # that Sunday itself is worked
        (date(2025, 1, 28), date(2025, 2, 5)),  # the whole spring festival
    ],
)
def test_a_rest_day_rolls_to_the_day_after_the_rest_days(day: date, rolled: date) -> None:
    assert roll(day, CHINA).day == rolled


def test_every_roll_of_three_years_skips_rest_days_only() -> None:
    for day in all_days(2024, 2025):
        found = roll(day, CHINA)
        assert CHINA.is_working(found.day)
        assert len(found.skipped) == (found.day - day).days
        assert not any(CHINA.is_working(skipped) for skipped in found.skipped)


def test_a_visit_due_in_the_holiday_is_planned_before_it() -> None:
    assert roll_back(date(2024, 10, 4), CHINA).day == date(2024, 9, 30)  # PM-11


def test_working_days_of_a_profile_follow_the_convention() -> None:
    ten = Period.parse("10wd")

    assert last_day(ten, date(2024, 11, 4), CHINA).day == date(2024, 11, 18)
    assert last_day(ten, date(2024, 11, 4), CHINA, convention="inclusive_start").day == date(2024, 11, 15)
    assert ten.end(date(2024, 11, 4), calendar=CHINA) == date(2024, 11, 18)


@pytest.mark.parametrize("year", MADE_UP)
def test_the_make_up_days_are_the_announced_ones(year: int) -> None:
    weekends = [day for day in all_days(year, year) if day.weekday() >= 5 and CHINA.is_working(day)]

    assert [day.strftime("%m-%d") for day in weekends] == MADE_UP[year]


def test_two_libraries_agree_on_every_day_of_three_years() -> None:
    other = holidays.country_holidays("CN", years=[2024, 2025, 2026])

    differences = [day for day in all_days(2024, 2026) if CHINA.is_working(day) != other.is_working_day(day)]

    assert differences == []


def test_the_published_years_hold_150_make_up_days() -> None:
    made_up = [day for day in all_days(2004, 2026) if day.weekday() >= 5 and CHINA.is_working(day)]

    assert len(made_up) == 150


def test_a_year_that_is_not_published_is_said_to_be_unknown() -> None:
    year = official_year("CN", 2027)

    assert (year.known, year.days) == (False, {})
    assert CHINA.is_known(2026)
    assert not CHINA.is_known(2027)


def test_a_day_counted_into_an_unknown_year_carries_a_warning() -> None:
    due = CHINA.add_working_days(date(2026, 12, 30), 3)

    assert due.unknown_years == (2027,)
    assert str(due.warning) == "The rest days of 2027 are not published yet; this date may still move"
    assert roll(date(2027, 5, 1), CHINA).unknown_years == (2027,)
    assert last_day(Period.parse("1y"), date(2026, 5, 1), CHINA, roll_last_day=True).unknown_years == (2027,)


def test_a_period_without_a_roll_needs_no_published_year() -> None:
    assert last_day(Period.parse("1y"), date(2026, 5, 1), CHINA).warning is None


def test_estimated_holidays_abroad_are_not_certain() -> None:
    assert official_year("SG", 2026).known
    assert not official_year("SG", 2028).known
    assert official_year("US", 2030).known


def test_a_country_that_moves_days_by_decree_is_uncertain_after_its_last_list() -> None:
    assert date(2026, 1, 10) in official_year("HU", 2026).days
    assert not official_year("HU", 2060).known


def test_an_unknown_country_is_refused_with_an_example() -> None:
    with pytest.raises(UnknownCountry) as refused:
        official_year("XX", 2026)

    assert "“XX”; write a country code such as CN" in str(refused.value)


def test_hours_of_a_make_up_day_and_a_half_day() -> None:
    half = SpecialDay(True, "除夕", (Window(510, 720),))
    calendar = WorkCalendar(
        "X", "Asia/Shanghai", PLAIN.week, {date(2024, 9, 29): SpecialDay(True), date(2024, 2, 9): half}
    )

    assert calendar.windows_on(date(2024, 9, 29)) == OFFICE_HOURS
    assert calendar.windows_on(date(2024, 2, 9)) == (Window(510, 720),)
    assert calendar.windows_on(date(2024, 9, 28)) == ()


def test_a_calendar_does_not_change_when_its_source_does() -> None:
    days = {date(2024, 10, 1): SpecialDay(False)}
    calendar = WorkCalendar("X", "Asia/Shanghai", PLAIN.week, days)

    days.clear()

    assert not calendar.is_working(date(2024, 10, 1))


def test_a_wrong_zone_is_refused_with_an_example() -> None:
    with pytest.raises(UnknownZone) as refused:
        plain_week(zone="Asia/Peking")

    assert str(refused.value) == "“Asia/Peking” is no time zone; write for example Asia/Shanghai"


@pytest.mark.parametrize("week", [((),) * 7, (OFFICE_HOURS,) * 5])
def test_a_week_without_work_or_days_is_a_bug(week: tuple[tuple[Window, ...], ...]) -> None:
    with pytest.raises(ValueError):
        WorkCalendar("X", "Asia/Shanghai", week)


def test_working_days_are_never_counted_backwards() -> None:
    with pytest.raises(ValueError):
        PLAIN.add_working_days(date(2024, 1, 1), -1)
