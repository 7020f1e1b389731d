"""Suppliers' bills (供应商账单): they clear the accrual, or are a cost of their own (LED-09, PUR-03, PUR-04)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.costing.models import CostLine
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.ledger import credit, debit
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_billing import matching, postings
from sanbao_billing.errors import BillMatched, BillTwice
from sanbao_billing.items import hold, open_on
from sanbao_billing.models import Bill, BillLine, Match
from sanbao_billing.operations.bill_lines import Reckoned, reckon_lines
from sanbao_billing.operations.days import not_before, not_in_future
from sanbao_billing.operations.parties import due_day, set_due
from sanbao_billing.rules.items import oldest_first
from sanbao_billing.schemas.bills import BillInput
from sanbao_billing.schemas.common import Undo

if TYPE_CHECKING:
    from sanbao.work import Work

BILLERS = ("finance", "purchasing")


@operation("bill.enter", title=N_("Enter a supplier's bill"), schema=BillInput, roles=BILLERS)
def enter(
    work: Work,
    *,
    party: Party,
    vendor_no: str,
    kind: str,
    billed_on: date,
    lines: Sequence[dict[str, Any]],
    on: date | None = None,
    due_on: date | None = None,
    gross: Decimal | None = None,
) -> Bill:
    """Enter a supplier's invoice: against what was accrued (应付暂估冲回), or as a cost of a department (LED-09).

    A price that differs from the accrual goes to the case while it is open, later to expense; it needs a reason.
    """
    day = not_in_future(work, "on", on)
    not_in_future(work, "billed_on", billed_on)
    refuse_twin(work, party, vendor_no)
    hold(work, [party.id, None])
    accruals = oldest_first([*open_on(work, "GRIR", party.id), *open_on(work, "GRIR", None)])
    net = sum((line["net"] for line in lines), Decimal(0))
    tax = sum((line.get("tax", Decimal(0)) for line in lines), Decimal(0))
    refuse_other_total(gross, net + tax)
    head = new_document(work, "bill", title=f"{party.name} {vendor_no}", party_id=party.id, dated_on=day)
    bill = Bill(
        document=head,
        company_id=work.company.id,
        party=party,
        vendor_no=vendor_no,
        invoice_kind=kind,
        billed_on=billed_on,
        entered_on=day,
        due_on=due_on or due_day(work, party.id, billed_on),
        net=net,
        tax=tax,
        gross=net + tax,
    )
    work.session.add(bill)
    work.session.flush()
    reckoned = reckon_lines(work, bill, lines, accruals)
    _post(work, bill, reckoned)
    set_due(work, head.id, bill.due_on)
    matching.follow(work, [head.id])
    return bill


def refuse_twin(work: Work, party: Party, vendor_no: str) -> None:
    """Refuse an invoice of a supplier that was entered before."""
    query = (
        select(Document.number)
        .join(Bill, Bill.document_id == Document.id)
        .where(
            Bill.company_id == work.company.id,
            Bill.party_id == party.id,
            Bill.vendor_no == vendor_no,
            Bill.cancelled_on.is_(None),
        )
    )
    earlier = work.session.scalar(query)
    if earlier is not None:
        raise BillTwice(number=vendor_no, party=party.name, bill=earlier)


def refuse_other_total(gross: Decimal | None, total: Decimal) -> None:
    """Refuse lines that do not sum to what is printed on the bill, and a bill of nothing."""
    if gross is not None and gross != total:
        message = N_("The lines sum to {total}, the bill says {gross}.")
        raise Invalid([Problem("gross", message, {"total": total, "gross": gross})])
    if not total:
        raise Invalid([Problem("lines", N_("A bill is about an amount; these lines sum to nothing."))])


def _post(work: Work, bill: Bill, reckoned: Sequence[Reckoned]) -> None:
    """Dr GRIR, cost, VAT_IN / Cr AP (LED-09), and match what the accruals had open."""
    costs = [line for one in reckoned for line in one.posted if line.debit]
    if bill.invoice_kind == "special" and bill.tax:
        costs.append(debit("VAT_IN", bill.tax, rule="LED-24"))
    owed = credit("AP", bill.gross, party=bill.party_id, rule="LED-09")
    items = postings.billed(work, bill.document, bill.entered_on, bill.party.name, costs, owed)
    clearing = iter([item for item in items if item.role == "GRIR"])
    pairs = [(next(clearing), accrual, part) for one in reckoned for accrual, part in one.clears]
    work.session.add_all([one.cost for one in reckoned if one.cost is not None])
    work.session.flush()
    for one in reckoned:
        one.row.cost_line_id = one.cost.id if one.cost is not None else None
        work.session.add(one.row)
    for accrual, _part in (clear for one in reckoned for clear in one.clears):
        link_documents(
            work, work.session.get_one(Document, accrual.key.document_id), bill.document, "originates"
        )
    matching.settle(work, bill.document, pairs, bill.entered_on)


@operation(
    "bill.cancel",
    title=N_("Cancel the bill"),
    on=Bill,
    moves={"open": "cancelled", "paid": "cancelled"},
    schema=Undo,
    roles=("finance",),
)
def cancel(work: Work, bill: Bill, *, reason: str, on: date | None = None) -> Bill:
    """Take a wrongly entered bill back in red; its accruals stand open again (PUR-10). Payments are unmatched first."""
    day = not_before(work, bill.document, on, bill.entered_on)
    hold(work, [bill.party_id, None])
    papers = matching.papers_matching(work, bill.document)
    if papers:
        raise BillMatched(bill=bill.document.number, papers=", ".join(papers))
    matching.undo(work, Match.document_id == bill.document_id, reason, day, but=[bill.document_id])
    postings.take_back(work, bill.document, postings.BILLED, day, reason)
    query = select(BillLine).where(BillLine.document_id == bill.document_id, BillLine.difference != 0)
    for line in work.session.scalars(query):
        _take_back_cost(work, line, reason, day)
    bill.cancelled_on = day
    work.note(bill.document, note=reason)
    return bill


def _take_back_cost(work: Work, line: BillLine, reason: str, day: date) -> None:
    """Mirror the cost that a difference was on a case, as long as the case still carried it."""
    cost = work.session.get(CostLine, line.cost_line_id) if line.cost_line_id is not None else None
    if cost is not None:
        work.session.add(
            CostLine(
                company_id=cost.company_id,
                document_id=cost.document_id,
                cost_type=cost.cost_type,
                description=reason,
                incurred_on=day,
                amount=-cost.amount,
                reverses_id=cost.id,
            )
        )
