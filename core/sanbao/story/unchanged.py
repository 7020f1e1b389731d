"""Whether a refusal really left everything as it was: the content of every table, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import inspect, text

from sanbao.database import Database
from sanbao.i18n import N_, _


@dataclass(frozen=True)
class TableState:
    """How many rows a table has, and what stands in them."""

    rows_count: int
    digest: str


def state_of(database: Database) -> dict[str, TableState]:
    """Return the state of every table, balances included."""
    with database.owning() as connection:
        states = {}
        for name in sorted(inspect(connection).get_table_names()):
            rows = sorted(map(repr, map(tuple, connection.execute(text(f'SELECT * FROM "{name}"')))))
            states[name] = TableState(len(rows), sha256("\n".join(rows).encode()).hexdigest())
        return states


def changes(before: Mapping[str, TableState], after: Mapping[str, TableState]) -> list[str]:
    """Return one line for each table that is not as it was."""
    told = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, TableState(0, "")), after.get(name, TableState(0, ""))
        if old.rows_count != new.rows_count:
            told.append(_(N_("{table}: {new} rows instead of {old}"), table=name, new=new.rows_count, old=old.rows_count))
        elif old != new:
            told.append(_(N_("{table}: other contents"), table=name))
    return told
