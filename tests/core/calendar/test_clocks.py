"""Time limits to the second: inclusive, paused, in working hours, over clock changes (CAL-03, SLA-12)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sanbao.calendar import (
    BadLimit,
    Deadline,
    Pause,
    SpecialDay,
    Window,
    WorkCalendar,
    closing_time,
    day_of,
    days_started,
    end_of_day,
    is_by_end_of_day,
    limit_text,
    parse_limit,
    plain_week,
)
from sanbao.calendar.clocks import instant, working_hours
from sanbao.calendar.official import official_calendar
from sanbao.calendar.work_calendar import ALL_DAY, OFFICE_HOURS

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
SECOND = timedelta(seconds=1)
CHINA = official_calendar()


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    "limit, due", [("1h", "2024-09-30T17:20"), ("12h", "2024-10-01T04:20"), ("48h", "2024-10-02T16:20")]
)
def test_around_the_clock_a_holiday_is_ignored(limit: str, due: str) -> None:
    deadline = Deadline(at("2024-09-30T16:20"), parse_limit(limit))  # WE-15

    assert deadline.due() == at(due)


def test_the_limit_itself_is_met_and_one_second_more_is_late() -> None:
    deadline = Deadline(at("2024-06-03T10:00:00"), parse_limit("30min"))  # WE-14

    assert deadline.is_met(at("2024-06-03T10:30:00"))
    assert not deadline.is_met(at("2024-06-03T10:30:01"))
    assert deadline.late_by(at("2024-06-03T10:30:01")) == SECOND


def test_a_part_of_a_second_is_not_late() -> None:
    deadline = Deadline(at("2024-06-03T10:00:00"), parse_limit("30min"))

    assert deadline.is_met(at("2024-06-03T10:30:00.999999"))


def test_the_day_ends_at_the_instant_at_which_the_next_begins() -> None:
    assert end_of_day(date(2024, 10, 8), SHANGHAI) == at("2024-10-09T00:00:00")
    assert is_by_end_of_day(at("2024-10-09T00:00:00"), date(2024, 10, 8), SHANGHAI)
    assert not is_by_end_of_day(at("2024-10-09T00:00:01"), date(2024, 10, 8), SHANGHAI)


def test_a_late_evening_belongs_to_its_local_day() -> None:
    assert day_of(at("2027-02-28T23:50"), SHANGHAI) == date(2027, 2, 28)  # WE-01
    assert day_of(at("2027-03-01T00:05"), SHANGHAI) == date(2027, 3, 1)
    assert day_of(datetime(2027, 2, 28, 16, 5, tzinfo=UTC), SHANGHAI) == date(2027, 3, 1)


def test_repair_time_rounds_up_to_started_days() -> None:
    first = Deadline(at("2024-05-06T09:00"), timedelta(0)).elapsed(at("2024-05-18T15:00"))  # WE-13
    second = Deadline(at("2024-08-01T10:00"), timedelta(0)).elapsed(at("2024-08-19T10:00"))

    assert (days_started(first), days_started(second)) == (13, 18)
    assert days_started(timedelta(0)) == 0


def test_working_hours_stop_at_noon_at_night_and_over_the_holiday() -> None:
    deadline = Deadline(at("2024-09-30T11:00"), parse_limit("8h"), CHINA)

    # 1 h before noon, 4 h in the afternoon, then 3 h on Tuesday 8 October.
    assert deadline.due() == at("2024-10-08T11:30")
    assert [interval.length for interval in deadline.counted(at("2024-10-08T11:30"))] == [
        timedelta(hours=1),
        timedelta(hours=4),
        timedelta(hours=3),
    ]


def test_working_hours_count_on_a_make_up_sunday() -> None:
    deadline = Deadline(at("2024-09-28T15:00"), parse_limit("2h"), CHINA)

    assert deadline.due() == at("2024-09-29T10:30")


def test_what_is_done_overnight_counts_as_done_at_closing() -> None:
    deadline = Deadline(at("2024-06-03T08:30"), parse_limit("7h30min"), CHINA)

    assert deadline.due() == at("2024-06-03T17:30")
    assert deadline.is_met(at("2024-06-04T08:30:00"))
    assert not deadline.is_met(at("2024-06-04T08:30:01"))


def test_closing_time_is_the_other_end_of_a_working_day() -> None:
    assert closing_time(CHINA, date(2024, 10, 8)) == at("2024-10-08T17:30")
    assert closing_time(CHINA, date(2024, 10, 1)) == at("2024-10-02T00:00")


def test_a_pause_moves_the_due_time_and_stays_visible() -> None:
    deadline = Deadline(at("2024-06-03T10:00"), parse_limit("4h")).paused(
        Pause(at("2024-06-03T11:00"), at("2024-06-03T13:00"), "waiting for the customer")
    )

    assert deadline.due() == at("2024-06-03T16:00")
    assert [(i.start, i.end) for i in deadline.counted(at("2024-06-03T16:00"))] == [
        (at("2024-06-03T10:00"), at("2024-06-03T11:00")),
        (at("2024-06-03T13:00"), at("2024-06-03T16:00")),
    ]


def test_overlapping_pauses_count_once() -> None:
    pauses = (
        Pause(at("2024-06-03T12:00"), at("2024-06-03T14:00")),
        Pause(at("2024-06-03T11:00"), at("2024-06-03T13:00")),
        Pause(at("2024-06-03T11:30"), at("2024-06-03T11:40")),
    )

    assert Deadline(at("2024-06-03T10:00"), parse_limit("4h"), None, pauses).due() == at("2024-06-03T17:00")


@pytest.mark.parametrize("calendar", [None, CHINA])
def test_an_open_pause_holds_the_deadline(calendar: WorkCalendar | None) -> None:
    held = Deadline(at("2024-06-03T10:00"), parse_limit("3h"), calendar, (Pause(at("2024-06-03T11:00")),))

    assert held.due() is None
    assert held.elapsed(at("2024-06-20T12:00")) == timedelta(hours=1)
    assert held.is_met(at("2030-01-01T00:00"))
    assert held.due_if_resumed(at("2024-06-04T09:00")) == at("2024-06-04T11:00")


def test_a_pause_after_the_due_time_does_not_excuse() -> None:
    late = Deadline(at("2024-06-03T10:00"), parse_limit("1h"), None, (Pause(at("2024-06-03T12:00")),))  # SLA-13

    assert late.due() == at("2024-06-03T11:00")
    assert late.late_by(at("2024-06-05T00:00")) == timedelta(hours=1)


def test_a_pause_before_the_start_takes_nothing_away() -> None:
    deadline = Deadline(at("2024-06-03T10:00"), parse_limit("1h"))

    assert deadline.paused(Pause(at("2024-06-03T08:00"), at("2024-06-03T09:00"))).due() == at("2024-06-03T11:00")


def test_a_working_clock_says_when_a_year_is_not_published() -> None:
    deadline = Deadline(at("2026-12-31T16:00"), parse_limit("8h"), CHINA)
    due = deadline.due()

    assert due is not None
    assert deadline.unknown_years(due) == (2027,)
    assert Deadline(at("2026-12-31T16:00"), parse_limit("8h")).unknown_years(due) == ()


@pytest.mark.parametrize(
    "day, hours", [(date(2024, 3, 9), 24), (date(2024, 3, 10), 23), (date(2024, 11, 3), 25), (date(2024, 11, 4), 24)]
)
def test_a_day_of_clock_change_is_shorter_or_longer(day: date, hours: int) -> None:
    calendar = WorkCalendar("NY", "America/New_York", (ALL_DAY,) * 7)

    assert sum((i.length for i in working_hours(calendar, day)), timedelta(0)) == timedelta(hours=hours)


def test_a_day_around_the_clock_is_24_hours_also_over_a_clock_change() -> None:
    deadline = Deadline(at("2024-03-09T12:00", NEW_YORK), parse_limit("24h"))

    assert deadline.due() == at("2024-03-10T13:00", NEW_YORK)


def test_a_time_that_the_clock_skips_is_the_change_itself() -> None:
    change = datetime(2024, 3, 10, 7, tzinfo=UTC)

    assert instant(date(2024, 3, 10), 150, NEW_YORK) == change
    assert instant(date(2024, 3, 10), 121, NEW_YORK) == change
    assert end_of_day(date(2024, 3, 9), ZoneInfo("America/Havana")) == datetime(2024, 3, 10, 5, tzinfo=UTC)


def working_minute(moment: datetime, calendar: WorkCalendar, pauses: list[tuple[datetime, datetime]]) -> bool:
    """Look at one minute by the wall clock: another way than the code's."""
    local = moment.astimezone(calendar.tz)
    minute = local.hour * 60 + local.minute
    is_open = any(w.opens <= minute < w.closes for w in calendar.windows_on(local.date()))
    return is_open and not any(start <= moment < end for start, end in pauses)


