"""All tables as JSON lines, in an order in which they can be written again: into the other kind of database too.

Rows are loaded before the guards of the books are put in place; afterwards the books are verified, and unless they
are whole nothing is kept.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO

from sqlalchemy import JSON, Connection, Date, MetaData, Table, bindparam, func, inspect, select, text, update
from sqlalchemy.orm import Session

from sanbao.database import Base, Database, Moment, migrations
from sanbao.database.types import Amount
from sanbao.errors import Invalid, Misconfigured
from sanbao.i18n import N_
from sanbao.ledger import guards
from sanbao.ledger.verify import verify
from sanbao.plugin import discovery, lifecycle
from sanbao.plugin.models import PluginState

FORMAT = 1
BATCH = 1_000


class PluginAway(Misconfigured):
    """The tables of a plugin can only be read or written with its code."""

    code = "backup.plugin_away"
    message = N_("the data of the plugin {plugin} is in there, but the plugin is not installed; install it first")


class Unreadable(Invalid):
    """The dump is cut off, or was written by a newer program."""

    code = "backup.unreadable"
    message = N_("this backup cannot be read: {reason}")


class NotWhole(Invalid):
    """What was loaded does not verify."""

    code = "backup.not_whole"
    message = N_("the restored books do not verify, so nothing was kept: {reason}")


@dataclass(frozen=True)
class Owner:
    """Who owns some tables: the core or a plugin, at a revision."""

    name: str
    package: str
    metadata: MetaData
    revision: str | None


def dump(connection: Connection, stream: TextIO, sources: Mapping[str, str]) -> int:
    """Write every row of the core and of every plugin that has tables here; return how many."""
    owners = _owners(connection, _plugins_here(connection), sources)
    header = {"format": FORMAT, "revisions": {owner.name: owner.revision for owner in owners}}
    stream.write(json.dumps(header) + "\n")
    count = 0
    for table in _tables(owners):
        for row in _rows(connection, table):
            stream.write(json.dumps([table.name, row], ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    stream.write(json.dumps({"end": count}) + "\n")
    return count


def _plugins_here(connection: Connection) -> dict[str, str | None]:
    with Session(connection) as session:
        names = list(session.scalars(select(PluginState.name)))
    tables = set(inspect(connection).get_table_names())
    return {name: migrations.current(connection, name) for name in names if migrations.version_table(name) in tables}


def _owners(connection: Connection, plugins: Mapping[str, str | None], sources: Mapping[str, str]) -> list[Owner]:
    for name in plugins:
        if name not in sources:
            raise PluginAway(plugin=name)
    manifests = {name: discovery.load(name, sources)[0] for name in plugins}
    found = [Owner("core", "sanbao", Base.metadata, migrations.current(connection, "core"))]
    for name in discovery.in_order(manifests):
        manifest = manifests[name]
        found.append(Owner(name, manifest.package, lifecycle.metadata_of(manifest), plugins[name]))
    return found


def _tables(owners: Iterable[Owner]) -> list[Table]:
    return [table for owner in owners for table in owner.metadata.sorted_tables]


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    streamed = connection.execution_options(yield_per=BATCH)
    for row in streamed.execute(select(table).order_by(*table.primary_key.columns)).mappings():
        yield {str(name): _encoded(value) for name, value in row.items() if value is not None}


def _encoded(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, datetime | date) else value


def load(database: Database, lines: Iterable[str], sources: Mapping[str, str]) -> int:
    """Write a dump into an empty database, whole or not at all; return how many rows."""
    records = _records(lines)
    header = next(records, None)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise Unreadable(reason="format")
    with database.owning() as connection, migrations.migration_lock(connection):
        plugins = {name: revision for name, revision in header["revisions"].items() if name != "core"}
        owners = _owners(connection, plugins, sources)
        for owner in owners:
            target = header["revisions"][owner.name] or "head"
            migrations.upgrade(connection, owner.name, owner.package, owner.metadata, target)
        count = _fill(connection, _tables(owners), records)
        for owner in owners:
            migrations.upgrade(connection, owner.name, owner.package, owner.metadata)
        guards.install(connection)
        lifecycle.grant_rights(database, connection)
        report = verify(connection)
        if not report.clean:
            raise NotWhole(reason=str(report.findings[0]))
    return count


def _records(lines: Iterable[str]) -> Iterator[Any]:
    for number, line in enumerate(lines, 1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise Unreadable(reason=f"{number}: {error}") from error


def _fill(connection: Connection, tables: Sequence[Table], records: Iterator[Any]) -> int:
    by_name = {table.name: table for table in tables}
    filling: _Filling | None = None
    count, ended = 0, None
    for record in records:
        if isinstance(record, dict):
            ended = record.get("end")
            break
        name, row = record
        if name not in by_name:
            raise Unreadable(reason=name)
        if filling is None or filling.table.name != name:
            if filling is not None:
                filling.finish()
            filling = _Filling(connection, by_name[name])
        filling.add(row)
        count += 1
    if filling is not None:
        filling.finish()
    if ended != count:
        raise Unreadable(reason=f"{count} ≠ {ended}")
    return count


class _Filling:
    """One table while it is being filled; what points to a row of its own is written once all rows stand there."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.connection = connection
        self.table = table
        self.own = {key.parent.name for key in table.foreign_keys if key.column.table is table}
        self.groups: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
        self.pointers: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, row: Mapping[str, Any]) -> None:
        """Take a row in; rows with the same columns are written together."""
        values = {name: _decoded(self.table, name, value) for name, value in row.items()}
        for name in self.own & set(values):
            self.pointers[name].append({"of": values["id"], "to": values.pop(name)})
        group = self.groups[frozenset(values)]
        group.append(values)
        if len(group) >= BATCH:
            self._write(group)

    def _write(self, group: list[dict[str, Any]]) -> None:
        if group:
            self.connection.execute(self.table.insert(), group)
            group.clear()

    def finish(self) -> None:
        """Write what is left, the pointers, and where numbering goes on."""
        for group in self.groups.values():
            self._write(group)
        for name, pairs in self.pointers.items():
            column = self.table.c[name]
            point = update(self.table).where(self.table.c.id == bindparam("of")).values({column: bindparam("to")})
            self.connection.execute(point, pairs)
        if self.connection.dialect.name == "postgresql" and "id" in self.table.c:
            highest = self.connection.scalar(select(func.max(self.table.c.id)))
            asked = {"table": self.table.name, "highest": highest}
            self.connection.execute(text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"), asked)


def _decoded(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if isinstance(kind, JSON):
        return value
    if isinstance(kind, Amount):
        return Decimal(value)
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
