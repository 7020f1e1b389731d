"""What accounts carry and what lies where: read from the derived tables, which a command rebuilds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, text

from sanbao.database.pages import pages
from sanbao.ledger.engine import refusals

_BALANCE = "SELECT coalesce(sum(debit - credit), 0) FROM balance WHERE company_id = :company AND account_id = :account"
_BALANCES = (
    "SELECT cost_object_id, sum(debit - credit) FROM balance WHERE company_id = :company "
    "AND account_id = :account AND cost_object_id IN :keys{whose} GROUP BY cost_object_id"
)
_STOCK = (
    "SELECT coalesce(sum(quantity), 0), coalesce(sum(value), 0) FROM stock "
    "WHERE company_id = :company AND account_id = :account AND product_id = :product"
)
_REBUILD = (
    # A draft opens the derived tables for this transaction; it is taken away again before the end.
    "INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, "
    "document_id, event, operation, user_id, recorded_at, hash_version, digest, previous, hash, state) "
    "SELECT -1, company_id, journal_id, period_id, 9000000000000000, number_key, 9000000000000000, date, '', "
    "document_id, ' rebuild', '', 0, recorded_at, 1, '', '', '', 0 FROM entry WHERE company_id = ? LIMIT 1",
    "DELETE FROM balance WHERE company_id = ?",
    "DELETE FROM stock WHERE company_id = ?",
    "INSERT INTO balance SELECT e.company_id, l.account_id, e.period_id, coalesce(l.party_id, 0), "
    "coalesce(l.cost_object_id, 0), coalesce(l.cost_centre_id, 0), 0, sum(l.debit), sum(l.credit) "
    "FROM entry_line AS l JOIN entry AS e ON e.id = l.entry_id "
    "WHERE e.company_id = ? AND (l.debit <> 0 OR l.credit <> 0) GROUP BY 1, 2, 3, 4, 5, 6",
    "INSERT INTO stock SELECT e.company_id, l.account_id, l.product_id, coalesce(l.place_id, 0), "
    "coalesce(l.unit_id, 0), sum(coalesce(l.quantity, 0)), sum(l.debit - l.credit) "
    "FROM entry_line AS l JOIN entry AS e ON e.id = l.entry_id "
    "WHERE e.company_id = ? AND l.product_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5",
    "DELETE FROM entry WHERE id = -1 AND company_id = ?",
)


def balance_units(
    connection: Connection, company_id: int, account_id: int, dimensions: Mapping[str, int | None]
) -> int:
    """Return debit minus credit in 1/10 000, for the dimensions that are given."""
    given = {name: value for name, value in dimensions.items() if value is not None}
    where = "".join(f" AND {name}_id = :{name}" for name in given)
    asked = {"company": company_id, "account": account_id, **given}
    return int(connection.execute(text(_BALANCE + where), asked).scalar_one())


def balances_units(
    connection: Connection,
    company_id: int,
    account_id: int,
    cost_objects: Sequence[int],
    party: int | None = None,
) -> dict[int, int]:
    """Return debit minus credit in 1/10 000 of an account for each of many cost objects that it carries, of a party if given."""
    found: dict[int, int] = {}
    given = {} if party is None else {"party": party}
    said = _BALANCES.format(whose=" AND party_id = :party" if given else "")
    query = text(said).bindparams(bindparam("keys", expanding=True))
    for keys in pages(cost_objects):
        asked = {"company": company_id, "account": account_id, "keys": keys, **given}
        found |= {key: int(units) for key, units in connection.execute(query, asked)}
    return found


def stock_units(
    connection: Connection,
    company_id: int,
    account_id: int,
    product: int,
    dimensions: Mapping[str, int | None],
) -> tuple[int, int]:
    """Return quantity and value in 1/10 000 of a product in an account, at a place or of a unit if given."""
    given = {name: value for name, value in dimensions.items() if value is not None}
    where = "".join(f" AND {name}_id = :{name}" for name in given)
    asked = {"company": company_id, "account": account_id, "product": product, **given}
    quantity, value = connection.execute(text(_STOCK + where), asked).one()
    return int(quantity), int(value)


def rebuild(connection: Connection, company_id: int) -> None:
    """Make the balances and the stock of a company anew from its entries."""
    with refusals():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT ledger_rebuild(%s)", (company_id,))
            return
        for statement in _REBUILD:
            connection.exec_driver_sql(statement, (company_id,))