@pytest.mark.parametrize("seed", range(40))
def test_the_clock_agrees_with_counting_minute_by_minute(seed: int) -> None:
    chance = random.Random(seed)
    zone, first = chance.choice(
        [
            ("Asia/Shanghai", datetime(2024, 9, 26, tzinfo=UTC)),
            ("America/New_York", datetime(2024, 3, 8, tzinfo=UTC)),
            ("Europe/Berlin", datetime(2024, 3, 30, tzinfo=UTC)),
            # Here the clock changes by half an hour.
            ("Australia/Lord_Howe", datetime(2024, 10, 4, tzinfo=UTC)),
        ]
    )
    windows = chance.choice([OFFICE_HOURS, ALL_DAY, (Window(130, 155), Window(170, 200), Window(600, 1440))])
    special = {date(2024, 9, 29): SpecialDay(True), date(2024, 10, 1): SpecialDay(False)}
    calendar = WorkCalendar("X", zone, (windows,) * 6 + ((),), special)
    minutes = 6 * 24 * 60
    start = first + timedelta(minutes=chance.randrange(minutes // 2))
    pauses = []
    for _ in range(3):
        begin = first + timedelta(minutes=chance.randrange(minutes))
        pauses.append((begin, begin + timedelta(minutes=chance.randrange(600))))
    until = start + timedelta(minutes=chance.randrange(minutes // 2))
    limit = timedelta(minutes=chance.randrange(1, 600))

    deadline = Deadline(start, limit, calendar, tuple(Pause(begin, end) for begin, end in pauses))

    moments = (start + timedelta(minutes=offset) for offset in range(2 * minutes))
    counted = [moment for moment in moments if working_minute(moment, calendar, pauses)]
    expected = timedelta(minutes=sum(moment < until for moment in counted))
    assert deadline.elapsed(until) == expected
    assert deadline.is_met(until) == (expected <= limit)
    assert deadline.due() == counted[limit // timedelta(minutes=1) - 1] + timedelta(minutes=1)


@pytest.mark.parametrize("text", ["30min", "3h", "1h30min", "45s", "48h", "0s"])
def test_a_limit_comes_back_as_it_was_written(text: str) -> None:
    assert limit_text(parse_limit(text)) == text


@pytest.mark.parametrize("text", ["", "3", "3m", "-1h", "1.5h", "30min1h", "h"])
def test_what_is_no_limit_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadLimit) as refused:
        parse_limit(text)

    assert str(refused.value) == f"“{text}” is no time limit; write for example 30min, 3h, 1h30min or 45s"


def test_a_moment_without_a_zone_is_a_bug() -> None:
    naive = at("2024-06-03T10:00").replace(tzinfo=None)

    with pytest.raises(ValueError, match="no time zone"):
        Deadline(naive, parse_limit("1h"))
    with pytest.raises(ValueError, match="no time zone"):
        Deadline(at("2024-06-03T10:00"), parse_limit("1h")).elapsed(naive)


def test_a_limit_or_pause_that_runs_backwards_is_a_bug() -> None:
    with pytest.raises(ValueError):
        Deadline(at("2024-06-03T10:00"), timedelta(seconds=-1))
    with pytest.raises(ValueError):
        Pause(at("2024-06-03T10:00"), at("2024-06-03T09:00"))


def test_a_plain_week_works_in_its_own_zone() -> None:
    berlin = plain_week("DE", "Europe/Berlin")

    due = Deadline(at("2024-03-29T17:00", ZoneInfo("Europe/Berlin")), parse_limit("1h"), berlin).due()

    assert due == at("2024-04-01T09:00", ZoneInfo("Europe/Berlin"))
