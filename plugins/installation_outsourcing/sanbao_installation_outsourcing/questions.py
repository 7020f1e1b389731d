"""What people ask about contracts and their money; nothing here changes anything."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.decision import from_json, shown_value, to_json
from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Host, Unit
from sanbao_installation_outsourcing.agreed import in_force, newest, terms_in_force, terms_of
from sanbao_installation_outsourcing.happened import reckon
from sanbao_installation_outsourcing.kinds.contracts import READERS
from sanbao_installation_outsourcing.models import Contract, Job, Lot, Settlement, SettlementLine
from sanbao_installation_outsourcing.operations.settlements import lacks, units
from sanbao_installation_outsourcing.rules import provisions
from sanbao_installation_outsourcing.rules.payable import REASONS
from sanbao_installation_outsourcing.rules.penalties.results import Item
from sanbao_installation_outsourcing.rules.penalties.terms import Clause
from sanbao_installation_outsourcing.rules.penalties.titles import called, title
from sanbao_installation_outsourcing.rules.team import sentences as team_sentences
from sanbao_installation_outsourcing.rules.wording import sentences
from sanbao_installation_outsourcing.schemas.settlements import ContractDayInput, PreviewInput, TraceInput

if TYPE_CHECKING:
    from sanbao.work import Work

WITH_INSTALLER = (*READERS, "installer")


@question("installer_payment.preview", schema=PreviewInput, roles=WITH_INSTALLER)
def preview(
    work: Work, *, contract: Contract, until_on: date | None = None, limit: int = 200
) -> dict[str, Any]:
    """Return how many units may be paid, how many wait for what, and which ones those are (INS-02)."""
    day = until_on or work.today
    terms = terms_in_force(work, contract, day)
    asked = lacks.asked_of(work, contract, terms, day)
    mine = Job.contract_id == contract.document_id
    ready = (
        select(Lot.code, func.count())
        .select_from(Job)
        .join(Lot, Lot.id == Job.lot_id)
        .where(mine, *lacks.payable(asked))
        .group_by(Lot.code)
        .order_by(Lot.code)
    )
    return {
        "payable": {lot: count for lot, count in work.session.execute(ready)},  # noqa: C416 - rows are no pairs
        "missing": [
            {"lot": one.lot, "reason": one.reason, "title": _(REASONS[one.reason]), "count": one.count}
            for one in units.missing(work, contract, terms, day)
        ],
        "units": _waiting(work, asked, limit),
    }


def _waiting(work: Work, asked: lacks.Asked, limit: int) -> list[dict[str, Any]]:
    """Return the units that cannot be paid yet, each with its reason."""
    reason = lacks.lacking(asked).label("reason")
    query = (
        select(Job.id, Lot.code, Unit.serial, Host.plate, reason)
        .select_from(Job)
        .join(Lot, Lot.id == Job.lot_id)
        .outerjoin(Unit, Unit.id == Job.unit_id)
        .outerjoin(Host, Host.id == Job.host_id)
        .where(*lacks.waiting(asked), reason.is_not(None))
        .order_by(Job.id)
        .limit(limit)
    )
    return [
        {"job": job, "lot": lot, "unit": serial, "plate": plate, "reason": why, "title": _(REASONS[why])}
        for job, lot, serial, plate, why in work.session.execute(query)
    ]


@question("installer_contract.assessment", schema=ContractDayInput, roles=WITH_INSTALLER)
def assessment(work: Work, *, contract: Contract, on: date | None = None) -> dict[str, Any]:
    """Return what the clauses make of everything that happened, item by item with its trace (PEN-08, CAL-12)."""
    reckoned = reckon(work, contract, on or work.today)
    found = reckoned.assessment
    return {
        "items": [shown_item(item) for item in found.items],
        "assessed": found.total("assessed"),
        "applied": found.total("applied"),
        "frozen": found.total("frozen"),
        "undecided": list(reckoned.undecided),
        "warnings": [str(text) for text in found.warnings],
        "rights": [str(text) for text in found.rights],
    }


def shown_item(item: Item) -> dict[str, Any]:
    """Return an item of an assessment as people and papers read it."""
    return {
        "event": item.happening,
        "clause": item.clause.code,
        "title": clause_name(item.clause),
        "status": item.status,
        "count": item.count,
        "excused": item.excused,
        "assessed": item.assessed,
        "decided": item.decided,
        "applied": item.applied,
        "frozen": item.frozen,
        "capped": item.capped,
        "trace": to_json(list(item.steps)),
    }


@question("installer_contract.text", schema=ContractDayInput, roles=WITH_INSTALLER)
def text(work: Work, *, contract: Contract, on: date | None = None) -> dict[str, Any]:
    """Return the clauses of a contract in words, from the data that the engine reckons with."""
    version = in_force(work, contract, on) if contract.version else newest(work, contract)
    terms = terms_of(version.terms)
    currency = work.erp.currency
    return {
        "version": version.version,
        "total_fee": terms.total_fee(currency),
        "price": terms.contract_price(currency),
        "lots": [lot.code for lot in terms.lots],
        "payment": [str(one) for one in provisions.settling(terms, contract.settled_by)],
        "tiers": {lot.code: [(tier.start, tier.fee) for tier in lot.tiers] for lot in terms.lots},
        "response": [str(one) for one in provisions.response(terms)],
        "team": [str(one) for one in team_sentences(terms.team)],
        "clauses": [
            {
                "code": clause.code,
                "title": clause_name(clause),
                "is_right": clause.is_right,
                "per": clause.per,
                "basis": clause.basis,
                "direction": clause.direction,
                "sentences": [str(one) for one in sentences(clause, contract.our_side)],
            }
            for clause in terms.clauses
        ],
    }


def clause_name(clause: Clause) -> str:
    """Return what a clause is called in the reader's language."""
    return shown_value(title(clause))


@question("installer_settlement.lines", schema=TraceInput, roles=WITH_INSTALLER)
def lines(work: Work, *, settlement: Settlement) -> list[dict[str, Any]]:
    """Return the lines of a statement with their reasons (CAL-12)."""
    query = (
        select(SettlementLine, Lot.code, Document.number)
        .outerjoin(Lot, Lot.id == SettlementLine.lot_id)
        .outerjoin(Document, Document.id == SettlementLine.event_id)
        .where(SettlementLine.document_id == settlement.document_id)
        .order_by(SettlementLine.position)
    )
    return [
        {
            "kind": line.kind,
            "text": str(from_json(line.text)),
            "lot": lot,
            "event": event,
            "clause": line.clause,
            "clause_title": called(from_json(line.text), line.clause),
            "quantity": line.quantity,
            "assessed": line.assessed,
            "amount": line.amount,
            "trace": line.trace,
        }
        for line, lot, event in work.session.execute(query)
    ]
