"""What each piece cost, and who bears it (RMA-12, LED-04…07, LED-14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import lazyload

from sanbao.charging.models import Charge, ChargeLine, Quote, QuoteLine
from sanbao.costing.models import CostLine, CostShareRecord
from sanbao.costing.operations import collecting
from sanbao.costing.operations.cases import COST_KEEPERS
from sanbao.coverage import CostShare
from sanbao.database.pages import pages
from sanbao.decision import Text
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import CostCentre, Party
from sanbao_rma.models import Rma, RmaCost, RmaLine, RmaQuoted
from sanbao_rma.operations import quoting
from sanbao_rma.operations.parcels import Parcels, result_of
from sanbao_rma.rules.shares import Bearer, by_bearer, spread
from sanbao_rma.schemas.bench import CollectCost, SettlePieces

if TYPE_CHECKING:
    from sanbao.work import Work

#: Stands for the parcel as a whole among its pieces.
_WHOLE = 0
#: Before a warranty's own proposal: each piece of a parcel is settled by itself (LED-07).
PROPOSAL_RANK = 40
_REASONS = {
    "customer": N_("The customer pays for these pieces."),
    "department": N_(
        "Nobody else pays for these pieces: the department that answers for the cause bears them."
    ),
    "supplier": N_("The supplier answers for these pieces."),
    "installer": N_("The installer answers for these pieces."),
    "provision": N_("These pieces fall on the provision."),
    "goodwill": N_("These pieces are repaired as goodwill."),
    "contract": N_("A contract covers these pieces."),
}


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


def find_cost_shares(work: Work, documents: Sequence[Document]) -> list[CostShare]:
    """Propose who bears what each piece of these parcels cost: by its diagnosis, and by who pays (LED-05…07)."""
    ids = [document.id for document in documents if document.kind == "rma"]
    return [share for page in pages(ids) for share in _proposed(work, page)]


def _proposed(work: Work, ids: Sequence[int]) -> list[CostShare]:
    """Return who shall bear the pieces of a page of parcels."""
    lines = _lines(work, ids)
    costs = costs_of(work, ids)
    paying = _paying(work, ids, lines)
    settled = _settled(work, ids)
    codes = _codes(work, lines)
    found = []
    for key in ids:
        bearers = {line.id: _bearer(work, line, line.id in paying, codes) for line in lines.get(key, ())}
        left = by_bearer(costs.get(key, {}), bearers, settled.get(key, {}))
        found += [_share(key, bearer, amount) for bearer, amount in left.items()]
    return found


def _lines(work: Work, ids: Sequence[int]) -> dict[int, list[RmaLine]]:
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
    lines = _lines(work, ids)
    return {
        key: spread(
            direct[key], direct[key].pop(_WHOLE, Decimal(0)), _sharing(lines.get(key, ())), work.erp.currency
        )
        for key in ids
    }


def _sharing(lines: Sequence[RmaLine]) -> list[int]:
    """Return the pieces among which the cost of the whole parcel is spread: those that came, else all."""
    return [line.id for line in lines if line.received_on is not None and line.state != "void"] or [
        line.id for line in lines
    ]


def _bearer(work: Work, line: RmaLine, pays: bool, codes: Mapping[tuple[str, int], str]) -> Bearer:
    """Return who bears a piece: who was named, who pays for it, else the department of the cause (LED-05, LED-07)."""
    party = codes.get(("party", line.bearer_party_id or 0))
    if line.bearer is not None and line.bearer not in ("department", "goodwill"):
        unit = line.unit_id if line.bearer == "provision" else None
        return Bearer(line.bearer, party, None, "LED-14" if line.bearer == "supplier" else "LED-05", unit)
    if line.bearer is None and pays:
        return Bearer("customer", None, None, "LED-07")
    centre = codes.get(("centre", line.bearer_centre_id or 0)) or _centre(work, line)
    rule = "LED-05" if line.is_covered else "LED-07"
    unit = line.unit_id if line.bearer != "goodwill" and work.setting("provision_on") else None
    return Bearer(line.bearer or "department", None, centre, rule, unit)


def _centre(work: Work, line: RmaLine) -> str:
    """Return the department that answers for a covered fault by its cause; all else stays with the service (PRD-03)."""
    centres: Mapping[str, str] = work.setting("rma_cause_centres")
    own: str = work.setting("service_centre")
    return centres.get(line.cause or "", own) if line.is_covered else own


def _codes(work: Work, lines: Mapping[int, Sequence[RmaLine]]) -> dict[tuple[str, int], str]:
    every = [line for of_one in lines.values() for line in of_one]
    parties = {line.bearer_party_id for line in every} - {None}
    centres = {line.bearer_centre_id for line in every} - {None}
    found: dict[tuple[str, int], str] = {}
    for name, model, keys in (("party", Party, parties), ("centre", CostCentre, centres)):
        if keys:
            query = select(model.id, model.code).where(model.id.in_(keys))
            found |= {(name, key): code for key, code in work.session.execute(query)}
    return found


def _paying(work: Work, ids: Sequence[int], lines: Mapping[int, Sequence[RmaLine]]) -> set[int]:
    """Return the pieces for which a customer pays: charged, or agreed to in writing (LED-07)."""
    charged = (
        select(ChargeLine.unit_id, Charge.case_id, RmaQuoted.line_id)
        .join(Charge, Charge.document_id == ChargeLine.document_id)
        .join(Document, Document.id == Charge.document_id)
        .outerjoin(RmaQuoted, RmaQuoted.quote_line_id == ChargeLine.quote_line_id)
        .where(Charge.case_id.in_(ids), Document.state.not_in(UNDONE), ChargeLine.gross > 0)
    )
    agreed = (
        select(QuoteLine.unit_id, Quote.case_id, RmaQuoted.line_id)
        .join(Quote, Quote.document_id == QuoteLine.document_id)
        .join(Document, Document.id == Quote.document_id)
        .outerjoin(RmaQuoted, RmaQuoted.quote_line_id == QuoteLine.id)
        .where(
            Quote.case_id.in_(ids),
            Document.state == "agreed",
            QuoteLine.is_agreed.is_(True),
            QuoteLine.gross > 0,
        )
    )
    told = [tuple(row) for query in (charged, agreed) for row in work.session.execute(query)]
    pieces = {piece for _unit, _case, piece in told if piece is not None}
    paid = {(unit, case) for unit, case, piece in told if piece is None}
    every = (line for of_one in lines.values() for line in of_one)
    return pieces | {line.id for line in every if (line.unit_id, line.document_id) in paid and _may_pay(line)}


def _may_pay(line: RmaLine) -> bool:
    """Tell whether a piece without a number of its own is one of those that are paid for."""
    return line.unit_id is not None or (
        line.quote_id is not None and line.state not in ("declined", "expired")
    )


def _settled(work: Work, ids: Sequence[int]) -> dict[int, dict[Bearer, Decimal]]:
    query = (
        select(CostShareRecord, Party.code, CostCentre.code)
        .outerjoin(Party, Party.id == CostShareRecord.party_id)
        .outerjoin(CostCentre, CostCentre.id == CostShareRecord.cost_centre_id)
        .where(CostShareRecord.document_id.in_(ids), CostShareRecord.state == "settled")
    )
    found: dict[int, dict[Bearer, Decimal]] = {}
    for share, party, centre in work.session.execute(query):
        bearer = Bearer(share.bearer, party, centre, share.rule, share.unit_id)
        taken = found.setdefault(share.document_id, {})
        taken[bearer] = taken.get(bearer, Decimal(0)) + (share.amount or Decimal(0))
    return found


def _share(key: int, bearer: Bearer, amount: Decimal) -> CostShare:
    return CostShare(
        key,
        bearer.kind,
        Decimal(0),
        Text(_REASONS[bearer.kind]),
        bearer.rule,
        PROPOSAL_RANK,
        party_code=bearer.party,
        cost_centre=bearer.centre,
        unit_id=bearer.unit,
        amount=amount,
    )
