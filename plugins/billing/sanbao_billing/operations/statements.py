"""Statements of account (对账单): what was sent to a party, as it stood then, and what it answered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.documents.operations import attach, new_document
from sanbao.i18n import N_, in_language
from sanbao.ledger.models import PostedEntry, PostedLine
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao.seal import plain
from sanbao_billing import sheets
from sanbao_billing.items import Wanted, open_items
from sanbao_billing.models import Statement
from sanbao_billing.operations.accounts import shown
from sanbao_billing.operations.days import not_in_future
from sanbao_billing.rules.items import ZERO, total
from sanbao_billing.schemas.accounts import AnswerInput, StatementInput

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = ("finance", "sales_manager")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@operation("statement.issue", title=N_("Issue a statement of account"), schema=StatementInput, roles=KEEPERS)
def issue(work: Work, *, party: Party, role: str, start: date, end: date) -> Statement:
    """Draw up a statement of account with a slip to confirm it (对账单及回函); a workbook of it is attached.

    It keeps its lines: what was sent stays what was sent, whatever is posted into those days afterwards.
    """
    not_in_future(work, "end", end)
    opening = total(open_items(work, Wanted((role,), party.id, on=start - timedelta(days=1))))
    lines = _lines(work, role, party.id, start, end, opening)
    items = [plain(shown(item)) for item in open_items(work, Wanted((role,), party.id, on=end))]
    title = in_language(work.company.locale, N_("Statement of account for {party}"), party=party.name)
    head = new_document(work, "statement", title=title, party_id=party.id)
    statement = Statement(
        document=head,
        company_id=work.company.id,
        party=party,
        role=role,
        start_on=start,
        end_on=end,
        opening=opening,
        debit=sum((Decimal(line["debit"]) for line in lines), ZERO),
        credit=sum((Decimal(line["credit"]) for line in lines), ZERO),
        closing=Decimal(lines[-1]["balance"]) if lines else opening,
        lines=lines,
        items=items,
    )
    work.session.add(statement)
    work.session.flush()
    name = f"{party.code}-{start:%Y%m%d}-{end:%Y%m%d}.xlsx"
    attach(work, head, name=name, content=sheets.statement(work, statement), media_type=XLSX, purpose="file")
    return statement


def _lines(
    work: Work, role: str, party_id: int, start: date, end: date, opening: Decimal
) -> list[dict[str, Any]]:
    """Return what was posted to a party's account between two days, each with the balance after it."""
    query = (
        select(
            PostedLine.date, Document.number, PostedEntry.number_key, PostedEntry.number.label("voucher"),
            PostedEntry.summary, PostedLine.debit, PostedLine.credit,
        )
        .join_from(PostedLine, PostedEntry, PostedEntry.id == PostedLine.entry_id)
        .join(Document, Document.id == PostedEntry.document_id)
        .where(
            PostedEntry.company_id == work.company.id,
            PostedLine.account_id == work.ledger.chart.account(role).id,
            PostedLine.party_id == party_id,
            PostedLine.date.between(start, end),
        )
        .order_by(PostedLine.date, PostedEntry.id, PostedLine.position)
    )  # fmt: skip
    found, balance = [], opening
    for row in work.session.execute(query):
        balance += row.debit - row.credit
        found.append(
            {
                "on": row.date.isoformat(),
                "document": row.number,
                "voucher": f"{row.number_key}/{row.voucher}",
                "summary": row.summary,
                "debit": str(row.debit),
                "credit": str(row.credit),
                "balance": str(balance),
            }
        )
    return found


@operation(
    "statement.answer",
    title=N_("Record the answer"),
    on=Statement,
    moves={"sent": ("confirmed", "disputed"), "disputed": ("confirmed", "disputed")},
    schema=AnswerInput,
    roles=KEEPERS,
)
def answer(
    work: Work,
    statement: Statement,
    *,
    their_balance: Decimal,
    answer: str | None = None,
    on: date | None = None,
) -> Statement:
    """Record what the party answered: it agrees when its balance is ours, else the statement is disputed (回函)."""
    statement.answered_on = not_in_future(work, "on", on)
    statement.their_balance, statement.answer = their_balance, answer
    target = "confirmed" if their_balance == statement.closing else "disputed"
    if target != statement.state:
        work.move(statement, target)
    return statement
