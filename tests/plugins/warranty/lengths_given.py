"""Units, repairs and promises by which the tests tell how long a warranty runs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sanbao.calendar import roll
from sanbao.calendar.official import official_calendar
from sanbao.calendar.periods import Period
from sanbao_warranty.policy import Policy, dump, load, shipped
from sanbao_warranty.rules import (
    Fault,
    Repair,
    UnitFacts,
    ends,
)

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = official_calendar()


def rolled(day: date) -> date:
    return roll(day, CALENDAR).day


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def failed(day: str, part: str | None = None, **more: object) -> Fault:
    return Fault(received_at=at(f"{day} 12:00"), part=part, **more)  # type: ignore[arg-type]


def in_shop(first: str, last: str | None, **more: object) -> Repair:
    back = date.fromisoformat(last) if last else None
    ended = at(f"{last} 16:00") if last else None
    return Repair(back, started_at=at(f"{first} 10:00"), ended_at=ended, **more)  # type: ignore[arg-type]


def own(base: str, **changes: object) -> Policy:
    return load({**dump(shipped(base)), **changes})


def only_end(policy: Policy, unit: UnitFacts, kind: str = "repair", part: str | None = None) -> date | None:
    return {(end.kind, end.part): end.until for end in ends(policy, unit, rolled)}[kind, part]


FREE = shipped("WP-000-FREE")
THREE_YEARS = {"WP-000-FREE": Period(years=3)}
TESTED = UnitFacts(dates={"site_acceptance": date(2023, 5, 10)}, agreed_terms=THREE_YEARS)
TV = UnitFacts(
    dates={"invoice": date(2024, 1, 10)},
    category="colour_tv",
    repairs=(in_shop("2024-04-01", "2024-04-13"), in_shop("2024-09-05", "2024-09-25")),
)
GOODS = shipped("WP-N-GOODS")
