"""A statement before it is made: what it would settle line by line, and what waits for what; nothing is written (INS-20)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.decision import to_json
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao_installation_outsourcing.agreed import terms_in_force
from sanbao_installation_outsourcing.happened import reckon
from sanbao_installation_outsourcing.kinds.contracts import SETTLEMENT
from sanbao_installation_outsourcing.models import Contract, Job, Lot, Settlement
from sanbao_installation_outsourcing.operations.settlements import drawing, lacks, units
from sanbao_installation_outsourcing.questions import WITH_INSTALLER, preview
from sanbao_installation_outsourcing.rules import settling
from sanbao_installation_outsourcing.rules.penalties.titles import called
from sanbao_installation_outsourcing.rules.settling import Line, LotCount
from sanbao_installation_outsourcing.schemas.settlements import PreviewInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: How the net is reached: a statement's kind of lines → what their sum is called.
SUMS = (
    (settling.UNITS, N_("Gross fee")),
    (settling.DEDUCTION, N_("Deductions")),
    (settling.CLAIM, N_("Claims for damage")),
    (settling.FROZEN, N_("Frozen until decided")),
    (settling.RETENTION, N_("Retention")),
    (settling.OFFSET, N_("Offset in this statement")),
)


@question("installer_settlement.preview", schema=PreviewInput, roles=WITH_INSTALLER)
def foresee(
    work: Work, *, contract: Contract, until_on: date | None = None, limit: int = 200
) -> dict[str, Any]:
    """Return the statement that would be made now: its lines with their steps, its sums, and what waits for what (INS-02, INS-20)."""
    day = until_on or work.today
    drawing.refuse_behind(work, contract, day)
    terms = terms_in_force(work, contract, day)
    reckoned = reckon(work, contract, day)
    before = drawing.taken_before(work, contract, None)
    counts = _counts(work, contract, lacks.asked_of(work, contract, terms, day))
    statement = settling.settle(terms, counts, reckoned.assessment.items, before, work.erp.currency)
    ready = preview(work, contract=contract, until_on=day, limit=limit)
    return {
        "contract": contract.document.number,
        "party": contract.party.name,
        "until_on": day,
        "open": _open_one(work, contract),
        "earlier": _earlier(work, contract),
        "sums": [{"kind": kind, "title": _(title), "amount": statement.sum_of(kind)} for kind, title in SUMS],
        "lines": [_shown(line) for line in statement.lines],
        "net": statement.net,
        "owed_back": statement.owed_back,
        "tax": statement.tax,
        "quantity": statement.quantity,
        "undecided": list(reckoned.undecided),
        "warnings": [str(text) for text in drawing.warnings_of(reckoned)],
        "missing": ready["missing"],
        "units": ready["units"],
    }


def _counts(work: Work, contract: Contract, asked: lacks.Asked) -> list[LotCount]:
    """Return per lot how many units are paid already, and how many a statement would add and take back."""
    earlier = units.paid_before(work, contract, None)
    plus = _by_lot(work, [Job.contract_id == contract.document_id, *lacks.payable(asked)])
    minus = _by_lot(work, units.fallen_back(asked))
    lots = select(Lot.id, Lot.code).where(Lot.contract_id == contract.document_id).order_by(Lot.code)
    return [
        LotCount(code, earlier.get(lot, 0), plus.get(lot, 0), minus.get(lot, 0))
        for lot, code in work.session.execute(lots)
    ]


def _by_lot(work: Work, which: list[Any]) -> dict[int, int]:
    query = select(Job.lot_id, func.count()).where(*which).group_by(Job.lot_id)
    return {lot: count for lot, count in work.session.execute(query)}  # noqa: C416 - rows are no pairs


def _open_one(work: Work, contract: Contract) -> str | None:
    """Return the statement that is requested and not approved yet: it is drawn up anew instead of another."""
    query = (
        select(Document.number)
        .join(Settlement, Settlement.document_id == Document.id)
        .where(Settlement.contract_id == contract.document_id, Document.state == SETTLEMENT.flow.initial)
    )
    return work.session.scalar(query.limit(1))


def _earlier(work: Work, contract: Contract) -> Mapping[str, Any]:
    """Return how many statements there were, and what they settled and paid."""
    query = (
        select(func.count(), func.sum(Settlement.gross), func.sum(Settlement.net))
        .join(Document, Document.id == Settlement.document_id)
        .where(Settlement.contract_id == contract.document_id, Document.state.not_in(UNDONE))
    )
    count, gross, net = work.session.execute(query).one()
    return {"count": count, "gross": gross or Decimal(0), "net": net or Decimal(0)}


def _shown(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "text": str(line.text),
        "lot": line.lot,
        "event": line.event,
        "clause": line.clause,
        "clause_title": called(line.text, line.clause),
        "quantity": line.quantity,
        "assessed": line.assessed,
        "amount": line.amount,
        "trace": to_json(list(line.steps)),
    }
