"""Customers are reminded of loan units before their last day, and again while they are overdue (LON-03)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_rma.models.loans import Loan
from sanbao_rma.operations.loans.lending import LENDERS, refuse_ended
from sanbao_rma.rules.loans import is_reminded

if TYPE_CHECKING:
    from sanbao.work import Work


@operation("rma_loan.remind", title=N_("Note a reminder"), on=Loan, many=True, roles=LENDERS)
def remind(work: Work, loans: Sequence[Loan]) -> list[Loan]:
    """Note that customers were reminded to give loan units back (LON-03)."""
    for loan in loans:
        refuse_ended(work, loan)
        loan.reminded_on = work.today
        loan.reminders_count += 1
    return list(loans)


def due_for_reminder(work: Work) -> list[Loan]:
    """Return the loans of whose end the customer is reminded today."""
    ahead, again = int(work.setting("rma_loan_reminder_days")), int(work.setting("rma_loan_reminded_each"))
    query = (
        select(Loan)
        .join(Document, Document.id == Loan.document_id)
        .where(Loan.company_id == work.company.id, Document.state == "lent")
        .order_by(Loan.document_id)
    )
    return [
        loan
        for loan in work.session.scalars(query)
        if is_reminded(loan.due_on, loan.reminded_on, work.today, ahead, again)
    ]


def look_after(work: Work) -> None:
    """Remind of the loan units that are due: what the worker does."""
    due = due_for_reminder(work)
    if due:
        work.do("rma_loan.remind", subject=due)
