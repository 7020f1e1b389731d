"""What each piece cost, and who bears it (RMA-12, LED-04…07, LED-14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import lazyload

from sanbao.costing.models import CostLine
from sanbao.costing.operations import collecting
from sanbao.costing.operations.cases import COST_KEEPERS
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma.models import Rma, RmaCost, RmaLine
from sanbao_rma.operations import quoting
from sanbao_rma.operations.parcels import Parcels, result_of
from sanbao_rma.rules.shares import spread
from sanbao_rma.schemas.bench import CollectCost, SettlePieces

if TYPE_CHECKING:
    from sanbao.work import Work

#: Stands for the parcel as a whole among its pieces.
_WHOLE = 0


@operation(
    "rma.collect_cost",
    title=N_("Collect cost by piece"),
    on=Rma,
    many=True,
    moves={state: state for state in ("open", "differs", "counted", "in_work")},
    schema=CollectCost,
    roles=COST_KEEPERS,
)
def collect_cost(
    work: Work,
    rmas: Sequence[Rma],
    *,
    lines: Sequence[dict[str, Any]],
    incurred_on: date | None = None,
    description: str,
) -> Any:
    """Collect what was spent, on which piece or on the parcel as a whole; parts only once it may be repaired (RMA-12)."""
    work.access.require("costing.collect")
    found = Parcels.read(work, rmas, bare=True)
    _refuse_of_nobody(rmas, lines)
    spent: dict[int, list[tuple[RmaLine | None, dict[str, Any]]]] = {}
    for said in lines:
        rma, line = found.one(said["line"]) if "line" in said else (rmas[0], None)
        cost = {"description": description} | {name: value for name, value in said.items() if name != "line"}
        spent.setdefault(rma.document_id, []).append((line, cost))
    used = [line for of_one in spent.values() for line, cost in of_one if line and "product" in cost]
    quoting.refuse_unagreed(used)
    cases = [rma for rma in rmas if rma.document_id in spent]
    _collect(work, [(rma, spent[rma.document_id]) for rma in cases], incurred_on or work.today)
    return result_of(cases)


def _refuse_of_nobody(rmas: Sequence[Rma], lines: Sequence[dict[str, Any]]) -> None:
    """Refuse a cost that belongs to no piece where nobody can say to which of several parcels."""
    message = N_("Please name the piece, as there are several parcels.")
    if len(rmas) > 1:
        problems = [
            Problem(f"lines.{position}.line", message)
            for position, said in enumerate(lines)
            if "line" not in said
        ]
        if problems:
            raise Invalid(problems)


def _collect(
    work: Work, cases: Sequence[tuple[Rma, Sequence[tuple[RmaLine | None, dict[str, Any]]]]], on: date
) -> None:
    """Collect costs on parcels, and write down of which piece each of them is."""
    with work.acting_as("core"):  # the costing room posts in its own name
        made = collecting.collect_all(
            work, [(rma.document, [cost for _line, cost in spent]) for rma, spent in cases], on
        )
    of_pieces: list[dict[str, int]] = []
    for (rma, spent), written in zip(cases, made, strict=True):
        work.note(rma.document, operation="costing.collect")
        of_pieces += [
            {"cost_line_id": cost.id, "company_id": work.company.id, "line_id": line.id}
            for (line, _said), cost in zip(spent, written, strict=True)
            if line is not None
        ]
    if of_pieces:
        work.session.execute(insert(RmaCost), of_pieces)


def last_cost(work: Work, rma: Rma) -> int:
    """Return the last cost of a parcel so far: what comes after it is new."""
    query = select(func.max(CostLine.id)).where(CostLine.document_id == rma.document_id)
    return work.session.scalar(query) or 0


def assign(work: Work, rma: Rma, last: int, chosen: Sequence[RmaLine | None]) -> None:
    """Write down on which piece each cost after the last one was incurred, in the order of the pieces (RMA-12)."""
    made = select(CostLine.id).where(CostLine.document_id == rma.document_id, CostLine.id > last)
    for line, key in zip(chosen, work.session.scalars(made.order_by(CostLine.id)).all(), strict=True):
        if line is not None:
            work.session.add(RmaCost(cost_line_id=key, company_id=work.company.id, line_id=line.id))
    work.session.flush()


@operation(
    "rma.settle",
    title=N_("Settle the cost by piece"),
    on=Rma,
    many=True,
    moves={state: state for state in ("open", "counted", "in_work")},
    schema=SettlePieces,
    roles=("service_manager", "finance"),
)
def settle(
    work: Work, rmas: Sequence[Rma], *, lines: Sequence[dict[str, Any]], on: date | None = None
) -> Any:
    """Empty the cost of parcels to whoever bears each piece: customer, supplier, installer, own department (LED-05, LED-07)."""
    for _rma, line, said in Parcels.read(work, rmas, bare=True).named(lines) if lines else ():
        party, centre = said.get("bearer_party"), said.get("cost_centre")
        line.bearer = said.get("bearer", line.bearer)
        line.bearer_party_id = party.id if party is not None else line.bearer_party_id
        line.bearer_centre_id = centre.id if centre is not None else line.bearer_centre_id
    work.session.flush()
    work.do("costing.settle", {"on": on} if on is not None else {}, subject=[rma.document for rma in rmas])
    return result_of(rmas)


def lines_of(work: Work, ids: Sequence[int]) -> dict[int, list[RmaLine]]:
    """Return the pieces of parcels by themselves: what they are and where they stand does not matter here."""
    found: dict[int, list[RmaLine]] = {}
    query = (
        select(RmaLine).where(RmaLine.document_id.in_(ids)).order_by(RmaLine.document_id, RmaLine.position)
    )
    for line in work.session.scalars(query.options(lazyload("*"))):
        found.setdefault(line.document_id, []).append(line)
    return found


def costs_of(work: Work, ids: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """Return for each parcel what each of its pieces cost; it sums exactly to what was collected on it (RMA-12)."""
    origin = func.coalesce(CostLine.reverses_id, CostLine.id)
    query = (
        select(CostLine.document_id, func.coalesce(RmaCost.line_id, _WHOLE), func.sum(CostLine.amount))
        .outerjoin(RmaCost, RmaCost.cost_line_id == origin)
        .where(CostLine.document_id.in_(ids))
        .group_by(CostLine.document_id, RmaCost.line_id)
    )
    direct: dict[int, dict[int, Decimal]] = {key: {} for key in ids}
    for key, line_id, amount in work.session.execute(query):
        direct[key][line_id] = amount
    lines: dict[int, list[Any]] = {key: [] for key in ids}
    looked_at = select(RmaLine.document_id, RmaLine.id, RmaLine.received_on, RmaLine.state)
    of_them = looked_at.where(RmaLine.document_id.in_(ids)).order_by(RmaLine.document_id, RmaLine.position)
    for row in work.session.execute(of_them):
        lines[row.document_id].append(row)
    return {
        key: spread(direct[key], direct[key].pop(_WHOLE, Decimal(0)), _sharing(lines[key]), work.erp.currency)
        for key in ids
    }


def _sharing(lines: Sequence[Any]) -> list[int]:
    """Return the pieces among which the cost of the whole parcel is spread: those that came, else all."""
    return [line.id for line in lines if line.received_on is not None and line.state != "void"] or [
        line.id for line in lines
    ]
