"""A company's calendar is seeded, completed every autumn, edited, and read back (CAL-02, CAL-04)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sanbao.calendar import BadWeek, NoSuchCalendar, UnknownCountry, UnknownZone, Window
from sanbao.calendar.models import WorkCalendarDay, WorkCalendarRow, WorkCalendarYear
from sanbao.calendar.official import official_calendar
from sanbao.calendar.schemas import read_week, write_week
from sanbao.calendar.seed import load, seed
from sanbao.database import connect

CALENDAR: Any = WorkCalendarRow.__table__
DAY: Any = WorkCalendarDay.__table__
YEAR: Any = WorkCalendarYear.__table__


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = connect(f"sqlite:///{tmp_path}/calendar.sqlite")
    # The company's own table belongs to another room; its key is all that counts here.
    tables = MetaData()
    company = Table("company", tables, Column("id", BigInteger, primary_key=True))
    for table in (CALENDAR, DAY, YEAR):
        table.to_metadata(tables)
    with database.owning() as opened:
        tables.create_all(opened)
        opened.execute(insert(company), [{"id": 1}, {"id": 2}])
        yield opened
    database.close()


def test_a_seeded_calendar_comes_back_as_it_was_published(connection: Connection) -> None:
    seed(connection, 1, years=range(2004, 2027), name="中国大陆")

    calendar = load(connection, 1)

    published = official_calendar()
    assert dict(calendar.days) == dict(published.days)
    assert calendar.week == published.week
    assert calendar.known_years == frozenset(range(2004, 2027))
    assert calendar.add_working_days(date(2024, 9, 27), 3).day == date(2024, 10, 8)  # WE-16


def test_a_year_without_an_announcement_is_kept_as_unknown(connection: Connection) -> None:
    unknown = seed(connection, 1, years=[2026, 2027])

    assert unknown == [2027]
    rows = connection.execute(select(YEAR.c.year, YEAR.c.source, YEAR.c.known).order_by(YEAR.c.year)).all()
    assert [tuple(row) for row in rows] == [(2026, "chinesecalendar", True), (2027, "chinesecalendar", False)]
    assert not load(connection, 1).is_known(2027)


def test_a_year_that_nobody_asked_for_is_unknown(connection: Connection) -> None:
    seed(connection, 1, years=[2024])

    assert not load(connection, 1).is_known(2025)


def test_seeding_again_changes_nothing(connection: Connection) -> None:
    seed(connection, 1, years=[2024, 2027])
    before = connection.execute(select(DAY.c.day, DAY.c.is_working).order_by(DAY.c.day)).all()

    seed(connection, 1, years=[2024, 2027])

    assert connection.execute(select(DAY.c.day, DAY.c.is_working).order_by(DAY.c.day)).all() == before
    assert connection.execute(select(func.count()).select_from(CALENDAR)).scalar_one() == 1


def test_a_day_that_a_person_entered_survives_the_autumn(connection: Connection) -> None:
    seed(connection, 1, years=[])
    calendar_id = connection.execute(select(CALENDAR.c.id)).scalar_one()
    key = {"company_id": 1, "calendar_id": calendar_id}
    ours = {**key, "day": date(2026, 10, 1), "is_working": True, "name": "值班", "source": "typed"}
    connection.execute(insert(DAY).values(ours))

    seed(connection, 1, years=[2026])

    calendar = load(connection, 1)
    assert calendar.is_working(date(2026, 10, 1))
    assert not calendar.is_working(date(2026, 10, 2))


def test_a_year_that_a_person_confirmed_is_left_alone(connection: Connection) -> None:
    seed(connection, 1, years=[2027])
    connection.execute(update(YEAR).values(known=True, source="typed"))

    unknown = seed(connection, 1, years=[2027])

    assert unknown == []
    assert load(connection, 1).is_known(2027)


def test_estimates_are_replaced_while_the_year_is_unknown(connection: Connection) -> None:
    seed(connection, 1, "SG", [2028], zone="Asia/Singapore")
    stale = update(DAY).where(DAY.c.day == date(2028, 12, 25)).values(day=date(2028, 12, 27))
    connection.execute(stale)

    seed(connection, 1, "SG", [2028])

    assert not load(connection, 1, "SG").is_working(date(2028, 12, 25))
    assert load(connection, 1, "SG").is_working(date(2028, 12, 27))


def test_a_half_day_keeps_its_own_hours(connection: Connection) -> None:
    seed(connection, 1, years=[2024])
    half = update(DAY).where(DAY.c.day == date(2024, 9, 29)).values(windows=["08:30-12:00"])
    connection.execute(half)

    calendar = load(connection, 1)

    assert calendar.windows_on(date(2024, 9, 29)) == (Window(510, 720),)


def test_each_company_has_calendars_of_its_own(connection: Connection) -> None:
    seed(connection, 1, years=[2024])
    seed(connection, 2, "SHOP", [2024], country="CN", windows={"sat": ["09:00-21:00"], "sun": ["09:00-21:00"]})

    assert load(connection, 2, "SHOP").is_working(date(2024, 6, 1))
    assert not load(connection, 1).is_working(date(2024, 6, 1))
    with pytest.raises(NoSuchCalendar) as refused:
        load(connection, 2)
    assert str(refused.value) == "There is no work calendar “CN”; set it up first, or choose one that exists"


def test_a_calendar_needs_a_company(connection: Connection) -> None:
    with pytest.raises(IntegrityError):
        seed(connection, 99)


def test_a_wrong_zone_is_refused_before_anything_is_kept(connection: Connection) -> None:
    with pytest.raises(UnknownZone):
        seed(connection, 1, zone="Asia/Peking")

    assert connection.execute(select(func.count()).select_from(CALENDAR)).scalar_one() == 0


def test_a_week_comes_back_as_it_was_written() -> None:
    written = {name: ["08:30-12:00", "13:30-17:30"] for name in ("mon", "tue", "wed", "thu", "fri")}
    written |= {"sat": ["00:00-06:00", "22:00-24:00"], "sun": [], "make_up": ["09:00-16:00"]}

    assert write_week(*read_week(written)) == written


def test_everything_wrong_with_a_week_is_named_at_once() -> None:
    wrong = {
        "mon": ["8.30-12", "25:00-26:00"],
        "tue": ["22:00-06:00"],
        "wed": ["08:00-12:00", "11:00-13:00"],
        "thu": "08:00-12:00",
        "someday": [],
    }

    with pytest.raises(BadWeek) as refused:
        read_week(wrong)

    assert set(refused.value.fields) == {"mon[0]", "mon[1]", "tue[0]", "wed", "thu", "someday"}
    assert "write a night shift as 22:00-24:00 and 00:00-06:00" in str(refused.value)


def test_a_week_without_work_is_refused() -> None:
    with pytest.raises(BadWeek, match="^Please correct: No day is worked"):
        read_week({"mon": []})


def test_a_shop_of_an_unknown_country_is_refused(connection: Connection) -> None:
    with pytest.raises(UnknownCountry):
        seed(connection, 1, "SHOP", [2024])


def test_a_calendar_is_read_as_it_stood_in_the_transaction(connection: Connection) -> None:
    with Session(bind=connection) as session:
        seed(session, 1, years=[2024])

        assert load(session, 1).is_known(2024)
