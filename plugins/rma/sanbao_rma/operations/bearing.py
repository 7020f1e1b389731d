"""Who bears what each piece of a parcel cost: proposed by its diagnosis, and by who pays (LED-05…07, LED-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.models import Charge, ChargeLine, Quote, QuoteLine
from sanbao.costing.models import CostShareRecord
from sanbao.coverage import CostShare
from sanbao.database.pages import pages
from sanbao.decision import Text
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.registry.models import CostCentre, Party
from sanbao_rma.models import RmaLine, RmaQuoted
from sanbao_rma.operations.costs import costs_of, lines_of
from sanbao_rma.rules.shares import Bearer, by_bearer

if TYPE_CHECKING:
    from sanbao.work import Work


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


def find_cost_shares(work: Work, documents: Sequence[Document]) -> list[CostShare]:
    """Propose who bears what each piece of these parcels cost: by its diagnosis, and by who pays (LED-05…07)."""
    ids = [document.id for document in documents if document.kind == "rma"]
    return [share for page in pages(ids) for share in _proposed(work, page)]


def _proposed(work: Work, ids: Sequence[int]) -> list[CostShare]:
    """Return who shall bear the pieces of a page of parcels."""
    lines = lines_of(work, ids)
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
