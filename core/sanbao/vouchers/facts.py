"""Vouchers as people read them: names of accounts and dimensions, who prepared, reviewed and posted, how many papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from sanbao.access.models import User
from sanbao.documents.models import Attachment, Document
from sanbao.ledger import reports
from sanbao.ledger.models import Journal, PostedEntry
from sanbao.ledger.reports import EntryView, LineView
from sanbao.registry.models import CostCentre, Party, Place, Product, Unit
from sanbao.vouchers.models import VoucherReview

if TYPE_CHECKING:
    from sanbao.work import Work

#: Dimension of a line → the record that it names.
_RECORDS: dict[str, Any] = {
    "party": Party,
    "cost_centre": CostCentre,
    "product": Product,
    "place": Place,
}
PAGE = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its code and its name."""

    code: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """A line of a voucher (分录) with everything that it names."""

    line: LineView
    summary: str
    party: Named
    cost_centre: Named
    product: Named
    place: Named
    unit: str
    cost_object: str


@dataclass(frozen=True, slots=True)
class VoucherFacts:
    """A posted entry as a voucher: 记 word and number, its papers, its people, its lines."""

    entry: EntryView
    word: str
    journal_name: str
    document: str
    attachments_count: int
    preparer: str
    reviewer: str
    poster: str
    reverses: str
    lines: tuple[VoucherLine, ...]

    @property
    def number(self) -> str:
        """What people call it: the month or year, and its number there."""
        return f"{self.entry.number_key}/{self.entry.number}"

    @property
    def date(self) -> date:
        """The day on which it stands in the books."""
        return self.entry.date

    @property
    def debit(self) -> Decimal:
        """Its total."""
        return sum((one.line.debit for one in self.lines), Decimal(0))

    @property
    def has_money(self) -> bool:
        """Whether it moves money, not goods alone."""
        return any(one.line.debit or one.line.credit for one in self.lines)


def read(work: Work, ids: Sequence[int]) -> list[VoucherFacts]:
    """Return vouchers by the keys of their entries, in this order; a few queries for each five hundred."""
    found: list[VoucherFacts] = []
    for start in range(0, len(ids), PAGE):
        page = list(ids[start : start + PAGE])
        entries = reports.entries(work.connection, work.company.id, ids=page, limit=len(page))
        places = {key: place for place, key in enumerate(page)}
        found += _facts(work, sorted(entries, key=lambda entry: places[entry.id]))
    return found


def _facts(work: Work, entries: Sequence[EntryView]) -> list[VoucherFacts]:
    papers, people = _papers(work, entries), _people(work, entries)
    journals = {code: name for code, name in work.session.execute(_journals(work))}
    numbers, records = _numbers(work, entries), _records(work, entries)
    reversed_numbers = _reversed(work, entries)
    facts = []
    for entry in entries:
        number, writer, count = papers[entry.document_id]
        poster, reviewer = people[entry.id]
        name = journals[entry.journal]
        lines = tuple(_line(entry, line, numbers, records) for line in entry.lines)
        reverses = reversed_numbers.get(entry.reverses_id or 0, "")
        facts.append(
            VoucherFacts(
                entry, name[:1], name, number, count, writer or poster, reviewer, poster, reverses, lines
            )
        )
    return facts


def _journals(work: Work) -> Any:
    return select(Journal.code, Journal.name).where(Journal.company_id == work.company.id)


def _papers(work: Work, entries: Sequence[EntryView]) -> dict[int, tuple[str, str, int]]:
    """Return each paper's number, who wrote it where that is the preparer, and how many files hang on it."""
    ids = {entry.document_id for entry in entries}
    count = (
        select(func.count())
        .where(Attachment.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    query = (
        select(Document.id, Document.number, Document.kind, User.name, User.login, count)
        .join(User, User.id == Document.created_by_id)
        .where(Document.id.in_(ids))
    )
    return {
        key: (number or "", (name or login) if kind == "voucher" else "", files)
        for key, number, kind, name, login, files in work.session.execute(query)
    }


def _people(work: Work, entries: Sequence[EntryView]) -> dict[int, tuple[str, str]]:
    """Return who posted and who reviewed each entry."""
    poster, reviewer = aliased(User), aliased(User)
    query = (
        select(PostedEntry.id, poster.name, poster.login, reviewer.name, reviewer.login)
        .join(poster, poster.id == PostedEntry.user_id)
        .outerjoin(VoucherReview, VoucherReview.entry_id == PostedEntry.id)
        .outerjoin(reviewer, reviewer.id == VoucherReview.reviewed_by_id)
        .where(PostedEntry.id.in_([entry.id for entry in entries]))
    )
    return {
        key: (name or login, seen_by or seen_login or "")
        for key, name, login, seen_by, seen_login in work.session.execute(query)
    }


def _reversed(work: Work, entries: Sequence[EntryView]) -> dict[int, str]:
    ids = [entry.reverses_id for entry in entries if entry.reverses_id is not None]
    query = select(PostedEntry.id, PostedEntry.number_key, PostedEntry.number).where(PostedEntry.id.in_(ids))
    return {key: f"{month}/{number}" for key, month, number in work.session.execute(query)} if ids else {}


def _numbers(work: Work, entries: Sequence[EntryView]) -> dict[str, dict[int, str]]:
    """Return the numbers of cost objects and the serial numbers of units."""
    found: dict[str, dict[int, str]] = {}
    for name, key, column in (
        ("cost_object_id", Document.id, Document.number),
        ("unit_id", Unit.id, Unit.serial),
    ):
        ids = {getattr(line, name) for entry in entries for line in entry.lines} - {None}
        rows = work.session.execute(select(key, column).where(key.in_(ids))) if ids else ()
        found[name] = {row[0]: row[1] or "" for row in rows}
    return found


def _records(work: Work, entries: Sequence[EntryView]) -> dict[str, dict[int, Named]]:
    found: dict[str, dict[int, Named]] = {}
    for name, model in _RECORDS.items():
        ids = {getattr(line, f"{name}_id") for entry in entries for line in entry.lines} - {None}
        columns = (model.id, model.code, model.name, *((Party.roles,) if model is Party else ()))
        rows = work.session.execute(select(*columns).where(model.id.in_(ids))) if ids else ()
        found[name] = {key: Named(code, title, tuple(*roles)) for key, code, title, *roles in rows}
    return found


def _line(
    entry: EntryView, line: LineView, numbers: dict[str, dict[int, str]], records: dict[str, dict[int, Named]]
) -> VoucherLine:
    named = {name: records[name].get(getattr(line, f"{name}_id"), Named()) for name in _RECORDS}
    return VoucherLine(
        line,
        line.summary or entry.summary,
        unit=numbers["unit_id"].get(line.unit_id or 0, ""),
        cost_object=numbers["cost_object_id"].get(line.cost_object_id or 0, ""),
        **named,
    )
