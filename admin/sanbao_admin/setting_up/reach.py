"""How far into the future deadlines reach, and which of those years nobody has published the rest days of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.calendar.models import WorkCalendarRow, WorkCalendarYear
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.work import Work

#: From this month on the next year is needed: its first deadlines are being promised.
NEXT_YEAR_FROM_MONTH = 12


def years_needed(work: Work) -> list[int]:
    """Return the years from today to the last open deadline; the next one as soon as the old one ends."""
    query = (
        select(func.max(DeadlineRecord.due_at))
        .join(Document, Document.id == DeadlineRecord.document_id)
        .where(
            DeadlineRecord.company_id == work.company.id,
            DeadlineRecord.met_at.is_(None),
            Document.closed_at.is_(None),
        )
    )
    last = work.session.scalar(query)
    until = last.astimezone(work.zone).year if last is not None else work.today.year
    if work.today.month >= NEXT_YEAR_FROM_MONTH:
        until = max(until, work.today.year + 1)
    return list(range(work.today.year, min(max(until, work.today.year), work.today.year + 20) + 1))


def known_years(work: Work, code: str) -> set[int]:
    """Return the years whose rest days a calendar knows."""
    query = (
        select(WorkCalendarYear.year)
        .join(WorkCalendarRow, WorkCalendarRow.id == WorkCalendarYear.calendar_id)
        .where(
            WorkCalendarRow.company_id == work.company.id,
            WorkCalendarRow.code == code,
            WorkCalendarYear.known,
        )
    )
    return set(work.session.scalars(query))


def unknown_years(work: Work, code: str | None = None) -> list[int]:
    """Return the years that deadlines reach and a calendar (the company's) does not know."""
    known = known_years(work, code or work.company.calendar)
    return [year for year in years_needed(work) if year not in known]


def warning(years: list[int]) -> str:
    """Return the sentence that stands above a calendar which is not known far enough."""
    listed = _(N_(", ")).join(map(str, years))
    return _(
        N_(
            "Deadlines reach {years}, whose rest days are not officially known; working days there are estimated."
        ),
        years=listed,
    )
