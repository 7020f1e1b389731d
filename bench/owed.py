"""What installers are owed, reckoned a second time: plain SQL that counts, and the arithmetic of the contract in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection

from bench.fleet import DUE, NEXT_FEE, RETENTION, UNIT_FEE, Installer

CENT, HUNDRED = Decimal("0.01"), Decimal(100)
#: Units that may be paid up to a day, by installer and lot, with the last day on which one of the lot was done.
_COUNTED = """
SELECT p.code, l.code,
       count(CASE WHEN j.passed AND j.inspected_on <= '{day}' AND j.client_signed_on <= '{day}'
                   AND j.manager_confirmed_on <= '{day}' THEN 1 END), max(j.completed_on)
FROM outsourcing_job j JOIN outsourcing_lot l ON l.id = j.lot_id JOIN party p ON p.id = j.party_id
GROUP BY p.code, l.code
"""
_PAID = """
SELECT p.code, s.until_on, s.net, s.owed_back FROM outsourcing_settlement s
JOIN document d ON d.id = s.document_id JOIN party p ON p.id = d.party_id
"""
#: Vehicles that stand on more statements than on one, where what was taken back counts against what was paid.
_TWICE = """
SELECT count(*) FROM (SELECT job_id FROM outsourcing_settlement_job GROUP BY job_id HAVING sum(sign) > 1) AS twice
"""
#: Installer and day → what he is paid, and what he owes back.
Owed = dict[tuple[str, str], tuple[Decimal, Decimal]]


def owed(connection: Connection, installers: list[Installer], days: tuple[date, ...]) -> Owed:
    """Return what each installer's statement of each day has to say."""
    counts = {day: _counts(connection, day) for day in days}
    return {
        (one.code, day.isoformat()): amounts
        for one in installers
        for day, amounts in zip(days, _statements(one, counts, days), strict=True)
    }


def _counts(connection: Connection, day: date) -> dict[tuple[str, str], tuple[int, str]]:
    rows = connection.exec_driver_sql(_COUNTED.format(day=day))
    return {(code, lot): (count, str(last)) for code, lot, count, last in rows}


def _statements(
    one: Installer, counts: dict[date, dict[tuple[str, str], tuple[int, str]]], days: tuple[date, ...]
) -> Iterator[tuple[Decimal, Decimal]]:
    size = one.units // len(DUE)
    total = sum((_fee(lot, size, size) for lot in DUE), Decimal(0))
    gross = deducted = kept = Decimal(0)
    for position, day in enumerate(days):
        now = sum((_fee(lot, counts[day][one.code, lot][0], size) for lot in DUE), Decimal(0))
        # The complaint of May and the delay found in June: five per cent of the whole fee for it, and for each day.
        times = int(one.is_complained_of and position >= 1)
        if position == len(days) - 1:
            times += sum(_late(counts[day][one.code, lot][1], due) for lot, due in DUE.items())
        taken = (total * 5 / HUNDRED).quantize(CENT, ROUND_HALF_UP) * times - deducted
        keep = (now * Decimal(RETENTION) / HUNDRED).quantize(CENT, ROUND_HALF_UP) - kept
        room = max(Decimal(0), now - gross - taken)
        net = now - gross - taken - min(keep, room)
        gross, deducted, kept = now, deducted + taken, kept + min(keep, room)
        yield max(Decimal(0), net), max(Decimal(0), -net)


def _fee(lot: str, count: int, size: int) -> Decimal:
    cheap = max(0, count - size // 4) if lot == "A" else 0
    return (count - cheap) * Decimal(UNIT_FEE) + cheap * Decimal(NEXT_FEE)


def _late(last: str, due: date) -> int:
    return max(0, (date.fromisoformat(last) - due).days)


def stated(connection: Connection) -> Owed:
    """Return what the statements say, two of one day added up; amounts lie in the database as ten-thousandths."""
    found: Owed = {}
    for code, until, net, back in connection.exec_driver_sql(_PAID):
        paid, owes = found.get((code, str(until)), (Decimal(0), Decimal(0)))
        found[code, str(until)] = paid + Decimal(net) / 10_000, owes + Decimal(back) / 10_000
    return found


def paid_twice(connection: Connection) -> int:
    """Return how many vehicles more than one statement pays."""
    return int(connection.exec_driver_sql(_TWICE).scalar_one())
