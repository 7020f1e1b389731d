"""A payment is requested, approved, signed, invoiced, or taken back (INS-02, INS-20, LED-15, LED-25)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import attach, link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao_installation_outsourcing import sheets
from sanbao_installation_outsourcing.agreed import terms_in_force
from sanbao_installation_outsourcing.errors.clients import SettledOtherwise
from sanbao_installation_outsourcing.errors.contracts import (
    InvoiceMissing,
    NothingToSettle,
    NotInForce,
    NotTheLast,
    StatementOpen,
    Undecided,
)
from sanbao_installation_outsourcing.kinds.contracts import SETTLED_IN
from sanbao_installation_outsourcing.models import Contract, Settlement
from sanbao_installation_outsourcing.operations.settlements import accruing, banks, units
from sanbao_installation_outsourcing.operations.settlements.claims import open_claims
from sanbao_installation_outsourcing.operations.settlements.drawing import draw, has_anything, refuse_behind
from sanbao_installation_outsourcing.postings import settlements as postings
from sanbao_installation_outsourcing.rules.agreements import payable_on
from sanbao_installation_outsourcing.rules.providers import SETTLEMENTS, STATEMENT
from sanbao_installation_outsourcing.schemas.settlements import (
    ApproveInput,
    CancelInput,
    RequestInput,
)

if TYPE_CHECKING:
    from sanbao.work import Work

REQUESTERS = ("implementation_manager", "project_manager", "service_manager", "service_head", "installer")
APPROVERS = ("finance", "general_manager", "service_head")
ZERO = Decimal(0)
SUMS = ("gross", "deductions", "claims", "frozen", "retention", "offsets", "net", "owed_back")


@operation("installer_payment.request", title=N_("Request a payment"), schema=RequestInput, roles=REQUESTERS)
def request(work: Work, *, contract: Contract, until_on: date | None = None) -> Settlement:
    """Draw up the statement over every unit that may be paid and everything that the clauses take (INS-02, INS-20)."""
    day = not_in_future(work, "until_on", until_on)
    work.locked(contract.document)
    if contract.our_side != "a" or contract.state not in SETTLED_IN:
        raise NotInForce(contract=contract.document.number)
    refuse_other_ways(contract)
    _refuse_open_one(work, contract)
    refuse_behind(work, contract, day)
    if not has_anything(work, contract, day):
        raise NothingToSettle(contract=contract.document.number, day=day)
    return new_statement(work, contract, day)


def refuse_other_ways(contract: Contract) -> None:
    """Refuse a statement of what is booked internally, or paid by the manufacturer: nothing is payable (PTY-07)."""
    if contract.settled_by != STATEMENT:
        how = _(SETTLEMENTS[contract.settled_by])
        raise SettledOtherwise(party=contract.party.name, contract=contract.document.number, how=how)


def new_statement(work: Work, contract: Contract, day: date) -> Settlement:
    """Draw up the next statement of a contract that has something to settle."""
    paper = _new(work, contract, day)
    draw(work, contract, paper)
    link_documents(work, paper.document, contract.document, "settles")
    return paper


def _new(work: Work, contract: Contract, day: date) -> Settlement:
    position = work.session.scalar(
        select(func.max(Settlement.position)).where(Settlement.contract_id == contract.document_id)
    )
    head = new_document(
        work, "installer_settlement", title=contract.party.name, party_id=contract.party_id, dated_on=day
    )
    amounts = (*SUMS, "tax", "accrued")
    paper = Settlement(
        document=head,
        company_id=work.company.id,
        contract_id=contract.document_id,
        party=contract.party,
        position=(position or 0) + 1,
        until_on=day,
        treatment="",
        quantity=0,
        missing=[],
        warnings=[],
        **dict.fromkeys(amounts, ZERO),
    )
    work.session.add(paper)
    work.session.flush()
    return paper


def not_in_future(work: Work, field: str, day: date | None) -> date:
    """Return the day, today if none was given; refuse one that has not come."""
    if day is not None and day > work.today:
        said = N_("{day} has not come yet; today is {today}.")
        raise Invalid([Problem(field, said, {"day": day, "today": work.today})])
    return day or work.today


def _refuse_open_one(work: Work, contract: Contract) -> None:
    query = (
        select(Document.number)
        .join(Settlement, Settlement.document_id == Document.id)
        .where(Settlement.contract_id == contract.document_id, Document.state == "requested")
    )
    number = work.session.scalar(query.limit(1))
    if number is not None:
        raise StatementOpen(statement=number, contract=contract.document.number)


@operation(
    "installer_settlement.refresh",
    title=N_("Draw up anew"),
    on=Settlement,
    moves={"requested": ()},
    roles=(*REQUESTERS, *APPROVERS),
)
def refresh(work: Work, paper: Settlement) -> Settlement:
    """Draw the statement up anew: with what was decided, signed or revoked since it was requested."""
    draw(work, work.session.get_one(Contract, paper.contract_id), paper)
    return paper


@operation(
    "installer_settlement.approve",
    title=N_("Approve the statement"),
    on=Settlement,
    moves={"requested": "approved"},
    schema=ApproveInput,
    roles=APPROVERS,
    apart_from=("installer_payment.request", "installer_settlement.request_all"),
)
def approve(work: Work, paper: Settlement, *, freeze: bool) -> Settlement:
    """Approve what is settled and post it; what a right still waits for is decided first, or left frozen (CAL-10)."""
    contract = work.session.get_one(Contract, paper.contract_id)
    work.locked(contract.document)
    banks.refuse_pending(work, contract)
    statement, reckoned = draw(work, contract, paper)
    if reckoned.undecided and not freeze:
        raise Undecided(events=", ".join(reckoned.undecided))
    terms = terms_in_force(work, contract, paper.until_on)
    if "invoice" in terms.payment.preconditions and paper.invoice_no is None:
        raise InvoiceMissing(statement=paper.document.number, net=paper.net)
    paper.approved_on = work.today
    met = [units.last_met(work, paper) or work.today, paper.until_on]
    if "invoice" in terms.payment.preconditions and paper.invoiced_on is not None:
        met.append(paper.invoiced_on)
    paper.due_on = payable_on(max(met), terms.payment.days)
    paper.bank_name, paper.bank_account = banks.account_of(work, contract)
    paper.accrued = _leaves_accrual(work, contract)
    postings.settled(work, contract, paper, statement, open_claims(work, contract), work.today)
    if paper.invoice_no is not None:
        book_tax(work, contract, paper, work.today)
    name = f"{contract.document.number}-{paper.position}.xlsx"
    attach(
        work,
        paper.document,
        name=name,
        content=sheets.statement(work, paper),
        media_type=sheets.XLSX,
        purpose="file",
    )
    return paper


def _leaves_accrual(work: Work, contract: Contract) -> Decimal:
    """Return how much of the accrual this statement takes over, and write down where it stands now (LED-15)."""
    before = accruing.carried(work, contract)
    quantity, target = accruing.waiting(work, contract, work.today) if before else (0, ZERO)
    if before != target:
        accruing.keep(work, contract, work.today, quantity, target, target - before)
    return before - target if before else ZERO


def book_tax(work: Work, contract: Contract, paper: Settlement, day: date) -> None:
    """Book the tax of his invoice, unless bills are kept: there it is booked with the bill (LED-24)."""
    if paper.invoice_tax is not None:
        paper.tax = paper.invoice_tax
    if paper.tax and work.setting("outsourcing_payable") == "AP":
        postings.taxed(work, contract, paper, paper.invoice_special is not False, day)


@operation(
    "installer_settlement.cancel",
    title=N_("Cancel the statement"),
    on=Settlement,
    moves={"requested": "cancelled", "approved": "cancelled"},
    schema=CancelInput,
    roles=APPROVERS,
)
def cancel(work: Work, paper: Settlement, *, reason: str, on: date | None = None) -> Settlement:
    """Take a statement back: its entries in red, its units and events stand open again; the last one first (LED-01)."""
    day = not_in_future(work, "on", on)
    later = _later(work, paper)
    if later is not None:
        raise NotTheLast(later=later, statement=paper.document.number)
    contract = work.session.get_one(Contract, paper.contract_id)
    work.locked(contract.document)
    units.release(work, paper)
    if paper.approved_on is not None:
        _take_back_cost(work, contract, paper, day, reason)
    for event in (postings.SETTLED, postings.OFF, postings.TAXED):
        postings.take_back(work, paper.document, event, day, reason)
    work.note(paper.document, note=reason)
    return paper


def _take_back_cost(work: Work, contract: Contract, paper: Settlement, day: date, reason: str) -> None:
    """Let the accrual and the contract's cost sheet stand as before the statement, as its red entries do."""
    if paper.accrued:
        quantity, target = accruing.waiting(work, contract, day)
        accruing.keep(work, contract, day, quantity, target, paper.accrued)
    posted = postings.cost_posted(work, paper.document)
    postings.cost(work, contract.document, -posted, day, reason)
    accruing.follow(work, [contract.document_id], day)


def _later(work: Work, paper: Settlement) -> str | None:
    query = (
        select(Document.number)
        .join(Settlement, Settlement.document_id == Document.id)
        .where(
            Settlement.contract_id == paper.contract_id,
            Settlement.position > paper.position,
            Document.state.not_in(UNDONE),
        )
    )
    return work.session.scalar(query.limit(1))
