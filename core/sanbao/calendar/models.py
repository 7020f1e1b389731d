"""The tables of the calendar room: who works when, editable, and honest about years not yet published."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sanbao.database import Base, BigId

#: The source of a day or year that a person entered; seeding never touches it.
TYPED = "typed"


class WorkCalendarRow(Base):
    """A company's work calendar (工作日历): its zone and the working hours of a usual week."""

    __tablename__ = "work_calendar"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    code: Mapped[str]
    name: Mapped[str]
    zone: Mapped[str]
    windows: Mapped[dict[str, Any]]


class WorkCalendarDay(Base):
    """A day that differs from the usual week: holiday (节假日), make-up working day (调休上班), half day."""

    __tablename__ = "work_calendar_day"
    __table_args__ = (UniqueConstraint("company_id", "calendar_id", "day"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("work_calendar.id"))
    day: Mapped[date]
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(default="")
    windows: Mapped[list[str] | None]
    source: Mapped[str] = mapped_column(default=TYPED)


class WorkCalendarYear(Base):
    """Whether a year's rest days are officially known (放假安排已公布), and who says so."""

    __tablename__ = "work_calendar_year"
    __table_args__ = (UniqueConstraint("company_id", "calendar_id", "year"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("work_calendar.id"))
    year: Mapped[int]
    source: Mapped[str] = mapped_column(default=TYPED)
    known: Mapped[bool]
