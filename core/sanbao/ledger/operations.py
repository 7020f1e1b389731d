"""What people do with the books directly: open, write, post, reverse, close; and what they ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.documents.operations import new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _, in_language
from sanbao.ledger import openings, schemas
from sanbao.ledger.documents import Opening, Voucher
from sanbao.ledger.entries import Code, Entry, Line
from sanbao.ledger.errors import PaperReverses, RoleInUse, UnknownAccount
from sanbao.ledger.models import Account, AccountRole, PostedEntry
from sanbao.operation import operation, question
from sanbao.records import name_of
from sanbao.registry.errors import Exists
from sanbao.seal import INTERIM_ROLES, plain

if TYPE_CHECKING:
    from sanbao.work import Work

#: What takes the cost of a case back.
COSTING = ("costing.take_back", "costing.unsettle")
READERS = ("finance", "auditor", "general_manager")


@operation(
    "opening.enter",
    title=N_("Enter opening balances"),
    schema=schemas.OpeningInput,
    roles=("finance",),
)
def enter_opening(work: Work, *, date: date, lines: Sequence[dict[str, Any]], additional: bool) -> Opening:
    """Post opening balances; whatever is left over stands against the counter-account (LED-02).

    Several files may bring them, each its own accounts; the same line twice is a slip unless it is ``additional``.
    """
    posted = [as_line(work, position, line) for position, line in enumerate(lines)]
    if not additional:
        openings.refuse_opened(work, lines, posted)
    title = in_language(work.company.locale, N_("Opening balances"))
    head = new_document(work, "opening", title=title, dated_on=date)
    opening = Opening(document=head, posting_date=date)
    work.session.add(opening)
    rest = sum((line.debit - line.credit for line in posted), Decimal(0))
    if rest:
        posted.append(Line("OPENING", credit=rest) if rest > 0 else Line("OPENING", debit=-rest))
    posted += _goods_counterpart(work, posted)
    _post(work, head, date, title, posted, openings.EVENT)
    return opening


def _goods_counterpart(work: Work, lines: Sequence[Line]) -> list[Line]:
    """Where opening stock came from, so that its pieces balance too."""
    return [
        Line("OPENING_GOODS", product=line.product, unit=line.unit, quantity=-Decimal(line.quantity))
        for line in lines
        if line.quantity
    ]


@operation("voucher.write", title=N_("Write a voucher"), schema=schemas.VoucherInput, roles=("finance",))
def write_voucher(work: Work, *, date: date, summary: str, lines: Sequence[dict[str, Any]]) -> Voucher:
    """Write an entry by hand; it is posted when a second person agrees."""
    for position, line in enumerate(lines):
        as_line(work, position, line)
    _refuse_unbalanced(lines)
    head = new_document(work, "voucher", title=summary, dated_on=date)
    voucher = Voucher(
        document=head, posting_date=date, summary=summary, lines=[_by_name(line) for line in lines]
    )
    work.session.add(voucher)
    return voucher


def _by_name(line: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in line.items()}


def _refuse_unbalanced(lines: Sequence[dict[str, Any]]) -> None:
    debit = sum((line.get("debit", Decimal(0)) for line in lines), Decimal(0))
    credit = sum((line.get("credit", Decimal(0)) for line in lines), Decimal(0))
    if debit != credit:
        message = N_("Debits are {debit}, credits are {credit}; they must be the same.")
        raise Invalid([Problem("lines", message, {"debit": debit, "credit": credit})])


@operation(
    "voucher.post",
    title=N_("Post the voucher"),
    on=Voucher,
    moves={"draft": "posted"},
    apart_from=("voucher.write",),
    roles=("finance",),
)
def post_voucher(work: Work, voucher: Voucher) -> Voucher:
    """Post a hand-written entry, as a second person."""
    from sanbao.schema import load

    given = {"date": voucher.posting_date.isoformat(), "summary": voucher.summary, "lines": voucher.lines}
    lines = load(schemas.VoucherInput(), given, work)["lines"]
    posted = [as_line(work, position, line) for position, line in enumerate(lines)]
    _post(work, voucher.document, voucher.posting_date, voucher.summary, posted, "voucher")
    return voucher


def as_line(work: Work, position: int, line: dict[str, Any]) -> Line:
    """Return a typed line as the ledger takes it; the account must exist."""
    known = work.session.scalar(
        select(Account.id).where(
            Account.company_id == work.company.id, Account.code == line["account"], Account.is_active
        )
    )
    if known is None:
        raise Invalid(
            [
                Problem(
                    f"lines.{position}.account", N_("There is no account {code}."), {"code": line["account"]}
                )
            ]
        )
    dimensions = {name: line[name].id for name in openings.DIMENSIONS if line.get(name) is not None}
    return Line(
        Code(line["account"]),
        debit=line.get("debit", Decimal(0)),
        credit=line.get("credit", Decimal(0)),
        summary=line.get("summary", ""),
        quantity=line.get("quantity"),
        currency=line.get("currency"),
        original_amount=line.get("original_amount"),
        **dimensions,
    )


def _post(work: Work, head: Document, on: date, summary: str, lines: Sequence[Line], event: str) -> None:
    work.ledger.post(
        Entry(
            date=on,
            summary=summary,
            lines=list(lines),
            document_id=head.id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


@operation("entry.reverse", title=N_("Reverse an entry"), schema=schemas.ReverseInput, roles=("finance",))
def reverse_entry(work: Work, *, entry: int, date: date, reason: str) -> None:
    """Undo a posted entry by its red mirror on a day of its own, once (红字冲销).

    What a case posted, the case takes back by operations of its own, so that both stay in step.
    """
    query = select(Document).join(PostedEntry, PostedEntry.document_id == Document.id)
    paper = work.session.scalars(query.where(PostedEntry.id == entry)).one_or_none()
    if paper is not None:
        _refuse_going_round(work, entry, paper)
    work.ledger.reverse(entry, date, reason, operation=work.operation_name, user_id=work.user.id)


def _refuse_going_round(work: Work, entry: int, paper: Document) -> None:
    """Refuse the entry of a paper that takes its entries back itself, also while its plugin is off (LED-04)."""
    kind = work.registry.kinds.get(paper.kind) or work.registry.away.get(paper.kind)
    if kind is None or not (kind.collects_cost or kind.taken_back_by):
        return
    acting = work.registry.kind_that_acts(paper.kind, name_of(paper))
    own = [*(COSTING if acting.collects_cost else ()), *acting.taken_back_by]
    raise PaperReverses(entry=entry, document=paper.number, operations=", ".join(own))


@operation("account.create", title=N_("New account"), schema=schemas.AccountInput, roles=("finance",))
def create_account(work: Work, *, code: str, **values: Any) -> Account:
    """Add an account to the chart."""
    query = select(Account.id).where(Account.company_id == work.company.id, Account.code == code)
    if work.session.scalar(query) is not None:
        raise Exists(what=_(N_("account")), key=code)
    account = Account(company_id=work.company.id, code=code, **values)
    work.session.add(account)
    work.session.flush()
    return account


@operation(
    "account.assign_role",
    title=N_("Let an account play a role"),
    schema=schemas.RoleInput,
    roles=("finance",),
)
def assign_role(work: Work, *, role: str, account: str) -> None:
    """Let another account play a role: the chart is the company's own (LED-02)."""
    query = select(Account).where(Account.company_id == work.company.id, Account.code == account)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise UnknownAccount(account=account)
    row = work.session.get(AccountRole, (work.company.id, role))
    if row is not None and role in INTERIM_ROLES and work.ledger.balance(role):
        raise RoleInUse(role=role, amount=work.ledger.balance(role))
    if row is None:
        row = AccountRole(company_id=work.company.id, role=role, account_id=found.id)
        work.session.add(row)
    row.account_id = found.id


