"""Check the entries of one month: their digests and links, their sums, their numbers, the balances made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, text

from sanbao.i18n import N_
from sanbao.ledger.export import LINES, PAGE, plain_row
from sanbao.ledger.standalone import GENESIS, Finding, Report, faults

_ENTRIES = text(
    "SELECT e.*, j.code AS journal_code, p.code AS period_code, b.hash AS before_hash FROM entry AS e "
    "JOIN journal AS j ON j.id = e.journal_id JOIN period AS p ON p.id = e.period_id "
    "LEFT JOIN entry AS b ON b.journal_id = e.journal_id AND b.sequence = e.sequence - 1 "
    "WHERE e.period_id = :period AND e.id > :after ORDER BY e.id LIMIT :page"
)
_LINE_SUMS = (
    "SELECT l.account_id, coalesce(l.party_id, 0) AS party, coalesce(l.cost_object_id, 0) AS object, "
    "coalesce(l.cost_centre_id, 0) AS centre, CAST(sum(l.debit) AS BIGINT) AS debit, "
    "CAST(sum(l.credit) AS BIGINT) AS credit FROM entry AS e JOIN entry_line AS l ON l.entry_id = e.id "
    "WHERE e.period_id = :period GROUP BY 1, 2, 3, 4 HAVING sum(l.debit) <> 0 OR sum(l.credit) <> 0"
)
_BALANCES = (
    "SELECT account_id, party_id, cost_object_id, cost_centre_id, CAST(sum(debit) AS BIGINT), "
    "CAST(sum(credit) AS BIGINT) FROM balance WHERE period_id = :period GROUP BY 1, 2, 3, 4 "
    "HAVING sum(debit) <> 0 OR sum(credit) <> 0"
)
_DIFFERENT = text(
    "SELECT DISTINCT a.code FROM account AS a JOIN ("
    f"SELECT account_id FROM (SELECT * FROM ({_LINE_SUMS}) AS a1 EXCEPT SELECT * FROM ({_BALANCES}) AS b1) AS c1 "
    f"UNION SELECT account_id FROM (SELECT * FROM ({_BALANCES}) AS a2 EXCEPT SELECT * FROM ({_LINE_SUMS}) AS b2) AS c2"
    ") AS found ON found.account_id = a.id ORDER BY a.code"
)
_TOTAL = text(
    "SELECT CAST(coalesce(sum(debit), 0) AS BIGINT), CAST(coalesce(sum(credit), 0) AS BIGINT) FROM balance "
    "WHERE period_id = :period"
)
_NUMBERS = text(
    "SELECT j.code, e.number_key, count(*), max(e.number), coalesce(max(c.last_number), 0) FROM entry AS e "
    "JOIN journal AS j ON j.id = e.journal_id "
    "LEFT JOIN journal_counter AS c ON c.journal_id = e.journal_id AND c.key = e.number_key "
    "WHERE j.company_id = :company AND e.number_key IN :keys "
    "GROUP BY j.code, e.number_key ORDER BY j.code, e.number_key"
).bindparams(bindparam("keys", expanding=True))


def chain(connection: Connection, period_id: int) -> Report:
    """Check each entry of a month: its digest, its sums, and that it hangs on the one before it (LED-01)."""
    report = Report()
    for record in _records(connection, period_id):
        report.entries += 1
        report.lines += len(record["lines"])
        for message in (*faults(record), *_link_faults(record)):
            report.find(message, entry=record["id"], number=f"{record['number_key']}/{record['number']}")
    return report


def _link_faults(record: Mapping[str, Any]) -> Iterator[str]:
    before = record["before_hash"] or (GENESIS if record["sequence"] == 1 else None)
    if before is None:
        yield N_("Entry {entry} ({number}): an entry before it is missing, doubled or out of order")
    elif before != record["previous"]:
        yield N_("Entry {entry} ({number}): the chain does not lead to the entry before it")


def _records(connection: Connection, period_id: int) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        asked = {"period": period_id, "after": after, "page": PAGE}
        page = [plain_row(row) for row in connection.execute(_ENTRIES, asked).mappings()]
        lines: dict[int, list[dict[str, Any]]] = {entry["id"]: [] for entry in page}
        if lines:
            for row in connection.execute(LINES, {"entries": list(lines)}).mappings():
                lines[row["entry_id"]].append(plain_row(row))
        for entry in page:
            yield {**entry, "lines": lines[entry["id"]]}
        if len(page) < PAGE:
            return
        after = page[-1]["id"]


def balances_differ(connection: Connection, period_id: int) -> list[str]:
    """Return the accounts whose balances of a month are not the sums of its lines."""
    return list(connection.scalars(_DIFFERENT, {"period": period_id}))


def turnover(connection: Connection, period_id: int) -> tuple[int, int]:
    """Return all debits and all credits of a month in 1/10 000; they must be the same."""
    debit, credit = connection.execute(_TOTAL, {"period": period_id}).one()
    return int(debit), int(credit)


def gaps(connection: Connection, company_id: int, month: str) -> list[Finding]:
    """Return the journals whose numbers of a month, or of its year, are not 1, 2, 3 … up to the counter."""
    asked = {"company": company_id, "keys": [month, month[:4]]}
    return [
        Finding(
            N_("Journal {journal} {key}: {count} entries, last number {last}, counter {counter}"),
            {"journal": journal, "key": key, "count": count, "last": last, "counter": counter},
        )
        for journal, key, count, last, counter in connection.execute(_NUMBERS, asked)
        if not count == last == counter
    ]
