"""The guarantee of a repair: what came back within it is repaired again free of charge (RMA-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Row, select

from sanbao.coverage import UnitFault, decision_day
from sanbao.database.pages import pages
from sanbao.decision import Answer, Step, Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao_rma.models import RmaLine
from sanbao_rma.rules.guarantee import Repaired, standing

if TYPE_CHECKING:
    from sanbao.work import Work

#: A repair's own guarantee binds like law: it is asked before what was promised with the sale.
RANK = 15


def find_covers(work: Work, faults: Sequence[UnitFault]) -> list[list[Answer] | None]:
    """Answer for the repair of the same fault that was delivered last; of other units nothing is known (RMA-13)."""
    known = repairs_of(work, [case.unit.id for case in faults])
    found: list[list[Answer] | None] = []
    for case in faults:
        day, fault = decision_day(case.fault, work.zone), case.fault
        repair = standing(known.get(case.unit.id, ()), day, fault.fault_code, fault.part)
        found.append([_answer(repair, fault.part)] if repair is not None else None)
    return found


def _answer(repair: Repaired, part: str | None) -> Answer:
    said = Text(
        N_("{rma} repaired this and guarantees it until {until}"),
        {"rma": repair.number, "until": repair.until},
    )
    return Answer(
        covered=True,
        promise=repair.number,
        source="repair_guarantee",
        part=part,
        kind="repair_guarantee",
        start=repair.delivered_on,
        until=repair.until,
        remedies=("repair",),
        rank=RANK,
        cites=("RMA-13",),
        steps=(
            Step("RMA-13", said, {"delivered_on": repair.delivered_on, "until": repair.until}, holds=True),
        ),
        sentence=said,
    )


def repairs_of(work: Work, unit_ids: Sequence[int]) -> dict[int, list[Repaired]]:
    """Return the delivered repairs of units that were guaranteed; a few queries however many units."""
    rows: list[Row[RmaLine, str | None]] = []
    for keys in pages(sorted(set(unit_ids))):
        query = select(RmaLine, Document.number).join(Document, Document.id == RmaLine.document_id)
        query = query.where(RmaLine.unit_id.in_(keys), RmaLine.guaranteed_until.is_not(None))
        rows += work.session.execute(query.order_by(RmaLine.id)).unique()
    found: dict[int, list[Repaired]] = {}
    for line, number in rows:
        if line.unit_id is None or line.delivered_on is None or line.guaranteed_until is None:
            continue
        found.setdefault(line.unit_id, []).append(
            Repaired(
                line.id,
                number or "",
                line.delivered_on,
                line.guaranteed_until,
                line.fault_code,
                line.part,
                line.fault,
            )
        )
    return found


def repeats_of(work: Work, lines: Sequence[RmaLine]) -> dict[int, int | None]:
    """Return for pieces which guaranteed repair each of them repeats, however many in a few queries (RMA-13)."""
    known = repairs_of(work, [line.unit_id for line in lines if line.unit_id is not None])
    return {line.id: _repeat_of(line, known) for line in lines}


def _repeat_of(line: RmaLine, known: Mapping[int, Sequence[Repaired]]) -> int | None:
    if line.unit_id is None or line.requested_on is None:
        return None
    earlier = [one for one in known.get(line.unit_id, ()) if one.line_id != line.id]
    repair = standing(earlier, line.requested_on, line.fault_code, line.part)
    return repair.line_id if repair is not None else None
