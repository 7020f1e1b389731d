"""Check an entry in whole numbers and bring it into the form that both databases and the chain take."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sanbao.database.types import moment_text
from sanbao.errors import SanbaoError
from sanbao.ledger.chart import Chart, ChartJournal
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

#: Position of each column in a prepared line: the order of ``standalone.LINE_FIELDS``.
(
    POSITION, COMPANY, ACCOUNT, ACCOUNT_CODE, DATE, DEBIT, CREDIT, SUMMARY, CURRENCY, ORIGINAL, PRODUCT, UNIT,
    QUANTITY, PLACE, PARTY, COST_CENTRE, COST_OBJECT, RULE,
) = range(18)  # fmt: skip
PLAIN = Currency("", 4)
PreparedLine = tuple[Any, ...]


@dataclass(slots=True)
class Prepared:
    """An entry that will be accepted, in whole numbers, with its digest."""

    entry: Entry
    journal: ChartJournal
    period: str
    number_key: str
    summary: str
    event: str
    operation: str
    lines: list[PreparedLine]
    digest: str


def prepare(entry: Entry, chart: Chart, money: Currency, recorded_at: datetime) -> Prepared:
    """Return the entry ready to be written; every problem of it is named at once."""
    problems: dict[str, SanbaoError] = {}
    lines = [
        prepared
        for position, line in enumerate(entry.lines, 1)
        if (prepared := _checked(entry, line, position, chart, money, problems))
    ]
    if not problems:
        problems.update(_of_whole(entry, lines))
    journal = chart.journal(entry.journal)
    summary, event, operation = (
        _clean(text, entry) for text in (entry.summary, entry.event, entry.operation)
    )
    if problems:
        raise _together(problems)
    day = entry.date.isoformat()
    header = (
        chart.company_id, journal.id, journal.code, day[:7], day, summary and text_digest(summary),
        entry.document_id, event, operation, entry.user_id, _moment(recorded_at), entry.reverses_id,
    )  # fmt: skip
    digest = entry_digest(header, [covered(line) for line in lines])
    key = day[:7] if journal.numbering == "month" else day[:4]
    return Prepared(entry, journal, day[:7], key, summary, event, operation, lines, digest)


def covered(line: PreparedLine) -> PreparedLine:
    """Return the line as the digest covers it: its free text replaced by a digest of its own."""
    if not line[SUMMARY]:
        return line
    return (*line[:SUMMARY], text_digest(line[SUMMARY]), *line[SUMMARY + 1 :])


@lru_cache(maxsize=16_384, typed=True)
def whole(amount: Decimal | int, money: Currency) -> int:
    """Return the amount in 1/10 000, refusing what is finer than its currency or out of bounds."""
    if not isinstance(amount, Decimal | int):
        raise TypeError("money and quantities are Decimal, never float")
    exact = Decimal(amount)
    if not exact.is_finite() or abs(exact) > MAX_UNITS // SCALE:
        raise TooFine(amount=amount, currency=money.code)
    scaled = exact * SCALE
    units = int(scaled)
    if units != scaled or units % _steps(money.digits):
        raise TooFine(amount=amount, currency=money.code)
    return units


@lru_cache(maxsize=8)
def _steps(digits: int) -> int:
    return int(10 ** max(0, 4 - digits))


@lru_cache(maxsize=4)
def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment_text(moment)


def _checked(
    entry: Entry, line: Line, position: int, chart: Chart, money: Currency, problems: dict[str, SanbaoError]
) -> PreparedLine | None:
    try:
        return _line(entry, line, position, chart, money)
    except SanbaoError as problem:
        problems[f"lines.{position}"] = problem
        return None


def _line(entry: Entry, line: Line, position: int, chart: Chart, money: Currency) -> PreparedLine:
    account = chart.account(line.account)
    debit, credit = whole(line.debit, money), whole(line.credit, money)
    quantity = None if line.quantity is None else whole(line.quantity, PLAIN)
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
    return (
        position, chart.company_id, account.id, account.code, entry.date.isoformat(), debit, credit,
        _clean(line.summary, entry), line.currency, _original(line), line.product, line.unit, quantity,
        line.place, line.party, line.cost_centre, line.cost_object, line.rule and _clean(line.rule, entry),
    )  # fmt: skip


def _original(line: Line) -> int | None:
    if line.original_amount is None or line.currency is None:
        return None
    return whole(line.original_amount, _currency(line.currency))


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
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadText(summary=entry.summary.encode("ascii", "replace").decode().replace("\0", "?"))
    return unicodedata.normalize("NFC", text)


def _of_whole(entry: Entry, lines: list[PreparedLine]) -> Iterator[tuple[str, SanbaoError]]:
    if len(lines) < 2:
        yield "lines", Empty(summary=entry.summary)
    debit, credit = sum(line[DEBIT] for line in lines), sum(line[CREDIT] for line in lines)
    if debit != credit:
        shown = {"debit": from_units(debit), "credit": from_units(credit)}
        yield "debit", Unbalanced(summary=entry.summary, **shown)
    pieces: defaultdict[tuple[int, int], int] = defaultdict(int)
    for line in lines:
        if line[QUANTITY]:
            pieces[line[PRODUCT], line[UNIT] or 0] += line[QUANTITY]
    for (product, _unit), quantity in pieces.items():
        if quantity:
            shown_quantity = from_units(quantity, 0)
            yield "quantity", GoodsUnbalanced(summary=entry.summary, product=product, quantity=shown_quantity)


def _together(problems: dict[str, SanbaoError]) -> SanbaoError:
    first = next(iter(problems.values()))
    first.fields = {path: [str(problem)] for path, problem in problems.items()}
    return first
