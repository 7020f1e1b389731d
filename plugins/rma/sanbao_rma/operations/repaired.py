"""The repairs in parcels, as everybody counts them: handed in, handed back, what they waited for (N-04, N-05, RMA-13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.coverage.repairs import Repair, Wait
from sanbao.database.pages import pages
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao_rma.models import RmaLine, RmaWait
from sanbao_rma.operations.deadlines import start_of
from sanbao_rma.rules.flow import UNREPAIRED
from sanbao_rma.rules.paying import PAID

if TYPE_CHECKING:
    from sanbao.work import Work


def find_repairs(work: Work, unit_ids: Sequence[int]) -> list[list[Repair]]:
    """Return the repairs of units in parcels, one list for each unit in order; without a fault nothing was repaired."""
    rows = _rows(work, unit_ids)
    waits = _waits(work, [row.id for row in rows])
    found: dict[int, list[Repair]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(_repair(work, row, waits.get(row.id, ())))
    return [found.get(key, []) for key in unit_ids]


def _rows(work: Work, unit_ids: Sequence[int]) -> Sequence[Any]:
    query = (
        select(
            RmaLine.id,
            RmaLine.unit_id,
            RmaLine.position,
            RmaLine.received_on,
            RmaLine.delivered_on,
            RmaLine.ended_on,
            RmaLine.part,
            RmaLine.fault_code,
            RmaLine.payment,
            Document.number,
        )
        .join_from(RmaLine, Document, Document.id == RmaLine.document_id)
        .where(RmaLine.received_on.is_not(None), ~RmaLine.is_no_fault)
        .where(RmaLine.state.not_in((*UNREPAIRED, "void")), Document.state.not_in(UNDONE))
        .order_by(RmaLine.id)
    )
    return [row for keys in pages(unit_ids) for row in work.session.execute(_of_units(query, keys))]


def _of_units(query: Any, keys: Sequence[int]) -> Any:
    return query.where(RmaLine.unit_id.in_(keys))


def _waits(work: Work, lines: Sequence[int]) -> dict[int, list[RmaWait]]:
    found: dict[int, list[RmaWait]] = defaultdict(list)
    for keys in pages(lines):
        query = select(RmaWait).where(RmaWait.line_id.in_(keys)).order_by(RmaWait.since, RmaWait.id)
        for one in work.session.scalars(query):
            found[one.line_id].append(one)
    return found


def _repair(work: Work, row: Any, waits: Iterable[RmaWait]) -> Repair:
    back: date | None = row.delivered_on or row.ended_on
    return Repair(
        returned_on=back,
        part=row.part,
        fault_code=row.fault_code,
        started_at=start_of(work, row.received_on),
        ended_at=start_of(work, back) if back is not None else None,
        covered=row.payment not in PAID,
        waits=tuple(Wait(_at(work, one.since), _maybe(work, one.until), one.what) for one in waits),
        case=case_name(row.number, row.position),
    )


def case_name(number: str | None, position: int) -> str:
    """Return what the stay of a piece is called: its parcel and its place in it."""
    return f"{number or ''}/{position}"


def _at(work: Work, moment: datetime) -> datetime:
    return moment.astimezone(work.zone)


def _maybe(work: Work, moment: datetime | None) -> datetime | None:
    return _at(work, moment) if moment is not None else None
