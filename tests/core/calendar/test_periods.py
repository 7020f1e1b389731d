"""Periods end where the Civil Code and the worked examples say (CAL-01, CAL-05)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sanbao.calendar import BadPeriod, Period, add_months, plain_week
from sanbao.i18n import use_locale


def reference(start: date, months: int) -> date:
    """Walk month by month from the first, then clip: another way than the code's."""
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    return last if start.day > last.day else date(year, month, start.day)


@pytest.mark.parametrize("months", [-13, -1, 0, 1, 3, 6, 12, 18, 36])
def test_every_day_of_a_century_agrees_with_the_reference(months: int) -> None:
    first, last = date(1999, 1, 1), date(2100, 12, 31)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]

    wrong = [day for day in days if add_months(day, months) != reference(day, months)]

    assert wrong == []


@pytest.mark.parametrize(
    "example, start, period, last",
    [
        ("WE-01 whole", date(2024, 2, 29), "3y", date(2027, 2, 28)),
        ("WE-01 key", date(2024, 2, 29), "5y", date(2029, 2, 28)),
        ("WE-02 3y", date(2022, 6, 15), "3y", date(2025, 6, 15)),
        ("WE-03 machine", date(2023, 5, 10), "3y", date(2026, 5, 10)),
        ("WE-03 fan", date(2025, 8, 20), "3y", date(2028, 8, 20)),
        ("WE-04 new end", date(2026, 5, 10), "1y", date(2027, 5, 10)),
        ("WE-06 contract", date(2024, 3, 20), "2m", date(2024, 5, 20)),
        ("WE-06 floor", date(2024, 3, 20), "3m", date(2024, 6, 20)),
        ("WE-06 manufacturer", date(2024, 1, 5), "12m", date(2025, 1, 5)),
        ("WE-08 return", date(2024, 3, 5), "7d", date(2024, 3, 12)),
        ("WE-08 exchange", date(2024, 3, 5), "15d", date(2024, 3, 20)),
        ("WE-09a", date(2024, 1, 10), "1y", date(2025, 1, 10)),
        ("WE-12 own reason", date(2024, 6, 3), "30d", date(2024, 7, 3)),
        ("WE-12 parts shortage", date(2024, 6, 3), "90d", date(2024, 9, 1)),
        ("WE-13 car", date(2024, 2, 6), "2y", date(2026, 2, 6)),
        ("WE-21 ex-factory", date(2024, 1, 31), "3m", date(2024, 4, 30)),
        ("WE-37 handover meeting", date(2024, 9, 27), "1w", date(2024, 10, 4)),
        ("a year and a half", date(2024, 8, 31), "1y6m", date(2026, 2, 28)),
        ("months before days", date(2024, 1, 31), "1m1d", date(2024, 3, 1)),
    ],
)
def test_a_period_ends_on_the_day_of_the_worked_example(example: str, start: date, period: str, last: date) -> None:
    assert Period.parse(period).end(start) == last, example


def test_counting_the_start_day_ends_one_day_earlier() -> None:
    year = Period.parse("1y")

    assert year.end(date(2024, 3, 1), "inclusive_start") == date(2025, 2, 28)


def test_anchored_months_return_to_the_31st() -> None:
    anchor = date(2024, 8, 31)

    ends = [Period(months=months).end(anchor) for months in (3, 6, 12)]

    assert ends == [date(2024, 11, 30), date(2025, 2, 28), date(2025, 8, 31)]


def test_a_month_before_the_start_of_commissioning() -> None:
    assert Period.parse("1m").before(date(2024, 9, 2)) == date(2024, 8, 2)  # WE-37


def test_working_days_are_counted_by_the_calendar() -> None:
    three = Period.parse("3wd")

    assert three.end(date(2024, 9, 27), calendar=plain_week()) == date(2024, 10, 2)  # WE-16, plain week
    assert three.end(date(2024, 9, 27), "inclusive_start", plain_week()) == date(2024, 10, 1)


def test_working_days_without_a_calendar_are_a_bug() -> None:
    with pytest.raises(ValueError, match="needs a work calendar"):
        Period.parse("3wd").end(date(2024, 9, 27))


@pytest.mark.parametrize("text", ["3y", "6m", "1y6m", "2w", "15d", "10wd", "0d", "12m", "1y2m3w4d"])
def test_what_was_written_comes_back_as_it_was(text: str) -> None:
    assert str(Period.parse(text)) == text


def test_capitals_and_blanks_around_do_not_matter() -> None:
    assert Period.parse(" 3Y ") == Period(years=3)


@pytest.mark.parametrize(
    "text", ["", " ", "3", "y", "-3y", "3.5y", "3 y", "6m1y", "3d2wd", "1wd1y", "500y", "99999d", "٣y", "3年", "3y\n4m"]
)
def test_what_is_no_period_is_refused_with_an_example(text: str) -> None:
    with use_locale("en"), pytest.raises(BadPeriod) as refused:
        Period.parse(text)

    assert f"“{text}” is no period; write for example 3y, 6m" in str(refused.value)


@pytest.mark.parametrize("fields", [{"years": -1}, {"days": -1}, {"days": 1, "working_days": 1}])
def test_a_period_that_cannot_be_is_a_bug(fields: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Period(**fields)


def test_an_unknown_way_of_counting_is_a_bug() -> None:
    with pytest.raises(ValueError, match="civil_code, inclusive_start"):
        Period(years=1).end(date(2024, 1, 1), "roman")
