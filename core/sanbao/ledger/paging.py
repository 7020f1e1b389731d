"""The general ledger page by page: each page begins with the balance before it, however deep in the books it lies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.ledger.errors import UnknownAccount
from sanbao.ledger.models import Account, AccountingPeriod, Balance, PostedEntry, PostedLine
from sanbao.ledger.operations import READERS
from sanbao.ledger.schemas import GeneralInput
from sanbao.money import from_units
from sanbao.operation import question
from sanbao.registry.models import CostCentre, Party
from sanbao.schema import CodeField, Message, RefField, WholeField

if TYPE_CHECKING:
    from sanbao.work import Work

#: What narrows an account down, and the columns in which it stands.
DIMENSIONS = ("party", "cost_centre", "cost_object")
_MARK = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})\.(\d{1,5})", re.ASCII)
_BAD_MARK = Message(N_("This is no place in the ledger; please begin again at its first page."))
Sums = tuple[int, int]


def _is_mark(text: str) -> bool:
    """Tell whether a text marks a place in the ledger."""
    from marshmallow import ValidationError

    try:
        Mark.parse(text)
    except ValueError as error:
        raise ValidationError(_BAD_MARK.format()) from error
    return True


@dataclass(frozen=True)
class Mark:
    """The last line of a page: its day, its entry, its place there."""

    day: date
    entry: int
    position: int

    @classmethod
    def parse(cls, text: str) -> Mark:
        """Return the mark that a text stands for; ``ValueError`` if it is none."""
        found = _MARK.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(date.fromisoformat(found[1]), int(found[2]), int(found[3]))

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.entry}.{self.position}"


class LedgerPageInput(GeneralInput):
    """One account over some days, narrowed down, from after a line on."""

    party = RefField("party")
    cost_centre = RefField("cost_centre")
    cost_object = RefField("document")
    after = CodeField(validate=_is_mark)
    limit = WholeField(least=1, most=500, load_default=100)


@question("ledger.page", schema=LedgerPageInput, roles=READERS)
def page(
    work: Work,
    *,
    account: str,
    limit: int,
    start: date | None = None,
    end: date | None = None,
    party: Party | None = None,
    cost_centre: CostCentre | None = None,
    cost_object: Document | None = None,
    after: str | None = None,
) -> dict[str, Any]:
    """Return a page of one account's lines with the balance after each, and what was turned over in all (明细账)."""
    found = work.session.scalars(
        select(Account).where(Account.company_id == work.company.id, Account.code == account)
    ).one_or_none()
    if found is None:
        raise UnknownAccount(account=account)
    given = {"party": party, "cost_centre": cost_centre, "cost_object": cost_object}
    slice_ = _Slice(work, found, {name: record.id for name, record in given.items() if record is not None})
    mark = Mark.parse(after) if after else None
    before = slice_.until(start) if start is not None else (0, 0)
    until = slice_.until(end + timedelta(days=1) if end is not None else None)
    so_far = slice_.until(mark.day, mark) if mark is not None else before
    rows = work.session.execute(slice_.lines(start, end, mark).limit(limit + 1)).mappings().all()
    money = work.erp.currency
    carried = from_units(so_far[0] - so_far[1], money.digits)
    shown = _shown(rows[:limit], carried, money.round)
    return {
        "account": found.code,
        "name": found.name,
        "name_en": found.name_en,
        "kind": found.kind,
        "opening": from_units(before[0] - before[1], money.digits),
        "carried": carried,
        "debit": from_units(until[0] - before[0], money.digits),
        "credit": from_units(until[1] - before[1], money.digits),
        "closing": from_units(until[0] - until[1], money.digits),
        "rows": shown,
        "next": str(Mark(shown[-1]["date"], shown[-1]["entry"], shown[-1]["position"]))
        if len(rows) > limit
        else None,
    }


