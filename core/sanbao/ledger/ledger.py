"""The books as one transaction sees them: entries are collected, questions answered, all sealed at the end."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection

from sanbao.ledger import postgresql, sqlite
from sanbao.ledger.balances import balance_units, balances_units, stock_units
from sanbao.ledger.chart import Chart
from sanbao.ledger.engine import Posted, refusals
from sanbao.ledger.entries import Code, Entry
from sanbao.ledger.errors import AlreadyPosted, AlreadyReversed
from sanbao.ledger.prepare import (
    ACCOUNT,
    COST_CENTRE,
    COST_OBJECT,
    CREDIT,
    DEBIT,
    PARTY,
    PLACE,
    PRODUCT,
    QUANTITY,
    UNIT,
    Prepared,
    PreparedLine,
    prepare,
)
from sanbao.ledger.reversal import is_reversed, reversal_of
from sanbao.money import Currency, from_units

#: Entries per statement: enough for speed, little enough for memory.
CHUNK = 2_000


def allow_any_role(role: str) -> None:
    """Let every role pass; a Work gives a stricter check that knows the plugin's manifest."""


class Ledger:
    """Collects the entries of one transaction and writes them at its end, in one fixed order.

    ``connection`` is asked for only when the database is needed; ``now`` is when the entries are recorded;
    ``allow_role`` may refuse a role that a plugin did not declare; a ``chart`` kept from before saves reading it.
    """

    def __init__(
        self,
        connection: Callable[[], Connection],
        company_id: int,
        currency: Currency,
        now: datetime,
        allow_role: Callable[[str], None] = allow_any_role,
        chart: Chart | None = None,
    ) -> None:
        self._connection = connection
        self.company_id = company_id
        self.currency = currency
        self.now = now
        self._allow_role = allow_role
        self._chart = chart
        self._collected: list[Prepared] = []
        self._events: set[tuple[int, str]] = set()
        self._reversed: set[int] = set()

    @property
    def chart(self) -> Chart:
        """The company's chart, read once."""
        if self._chart is None:
            self._chart = Chart.load(self._connection(), self.company_id)
        return self._chart

    @property
    def collected(self) -> list[Entry]:
        """The entries that the seal will write."""
        return [prepared.entry for prepared in self._collected]

    @property
    def collected_count(self) -> int:
        """How many entries are waiting for the seal."""
        return len(self._collected)

    def post(self, entry: Entry) -> None:
        """Collect an entry; every problem of it is named now, the database is written at the seal."""
        for line in entry.lines:
            if isinstance(line.account, str):
                self._allow_role(line.account)
        prepared = prepare(entry, self.chart, self.currency, self.now)
        event = (entry.document_id, prepared.event)
        if event in self._events:
            raise AlreadyPosted(event=entry.event)
        if entry.reverses_id is not None:
            self._reverse_once(entry.reverses_id)
        self._events.add(event)
        self._collected.append(prepared)

    def reverse(
        self,
        entry_id: int,
        date: date,
        summary: str,
        *,
        operation: str,
        user_id: int,
        document_id: int | None = None,
        event: str | None = None,
        swap: bool = False,
    ) -> None:
        """Collect the reversal (冲销) of a posted entry, red unless ``swap`` asks for changed sides; once."""
        entry = reversal_of(self._connection(), self.company_id, entry_id, date, summary, swap)
        mirrored = replace(
            entry,
            operation=operation,
            user_id=user_id,
            event=event or f"reverse:{entry_id}",
            document_id=document_id or entry.document_id,
        )
        self.post(mirrored)

    def seal(self) -> list[Posted]:
        """Write what was collected: by journal, then in the order in which it was collected."""
        batch = sorted(self._collected, key=lambda prepared: prepared.journal.id)
        self._collected, self._events = [], set()
        connection = self._connection()
        write = postgresql.write if connection.dialect.name == "postgresql" else sqlite.write
        posted: list[Posted] = []
        for start in range(0, len(batch), CHUNK):
            with refusals():
                posted += write(connection, self.company_id, self.now, batch[start : start + CHUNK])
        for entry in (each.entry for each in posted if each.repeated):
            # Somebody else's reversal came first: never answer with that one.
            if entry.reverses_id is not None:
                raise AlreadyReversed(entry=entry.reverses_id)
        return posted

    def balance(
        self,
        account: str | Code,
        *,
        party: int | None = None,
        cost_object: int | None = None,
        cost_centre: int | None = None,
    ) -> Decimal:
        """Return debit minus credit of an account, collected entries included."""
        key = self.chart.account(account).id
        asked = {"party": party, "cost_object": cost_object, "cost_centre": cost_centre}
        units = balance_units(self._connection(), self.company_id, key, asked)
        wanted = {PARTY: party, COST_OBJECT: cost_object, COST_CENTRE: cost_centre}
        pending: int = sum(line[DEBIT] - line[CREDIT] for line in self._pending(key, wanted))
        return from_units(units + pending, self.currency.digits)

    def balances(
        self, account: str | Code, cost_objects: Iterable[int], *, party: int | None = None
    ) -> dict[int, Decimal]:
        """Return debit minus credit of an account for each of many cost objects, collected entries included."""
        key, wanted = self.chart.account(account).id, sorted(set(cost_objects))
        found = balances_units(self._connection(), self.company_id, key, wanted, party)
        units = dict.fromkeys(wanted, 0) | found
        for line in self._pending(key, {PARTY: party}):
            if line[COST_OBJECT] in units:
                units[line[COST_OBJECT]] += line[DEBIT] - line[CREDIT]
        return {paper: from_units(found, self.currency.digits) for paper, found in units.items()}

    def stock(
        self, account: str | Code, product: int, place: int | None = None, unit: int | None = None
    ) -> tuple[Decimal, Decimal]:
        """Return quantity and value of a product in an account, collected entries included."""
        key = self.chart.account(account).id
        asked = {"place": place, "unit": unit}
        quantity, value = stock_units(self._connection(), self.company_id, key, product, asked)
        for line in self._pending(key, {PRODUCT: product, PLACE: place, UNIT: unit}):
            quantity += line[QUANTITY] or 0
            value += line[DEBIT] - line[CREDIT]
        return from_units(quantity, 0), from_units(value, self.currency.digits)

    def moving_average(self, account: str | Code, product: int) -> Decimal | None:
        """Return value per piece (移动加权平均) to four digits, nothing when there is no piece."""
        quantity, value = self.stock(account, product)
        if quantity == 0:
            return None
        average: Decimal = (value / quantity).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        return average

    def _pending(self, account_id: int, wanted: dict[int, int | None]) -> Iterable[PreparedLine]:
        asked = [(index, value) for index, value in wanted.items() if value is not None]
        return (
            line
            for prepared in self._collected
            for line in prepared.lines
            if line[ACCOUNT] == account_id and all((line[index] or 0) == value for index, value in asked)
        )

    def _reverse_once(self, entry_id: int) -> None:
        if entry_id in self._reversed or is_reversed(self._connection(), self.company_id, entry_id):
            raise AlreadyReversed(entry=entry_id)
        self._reversed.add(entry_id)


def post_many(
    connection: Connection,
    company_id: int,
    entries: Iterable[Entry],
    *,
    currency: Currency,
    now: datetime,
    chart: Chart | None = None,
) -> list[Posted]:
    """Post many entries in the caller's transaction: all of them or, on the first refusal, none."""
    ledger = Ledger(lambda: connection, company_id, currency, now, chart=chart)
    with _collector_at_rest():
        for entry in entries:
            ledger.post(entry)
        return ledger.seal()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python from looking for cycles, of which a posting makes none.

    The collector would walk through the whole process for every five thousand entries: a fifth of their time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