@question("ledger.trial_balance", schema=schemas.TrialBalanceInput, roles=READERS)
def trial_balance(
    work: Work, *, on: date | None = None, start: date | None = None, without_closing: bool
) -> list[dict[str, Any]]:
    """Return opening, turnover and closing of every account on a day."""
    from sanbao.ledger import reports

    day = on or work.today
    rows = reports.trial_balance(work.connection, work.company.id, day, start, without_closing=without_closing)
    return [{name: plain(getattr(row, name)) for name in row.__dataclass_fields__} for row in rows]


@question("ledger.general", schema=schemas.GeneralInput, roles=READERS)
def general(
    work: Work, *, account: str, start: date | None = None, end: date | None = None
) -> list[dict[str, Any]]:
    """Return every line of one account with its running balance."""
    from sanbao.ledger import reports

    rows = reports.general_ledger(work.connection, work.company.id, account, start, end)
    return [{name: plain(getattr(row, name)) for name in row.__dataclass_fields__} for row in rows]


@question("ledger.entries", schema=schemas.EntriesInput, roles=(*READERS, "service_manager"))
def entries(work: Work, *, document: Document | None = None, last: int) -> list[dict[str, Any]]:
    """Return entries with their lines: of one document that she may read, or, to who reads the books, the newest."""
    from sanbao.ledger import reports, showing

    if document is None:
        work.access.require("ledger.general")

    found = reports.entries(
        work.connection,
        work.company.id,
        document_id=document.id if document is not None else None,
        limit=last,
        newest=document is None,
    )
    return showing.shown(work.connection, found)
