"""Check an entry in whole numbers and bring it into the form that both databases and the chain take."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sanbao.database.types import moment_text
from sanbao.errors import SanbaoError
from sanbao.ledger.chart import Chart, ChartAccount, ChartJournal
from sanbao.ledger.entries import Entry, Line
from sanbao.ledger.errors import (
    BadLine,
    BadText,
    BothSides,
    Empty,
    GoodsUnbalanced,
    MemoMoney,
    TooFine,
    Unbalanced,
    UnknownCurrency,
)
from sanbao.ledger.standalone import entry_digest, text_digest
from sanbao.money import MAX_UNITS, SCALE, Currency, currency, from_units

#: Position of each column in a prepared line: as the table has them, after the entry's id.
(
    POSITION, COMPANY, ACCOUNT, DATE, DEBIT, CREDIT, SUMMARY, CURRENCY, ORIGINAL, PRODUCT, UNIT, QUANTITY, PLACE, PARTY,
    COST_CENTRE, COST_OBJECT, RULE,
) = range(17)  # fmt: skip
PLAIN = Currency("", 4)
PreparedLine = tuple[Any, ...]
Units = Callable[[Decimal | int], int]


@dataclass(slots=True)
class Prepared:
    """An entry that will be accepted, in whole numbers, with its digest."""

    entry: Entry
    journal: ChartJournal
    period: str
    number_key: str
    date: str
    summary: str
    event: str
    operation: str
    lines: list[PreparedLine]
    digest: str


def prepare(entry: Entry, chart: Chart, money: Currency, recorded_at: datetime) -> Prepared:
    """Return the entry ready to be written; every problem of it is named at once."""
    problems: dict[str, SanbaoError] = {}
    lines: list[PreparedLine] = []
    covered: list[PreparedLine] = []
    day, units = entry.date.isoformat(), whole_units(money)
    for position, line in enumerate(entry.lines, 1):
        try:
            written, digested = _line(entry, line, position, day, chart, units)
        except SanbaoError as problem:
            problems[f"lines.{position}"] = problem
        else:
            lines.append(written)
            covered.append(digested)
    if not problems:
        problems.update(_of_whole(entry, lines))
    journal, month = chart.journal(entry.journal), day[:7]
    summary, event, operation = (
        _clean(entry.summary, entry), _clean(entry.event, entry), _clean(entry.operation, entry)
    )  # fmt: skip
    if problems:
        raise _together(problems)
    header = (
        chart.company_id, journal.id, journal.code, month, day, summary and text_digest(summary),
        entry.document_id, event, operation, entry.user_id, _moment(recorded_at), entry.reverses_id,
    )  # fmt: skip
    key = month if journal.numbering == "month" else day[:4]
    digest = entry_digest(header, covered)
    return Prepared(entry, journal, month, key, day, summary, event, operation, lines, digest)


@lru_cache(maxsize=64)
def whole_units(money: Currency) -> Units:
    """Return what counts an amount of this currency in 1/10 000, refusing what is finer or out of bounds."""
    step = int(10 ** max(0, 4 - money.digits))

    @lru_cache(maxsize=16_384, typed=True)
    def units(amount: Decimal | int) -> int:
        if not isinstance(amount, Decimal | int):
            raise TypeError("money and quantities are Decimal, never float")
        exact = Decimal(amount)
        if not exact.is_finite() or abs(exact) > MAX_UNITS // SCALE:
            raise TooFine(amount=amount, currency=money.code)
        scaled = exact * SCALE
        found = int(scaled)
        if found != scaled or found % step:
            raise TooFine(amount=amount, currency=money.code)
        return found

    return units


_pieces = whole_units(PLAIN)


@lru_cache(maxsize=4)
def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment_text(moment)


def _line(
    entry: Entry, line: Line, position: int, day: str, chart: Chart, units: Units
) -> tuple[PreparedLine, PreparedLine]:
    """Return the line as the table takes it, and as the digest covers it: with the code of its account, and a digest
    in the place of its free text."""
    (
        name, debited, credited, summary, code, amount, product, unit, pieces, place, party, cost_centre, cost_object, rule,
    ) = line  # fmt: skip
    account, company = chart.account(name), chart.company_id
    debit, credit = units(debited), units(credited)
    quantity = None if pieces is None else _pieces(pieces)
    _check(entry, account, debit, credit, quantity, line)
    original = None if code is None or amount is None else whole_units(_currency(code))(amount)
    summary, rule = summary and _clean(summary, entry), rule and _clean(rule, entry)
    return (
        position, company, account.id, day, debit, credit, summary, code, original, product, unit, quantity, place, party,
        cost_centre, cost_object, rule,
    ), (
        position, company, account.id, account.code, day, debit, credit, summary and text_digest(summary), code, original,
        product, unit, quantity, place, party, cost_centre, cost_object, rule,
    )  # fmt: skip


def _check(
    entry: Entry, account: ChartAccount, debit: int, credit: int, quantity: int | None, line: Line
) -> None:
    if debit and credit:
        raise BothSides(summary=entry.summary)
    if not (debit or credit or quantity):
        raise Empty(summary=entry.summary)
    if (debit or credit) and account.kind == "memo":
        raise MemoMoney(account=account.code)
    if (
        quantity is not None
        and line.product is None
        or (line.currency is None) != (line.original_amount is None)
    ):
        raise BadLine(summary=entry.summary)


@lru_cache(maxsize=256)
def _currency(code: str) -> Currency:
    try:
        found = currency(code)
    except ValueError as error:
        raise UnknownCurrency(currency=code) from error
    if found.code != code:
        raise UnknownCurrency(currency=code)
    return found


def _clean(text: str, entry: Entry) -> str:
    if text.isascii() and "\0" not in text:
        return text
    found = _normal(text)
    if found is None:
        raise BadText(summary=entry.summary.encode("ascii", "replace").decode().replace("\0", "?"))
    return found


@lru_cache(maxsize=4_096)
def _normal(text: str) -> str | None:
    """Return a text in the one form that is hashed (NFC), nothing where no database takes it; batches repeat theirs."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return None
    return unicodedata.normalize("NFC", text)


def _of_whole(entry: Entry, lines: list[PreparedLine]) -> Iterator[tuple[str, SanbaoError]]:
    if len(lines) < 2:
        yield "lines", Empty(summary=entry.summary)
    debit = credit = 0
    pieces: dict[tuple[int, int], int] = {}
    for line in lines:
        debit += line[DEBIT]
        credit += line[CREDIT]
        if line[QUANTITY]:
            key = (line[PRODUCT], line[UNIT] or 0)
            pieces[key] = pieces.get(key, 0) + line[QUANTITY]
    if debit != credit:
        yield "debit", Unbalanced(summary=entry.summary, debit=from_units(debit), credit=from_units(credit))
    for (product, _unit), quantity in pieces.items():
        if quantity:
            shown_quantity = from_units(quantity, 0)
            yield "quantity", GoodsUnbalanced(summary=entry.summary, product=product, quantity=shown_quantity)


def _together(problems: dict[str, SanbaoError]) -> SanbaoError:
    first = next(iter(problems.values()))
    first.fields = {path: [str(problem)] for path, problem in problems.items()}
    return first
