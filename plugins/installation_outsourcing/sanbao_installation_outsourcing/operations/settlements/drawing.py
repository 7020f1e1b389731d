"""A statement is drawn up: its units are claimed, its lines reckoned anew and written down (INS-20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from sanbao.decision import Text, to_json
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao_installation_outsourcing.agreed import terms_in_force
from sanbao_installation_outsourcing.errors.contracts import SettledLater
from sanbao_installation_outsourcing.happened import Reckoned, reckon
from sanbao_installation_outsourcing.models import Contract, Lot, Settlement, SettlementLine
from sanbao_installation_outsourcing.operations.settlements import units
from sanbao_installation_outsourcing.operations.settlements.claims import claims_under
from sanbao_installation_outsourcing.rules import settling
from sanbao_installation_outsourcing.rules.settling import Before, Line, Matter, Statement

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)
_EVENT = Document.__table__.alias("event")


def draw(work: Work, contract: Contract, paper: Settlement) -> tuple[Statement, Reckoned]:
    """Claim the units of a statement anew, reckon its lines and write them down; return both."""
    terms = terms_in_force(work, contract, paper.until_on)
    work.session.flush()
    units.release(work, paper)
    units.claim(work, contract, paper, terms)
    reckoned = reckon(work, contract, paper.until_on)
    before = taken_before(work, contract, paper)
    lots = units.counts(work, contract, paper)
    statement = settling.settle(terms, lots, reckoned.assessment.items, before, work.erp.currency)
    _write_lines(work, contract, paper, statement, reckoned.papers)
    _write_sums(paper, statement)
    paper.treatment = terms.payment.treatment
    paper.missing = [
        {"lot": one.lot, "reason": one.reason, "jobs_count": one.count}
        for one in units.missing(work, contract, terms, paper.until_on)
    ]
    paper.warnings = [to_json(text) for text in warnings_of(reckoned)]
    work.session.flush()
    return statement, reckoned


def refuse_behind(work: Work, contract: Contract, day: date) -> None:
    """Refuse a statement up to a day that lies before what an earlier one settled (INS-20)."""
    found = _later(work, contract, day)
    if found is not None:
        raise SettledLater(statement=found[0], contract=contract.document.number, day=found[1])


def _later(work: Work, contract: Contract, day: date) -> tuple[str | None, date] | None:
    query = (
        select(Document.number, Settlement.until_on)
        .join(Settlement, Settlement.document_id == Document.id)
        .where(Settlement.contract_id == contract.document_id, Settlement.until_on > day)
        .where(Document.state.not_in(UNDONE))
        .order_by(Settlement.until_on.desc())
        .limit(1)
    )
    row = work.session.execute(query).one_or_none()
    return (row[0], row[1]) if row is not None else None


def has_anything(work: Work, contract: Contract, day: date) -> bool:
    """Tell whether a statement up to a day would say anything; nothing is written."""
    if _later(work, contract, day) is not None:
        return False
    terms = terms_in_force(work, contract, day)
    if units.has_any(work, contract, terms, day):
        return True
    items = reckon(work, contract, day).assessment.items
    before = taken_before(work, contract, None)
    return bool(settling.settle(terms, [], items, before, work.erp.currency).lines)


def warnings_of(reckoned: Reckoned) -> list[Text]:
    """Return what a statement warns of: sums that a court may cut, rights to terminate, events without a decision."""
    found = [*reckoned.assessment.warnings, *reckoned.assessment.rights]
    if reckoned.undecided:
        said = N_("{events} wait for a decision")
        found.append(Text(said, {"events": list(reckoned.undecided)}))
    return found


def taken_before(work: Work, contract: Contract, paper: Settlement | None) -> Before:
    """Return what the statements before this one took, or all of them where there is none yet."""
    query = (
        select(
            SettlementLine.kind,
            SettlementLine.event_id,
            _EVENT.c.number,
            SettlementLine.clause,
            func.sum(SettlementLine.amount),
        )
        .join(Settlement, Settlement.document_id == SettlementLine.document_id)
        .join(Document, Document.id == Settlement.document_id)
        .outerjoin(_EVENT, _EVENT.c.id == SettlementLine.event_id)
        .where(
            Settlement.contract_id == contract.document_id,
            units.is_before(paper),
            Document.state.not_in(UNDONE),
        )
        .group_by(SettlementLine.kind, SettlementLine.event_id, _EVENT.c.number, SettlementLine.clause)
    )
    sums: dict[str, Decimal] = {}
    taken: dict[tuple[str, Matter], Decimal] = {}
    for kind, event_id, event, clause, amount in work.session.execute(query):
        sums[kind] = sums.get(kind, ZERO) + amount
        if event_id is not None and amount:
            taken[kind, (event or f"#{event_id}", clause or "")] = -amount
    claims = claims_under(work, contract)
    return Before(
        taken,
        sums.get(settling.UNITS, ZERO),
        -sums.get(settling.RETENTION, ZERO),
        sum((claim.amount for claim in claims), ZERO),
        tuple(claim.step for claim in claims),
        _paid_first(work, contract),
    )


def _paid_first(work: Work, contract: Contract) -> dict[str, Decimal]:
    """Return what we paid others for an event before its installer did, by the event's key (INS-13)."""
    query = (
        select(SettlementLine.event_id, _EVENT.c.number, func.sum(SettlementLine.amount))
        .join(_EVENT, _EVENT.c.id == SettlementLine.event_id)
        .where(SettlementLine.document_id == contract.document_id, SettlementLine.kind == settling.ADVANCE)
        .group_by(SettlementLine.event_id, _EVENT.c.number)
    )
    return {number or f"#{event_id}": -amount for event_id, number, amount in work.session.execute(query)}


