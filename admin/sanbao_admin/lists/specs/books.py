"""Lists of the books: entries and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.models import Account, PostedEntry, PostedLine
from sanbao_admin.lists.spec import Col, ListSpec, Search, Through

if TYPE_CHECKING:
    from sanbao.work import Work

KINDS = {
    "asset": N_("Assets"),
    "liability": N_("Liabilities"),
    "equity": N_("Equity"),
    "income": N_("Income"),
    "expense": N_("Expenses"),
    "memo": N_("Goods only"),
}


def _turnovers(work: Work, ids: Sequence[int]) -> Mapping[int, Any]:
    query = select(PostedLine.entry_id, func.sum(PostedLine.debit)).where(PostedLine.entry_id.in_(ids))
    return {key: debit for key, debit in work.connection.execute(query.group_by(PostedLine.entry_id))}


ENTRIES = ListSpec(
    name="records/entry",
    path="/records/entry",
    title=N_("Entries"),
    help=N_("Every entry of the books, the newest first; none is ever changed."),
    menu="money",
    icon="book",
    root=PostedEntry,
    need="ledger.general",
    # In the order in which they were posted: the key itself, which needs no index of its own while posting.
    sort="-id",
    called="id",
    address="/entry/{id}",
    empty=N_(
        "Nothing has been posted yet. Entries come from papers: open a case, collect its cost, post a voucher."
    ),
    columns=[
        Col(
            "id", PostedEntry.id, "number", N_("Posted as no."), is_sortable=True, is_shown=False, is_key=True
        ),
        Col(
            "journal",
            PostedEntry.journal_id,
            "reference",
            N_("Book"),
            "journal",
            is_filter=True,
            is_group=True,
        ),
        Col("number_key", PostedEntry.number_key, "code", N_("Month"), is_filter=True, is_group=True),
        Col("number", PostedEntry.number, "number", N_("Voucher no.")),
        Col("date", PostedEntry.date, "date", is_filter=True, is_group=True),
        Col("summary", PostedEntry.summary),
        Col("document", PostedEntry.document_id, "reference", target="document", is_filter=True),
        Col("turnover", None, "amount", N_("Sum"), reckon=_turnovers),
        Col("operation", PostedEntry.operation, "code", is_filter=True, is_group=True, is_shown=False),
        Col(
            "user",
            PostedEntry.user_id,
            "reference",
            N_("Posted by"),
            "app_user",
            is_filter=True,
            is_group=True,
        ),
        Col("recorded_at", PostedEntry.recorded_at, "moment", N_("Posted at"), is_shown=False),
        Col(
            "reverses",
            PostedEntry.reverses_id,
            "number",
            N_("Takes back no."),
            is_shown=False,
            is_filter=True,
        ),
    ],
    search=Search(
        contains=(PostedEntry.summary,),
        through=(Through(PostedEntry.document_id, Document, (Document.number,), (Document.number,)),),
        hint=N_("Number of a paper, words of the summary"),
    ),
)

ACCOUNTS = ListSpec(
    name="records/account",
    path="/records/account",
    title=N_("Accounts"),
    help=N_("The chart of accounts."),
    menu="money",
    icon="book",
    root=Account,
    need="ledger.trial_balance",
    sort="code",
    called="code",
    address="/money/ledger?account={code}",
    create=("account.create",),
    columns=[
        Col("code", Account.code, "code", is_sortable=True, is_key=True),
        Col("name", Account.name),
        Col("name_en", Account.name_en, "text", N_("English name"), is_shown=False),
        Col("kind", Account.kind, "words", words=KINDS, is_filter=True, is_group=True),
        Col("parent", Account.parent, "code", N_("Belongs to"), is_filter=True, is_group=True),
        Col("is_active", Account.is_active, "yesno", is_filter=True, is_group=True),
    ],
    search=Search((Account.code,), (Account.code,), (Account.name, Account.name_en), hint=N_("Code, name")),
)

LISTS = [ENTRIES, ACCOUNTS]