def _shown(rows: Any, balance: Decimal, money: Any) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        balance += row["debit"] - row["credit"]
        values: dict[str, Any] = {**row, "number": f"{row['number_key']}/{row['number']}"}
        values |= {name: money(row[name]) for name in ("debit", "credit")}
        values["balance"] = money(balance)
        del values["number_key"]
        found.append(values)
    return found


@dataclass(frozen=True)
class _Slice:
    """An account, narrowed down to some dimensions."""

    work: Work
    account: Account
    keys: Mapping[str, int]

    def until(self, day: date | None, mark: Mark | None = None) -> Sums:
        """Return what was turned over before a day, and on it up to and with a mark; whole months from the balances."""
        if day is None:
            return self._months(None)
        months, tail = self._months(day.isoformat()[:7]), self._tail(day, mark)
        return months[0] + tail[0], months[1] + tail[1]

    def _months(self, before: str | None) -> Sums:
        query = select(_units(Balance.debit), _units(Balance.credit)).where(
            Balance.company_id == self.work.company.id,
            Balance.account_id == self.account.id,
            *(getattr(Balance, f"{name}_id") == key for name, key in self.keys.items()),
        )
        if before is not None:
            query = query.join(AccountingPeriod, AccountingPeriod.id == Balance.period_id)
            query = query.where(AccountingPeriod.code < before)
        return self._sums(query)

    def _tail(self, day: date, mark: Mark | None) -> Sums:
        is_before: ColumnElement[bool] = PostedLine.date < day
        if mark is not None:
            is_before = or_(is_before, and_(PostedLine.date == day, ~_is_beyond(mark)))
        query = select(_units(PostedLine.debit), _units(PostedLine.credit)).where(
            *self._mine(), PostedLine.date.between(day.replace(day=1), day), is_before
        )
        return self._sums(query)

    def _sums(self, query: Select[*tuple[Any, ...]]) -> Sums:
        debit, credit = self.work.session.execute(query).one()
        return int(debit), int(credit)

    def _mine(self) -> list[ColumnElement[bool]]:
        own = [getattr(PostedLine, f"{name}_id") == key for name, key in self.keys.items()]
        return [PostedLine.account_id == self.account.id, *own]

    def lines(self, start: date | None, end: date | None, mark: Mark | None) -> Select[*tuple[Any, ...]]:
        """Return the query of the lines, in the order of the books."""
        line, case = PostedLine, aliased(Document)
        query = (
            select(
                line.date, line.entry_id.label("entry"), line.position, PostedEntry.number_key, PostedEntry.number,
                func.coalesce(func.nullif(line.summary, ""), PostedEntry.summary).label("summary"),
                Document.number.label("document"), Party.code.label("party"), Party.name.label("party_name"),
                CostCentre.code.label("cost_centre"), case.number.label("cost_object"),
                line.debit, line.credit,
            )
            .join_from(line, PostedEntry, PostedEntry.id == line.entry_id)
            .join(Document, Document.id == PostedEntry.document_id)
            .outerjoin(Party, Party.id == line.party_id)
            .outerjoin(CostCentre, CostCentre.id == line.cost_centre_id)
            .outerjoin(case, case.id == line.cost_object_id)
            .where(*self._mine(), or_(line.debit != 0, line.credit != 0))
            .order_by(line.date, line.entry_id, line.position)
        )  # fmt: skip
        if start is not None:
            query = query.where(line.date >= start)
        if end is not None:
            query = query.where(line.date <= end)
        return query.where(line.date >= mark.day, _is_beyond(mark)) if mark is not None else query


def _is_beyond(mark: Mark) -> ColumnElement[bool]:
    """Return the condition of a line that comes after a mark."""
    line = PostedLine
    return or_(
        line.date > mark.day,
        and_(line.date == mark.day, line.entry_id > mark.entry),
        and_(line.date == mark.day, line.entry_id == mark.entry, line.position > mark.position),
    )


def _units(column: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(type_coerce(column, BigInteger)), 0)
