"""What was promised by when: the way back, the old piece of an exchange, the piece at the factory (CAL-03, N-05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.database.pages import pages
from sanbao.documents.models import DeadlineRecord

if TYPE_CHECKING:
    from sanbao.work import Work

#: By then every piece of a parcel shall be on its way back.
TURNAROUND = "turnaround"
#: The last day before a limit of a free repair is passed.
LIMIT = "repair_limit"
#: By then an old piece shall come whose new one was sent ahead.
OLD_PIECE = "old_piece"
#: By then a vendor shall send a piece back.
BACK = "back_from_factory"

#: When something is due, and how that was counted.
Due = tuple[datetime, Mapping[str, Any]]


def start_of(work: Work, day: date) -> datetime:
    """Return the first moment of a local day."""
    return datetime.combine(day, time.min, work.zone)


def watch(work: Work, kind: str, dues: Mapping[int, Due]) -> None:
    """Set by when something is due on each of many papers, by their ids; an earlier day of that kind is replaced."""
    for old in _standing(work, kind, dues):
        work.session.delete(old)
    work.session.add_all(
        DeadlineRecord(
            company_id=work.company.id, document_id=key, kind=kind, due_at=due_at, reckoning=dict(reckoning)
        )
        for key, (due_at, reckoning) in dues.items()
    )


def meet(work: Work, kind: str, documents: Iterable[int]) -> None:
    """Record that what was due on many papers is done; late is late, but done."""
    for one in _standing(work, kind, documents):
        one.met_at = work.now
        if work.now > one.due_at:
            one.missed_at = one.missed_at or one.due_at


def _standing(work: Work, kind: str, documents: Iterable[int]) -> list[DeadlineRecord]:
    found: list[DeadlineRecord] = []
    for keys in pages(list(documents)):
        query = select(DeadlineRecord).where(
            DeadlineRecord.document_id.in_(keys),
            DeadlineRecord.kind == kind,
            DeadlineRecord.met_at.is_(None),
        )
        found += work.session.scalars(query)
    return found