def _write_lines(
    work: Work, contract: Contract, paper: Settlement, statement: Statement, papers: Mapping[str, int]
) -> None:
    work.session.execute(delete(SettlementLine).where(SettlementLine.document_id == paper.document_id))
    query = select(Lot.code, Lot.id).where(Lot.contract_id == contract.document_id)
    lots = {code: lot_id for code, lot_id in work.session.execute(query)}  # noqa: C416 - rows are no pairs
    known = {**_known_events(work, statement, papers), **papers}
    for position, line in enumerate(statement.lines, start=1):
        work.session.add(_row(work, contract, paper, position, line, lots, known))
    work.session.flush()


def _known_events(work: Work, statement: Statement, papers: Mapping[str, int]) -> dict[str, int]:
    """Return the papers of events that stand for nothing any more, for lines that give back what they took."""
    names = {line.event for line in statement.lines if line.event is not None and line.event not in papers}
    query = select(Document.number, Document.id).where(
        Document.company_id == work.company.id, Document.number.in_(names)
    )
    return {number or "": key for number, key in work.session.execute(query)} if names else {}


def _row(
    work: Work,
    contract: Contract,
    paper: Settlement,
    position: int,
    line: Line,
    lots: Mapping[str, int],
    papers: Mapping[str, int],
) -> SettlementLine:
    return SettlementLine(
        company_id=work.company.id,
        document_id=paper.document_id,
        contract_id=contract.document_id,
        position=position,
        kind=line.kind,
        text=to_json(line.text),
        lot_id=lots.get(line.lot or ""),
        event_id=papers.get(line.event or ""),
        clause=line.clause,
        quantity=line.quantity,
        assessed=line.assessed,
        amount=line.amount,
        trace=to_json([replace(step) for step in line.steps]),
    )


def _write_sums(paper: Settlement, statement: Statement) -> None:
    paper.quantity = statement.quantity
    paper.gross = statement.sum_of(settling.UNITS)
    paper.deductions = -statement.sum_of(settling.DEDUCTION)
    paper.claims = -statement.sum_of(settling.CLAIM)
    paper.frozen = -statement.sum_of(settling.FROZEN)
    paper.retention = -statement.sum_of(settling.RETENTION)
    paper.offsets = -statement.sum_of(settling.OFFSET)
    paper.net, paper.owed_back, paper.tax = statement.net, statement.owed_back, statement.tax
