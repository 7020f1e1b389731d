"""Units, repairs and requests by which the tests tell what a customer may ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sanbao.calendar.official import official_calendar
from sanbao_warranty.policy import Policy, dump, load, shipped
from sanbao_warranty.rules import (
    Entitlement,
    Fault,
    Repair,
    Request,
    UnitFacts,
    Usage,
    entitle,
)

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = official_calendar()
GOODS, ZHEJIANG, CAR, PHONE = (shipped(f"WP-N-{name}") for name in ("GOODS", "ZHEJIANG", "CAR", "PHONE"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def failed(day: str, **more: object) -> Fault:
    return Fault(received_at=at(f"{day} 12:00"), **more)  # type: ignore[arg-type]


def asked(day: str, on: str | None = None, fault: Fault | None = None, **more: object) -> Request:
    return Request(fault or failed(day), date.fromisoformat(on or day), **more)  # type: ignore[arg-type]


def in_shop(first: str, last: str | None, **more: object) -> Repair:
    """A repair from a moment to a moment; a bare day means ten in the morning."""
    started, ended = (
        at(text if " " in text else f"{text} 10:00") if text else None for text in (first, last)
    )
    return Repair(ended.date() if ended else None, started_at=started, ended_at=ended, **more)  # type: ignore[arg-type]


def own(base: Policy, **changes: object) -> Policy:
    return load({**dump(base), **changes})


def entitled(policy: Policy, unit: UnitFacts, request: Request, **more: object) -> Entitlement:
    return entitle([policy], unit, request, calendar=CALENDAR, **more)  # type: ignore[arg-type]


TV = UnitFacts(dates={"invoice": date(2024, 1, 10)}, price=Decimal("4999.00"), category="colour_tv")
TWICE = replace(TV, repairs=(in_shop("2024-04-01", "2024-04-13"), in_shop("2024-09-05", "2024-09-25")))
DRIVEN = UnitFacts(
    dates={"invoice": date(2024, 2, 1), "delivery": date(2024, 2, 6)},
    price=Decimal("150000.00"),
    usage=(Usage(date(2024, 11, 4), Decimal(18600)),),
    repairs=(
        in_shop("2024-05-06 09:00", "2024-05-18 15:00"),
        in_shop("2024-08-01 10:00", "2024-08-19 10:00"),
    ),
)
