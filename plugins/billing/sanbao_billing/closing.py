"""What the month end looks at here: items against the books, money without a purpose, charges without an invoice."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging.models import Charge
from sanbao.closing.facts import ClosingCheck
from sanbao.decision import Text
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document, DocumentLink
from sanbao.i18n import N_
from sanbao_billing.items import Wanted, open_items
from sanbao_billing.operations.accounts import footing
from sanbao_billing.rules.items import total

if TYPE_CHECKING:
    from sanbao.ledger.periods import Month
    from sanbao.work import Work


def look(work: Work, months: Sequence[Month]) -> list[ClosingCheck]:
    """Return three checks for each month, as the books stood at its end."""
    return [check for month in months for check in _of_month(work, month.code)]


def _of_month(work: Work, code: str) -> Iterator[ClosingCheck]:
    first, last = _days(code)
    wrong = tuple(row for row in footing(work, on=last) if not row["foots"])
    title = Text(N_("Open items add up to their accounts"))
    yield ClosingCheck(
        "billing.items_foot", code, title, not wrong, may_override=False, details=wrong, rule="LED-01"
    )
    loose = tuple(_unmatched(work, last))
    title = Text(N_("Payments that are not matched: {count}"), {"count": len(loose)})
    yield ClosingCheck(
        "billing.payments_unmatched", code, title, not loose, is_blocking=False, details=loose, rule="LED-25"
    )
    waiting = tuple(_not_invoiced(work, first, last))
    title = Text(N_("Charges without an invoice: {count}"), {"count": len(waiting)})
    yield ClosingCheck(
        "billing.charges_not_invoiced",
        code,
        title,
        not waiting,
        is_blocking=False,
        details=waiting,
        rule="LED-24",
    )


def _days(code: str) -> tuple[date, date]:
    year, month = int(code[:4]), int(code[5:])
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _unmatched(work: Work, on: date) -> Iterator[dict[str, Any]]:
    """Give payments that stand open at the month's end; a deposit waits for its purpose by nature."""
    for item in open_items(work, Wanted(on=on)):
        if item.kind == "payment" and item.role not in (
            "DEPOSIT_RECEIVED",
            "PREPAID",
            "BOND_PAID",
            "BOND_HELD",
        ):
            yield {"document": item.document, "on": item.on, "amount": total([item])}


def _not_invoiced(work: Work, first: date, last: date) -> Iterator[dict[str, Any]]:
    """Give charges of the month that no invoice bills."""
    invoiced = (
        select(DocumentLink.target_id)
        .join(Document, Document.id == DocumentLink.source_id)
        .where(DocumentLink.kind == "bills", Document.kind == "invoice", Document.state.not_in(UNDONE))
    )
    query = (
        select(Document.number, Charge.charged_on, Charge.gross)
        .join_from(Charge, Document, Document.id == Charge.document_id)
        .where(
            Charge.company_id == work.company.id,
            Charge.charged_on.between(first, last),
            Charge.gross != 0,
            Document.state.not_in(UNDONE),
            Document.id.not_in(invoiced),
        )
        .order_by(Document.id)
    )
    for number, on, gross in work.session.execute(query):
        yield {"document": number, "on": on, "amount": gross}
