"""What an installer has of ours and has still to come: terminals piece by piece, statements with what is open (INS-22)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.i18n import _
from sanbao.ledger.models import PostedEntry, PostedLine
from sanbao.registry.models import Product, Unit
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.contracts import SETTLEMENT
from sanbao_installation_outsourcing.models import Contract, Job, Lot, Settlement, Terminal
from sanbao_installation_outsourcing.operations.events.delays import rework_saving
from sanbao_installation_outsourcing.operations.jobs.selecting import jobs_query

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many pieces and so many statements stand on the desk; the lists have all.
MOST_PIECES, MOST_STATEMENTS = 500, 24
#: The saving of each contract is reckoned by itself.
MOST_CONTRACTS = 50


def pieces_at_hand(work: Work) -> list[dict[str, Any]]:
    """Return the terminals that are with the installer, each by its serial number (SPR-07)."""
    query = (
        scope.picked(Unit.serial, Product.name, Terminal.issued_on)
        .select_from(Terminal)
        .join(Unit, Unit.id == Terminal.unit_id)
        .join(Product, Product.id == Terminal.product_id)
        .where(Terminal.company_id == work.company.id, Terminal.state == "with_installer")
        .order_by(Unit.serial)
        .limit(MOST_PIECES)
    )
    mine = scope.of(work)
    if mine.party_id is not None:
        query = query.where(Terminal.party_id == mine.party_id)
    if mine.centres is not None:
        lots = select(Lot.contract_id).where(Lot.centre_id.in_(mine.centres))
        query = query.where(Terminal.contract_id.in_(lots))
    rows = work.session.execute(query)
    return [{"serial": serial, "product": name, "issued_on": on} for serial, name, on in rows]


def statements(work: Work) -> list[dict[str, Any]]:
    """Return the latest statements with what each pays and when, the newest first (INS-03)."""
    query = (
        scope.picked(Settlement, Document)
        .join(Document, Document.id == Settlement.document_id)
        .where(
            Settlement.company_id == work.company.id, Document.state.in_(("requested", "approved", "signed"))
        )
        .order_by(Settlement.until_on.desc(), Settlement.document_id.desc())
        .limit(MOST_STATEMENTS)
    )
    mine = scope.of(work)
    if mine.party_id is not None:
        query = query.where(Settlement.party_id == mine.party_id)
    return [
        {
            "statement": head.number,
            "state": head.state,
            "says": _(SETTLEMENT.flow.state(head.state).label),
            "until_on": paper.until_on,
            "quantity": paper.quantity,
            "net": paper.net,
            "owed_back": paper.owed_back,
            "due_on": paper.due_on,
            "invoice_no": paper.invoice_no,
            "is_signed": paper.their_signed_on is not None,
        }
        for paper, head in work.session.execute(query)
    ]


def owed(work: Work) -> Decimal | None:
    """Return what our books owe an installer; nothing for a person who is none."""
    party_id = scope.of(work).party_id
    return -work.ledger.balance("AP", party=party_id) if party_id else None


def booked(work: Work) -> list[dict[str, Any]]:
    """Return what was booked for an installer lately, the newest first: what he billed, and what we paid (minus) (INS-03)."""
    party_id = scope.of(work).party_id
    if not party_id:
        return []
    query = (
        scope.picked(PostedEntry.date, PostedEntry.summary, PostedLine.debit, PostedLine.credit)
        .join(PostedLine, PostedLine.entry_id == PostedEntry.id)
        .where(
            PostedLine.company_id == work.company.id,
            PostedLine.account_id == work.ledger.chart.account("AP").id,
            PostedLine.party_id == party_id,
        )
        .order_by(PostedLine.date.desc(), PostedLine.entry_id.desc(), PostedLine.position)
        .limit(MOST_STATEMENTS)
    )
    return [
        {"date": day, "text": text, "amount": credited - debited}
        for day, text, debited, credited in work.session.execute(query)
    ]


def savings(work: Work) -> list[dict[str, Any]]:
    """Return what putting things right today would save, lot by lot, for contracts with failed units (INS-08, INS-09)."""
    query = jobs_query(work, Job.contract_id).where(Job.state == "rework").distinct()
    contracts = [
        work.session.get_one(Contract, key) for key in work.session.scalars(query.limit(MOST_CONTRACTS))
    ]
    return [
        {"contract": contract.document.number, "party": contract.party.name, **row}
        for contract in contracts
        for row in rework_saving(work, contract, work.today)
    ]
