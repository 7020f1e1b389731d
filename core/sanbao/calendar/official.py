"""What the authorities publish about rest days, year by year, from the libraries that collect it (CAL-02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from sanbao.calendar.errors import UnknownCountry
from sanbao.calendar.work_calendar import OFFICE_HOURS, SpecialDay, Windows, WorkCalendar

CHINA = "CN"
_ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class OfficialYear:
    """One year of one country; ``known`` is false while nobody can know it for certain."""

    year: int
    known: bool
    source: str
    days: dict[date, SpecialDay] = field(default_factory=dict)


def official_year(country: str, year: int) -> OfficialYear:
    """Return the holidays and make-up days of a year."""
    return _chinese_year(year) if country == CHINA else _other_year(country, year)


def official_calendar(
    country: str = CHINA,
    years: Iterable[int] = range(2004, 2027),
    *,
    zone: str = "Asia/Shanghai",
    windows: Windows = OFFICE_HOURS,
) -> WorkCalendar:
    """Return the country's calendar as a value, without a database."""
    found = [official_year(country, year) for year in years]
    days = {day: special for year in found for day, special in year.days.items()}
    known = frozenset(year.year for year in found if year.known)
    return WorkCalendar(country, zone, usual_week(country, windows), days, known)


def usual_week(country: str, windows: Windows = OFFICE_HOURS) -> tuple[Windows, ...]:
    """Return the week that the country is used to: the hours given, none on its weekend."""
    import holidays

    try:
        weekend = holidays.country_holidays(country).weekend
    except NotImplementedError as error:
        raise UnknownCountry(country=country) from error
    return tuple(() if weekday in weekend else windows for weekday in range(7))


@cache
def _chinese_year(year: int) -> OfficialYear:
    """Look at each day of a year once: the library searches all its years for each."""
    import chinese_calendar

    source = "chinesecalendar"
    days = {}
    try:
        for day in _days_of(year):
            is_rest_day, holiday = chinese_calendar.get_holiday_detail(day)
            if holiday:
                days[day] = SpecialDay(not is_rest_day, chinese_calendar.Holiday(holiday).chinese)
    except NotImplementedError:
        # The State Council has not announced it yet, or the library is too old to have heard.
        return OfficialYear(year, False, source)
    return OfficialYear(year, True, source, days)


def _other_year(country: str, year: int) -> OfficialYear:
    import holidays

    try:
        published = holidays.country_holidays(country, years=year, language="en_US")
    except NotImplementedError as error:
        raise UnknownCountry(country=country) from error
    days = {day: SpecialDay(False, name) for day, name in published.items() if day.year == year}
    made_up = (day for day in published.weekend_workdays if day.year == year)
    days |= {day: SpecialDay(True) for day in made_up}
    return OfficialYear(year, _is_certain(published, year), "holidays", days)


def _is_certain(published: object, year: int) -> bool:
    """Distrust estimated days, and years after the last list in countries that move days by decree."""
    texts = published.values() if isinstance(published, dict) else ()
    if any(_ESTIMATED in text for text in texts):
        return False
    announced = getattr(published, "special_public_holidays", {})
    by_decree = getattr(published, "has_substituted_holidays", False) and announced
    return not by_decree or year <= max(announced)


def _days_of(year: int) -> Iterable[date]:
    first, count = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return (first + timedelta(days=offset) for offset in range(count))
