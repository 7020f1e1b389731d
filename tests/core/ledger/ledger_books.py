"""Books to test with, on both databases: two companies, documents, the default chart, guards, roles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, make_url

from sanbao.database import BigId, Database, connect
from sanbao.ledger import Entry, Ledger, Line, Posted, credit, debit, guards, seed
from sanbao.ledger.models import TABLES
from sanbao.money import CNY, Currency

NOW = datetime(2024, 6, 3, 1, 2, 3, 456789, tzinfo=UTC)
APP_ROLE = "sanbao_app_test"
DOCUMENTS = 400
_schema_numbers = count(1)


@dataclass
class Books:
    """A database with books, and short ways to use them."""

    database: Database
    now: datetime = NOW
    currency: Currency = CNY
    _events: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def backend(self) -> str:
        return "sqlite" if self.database.is_sqlite else "postgresql"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.database.writer.held(), self.database.engine.begin() as connection:
            yield connection

    def ledger(self, connection: Connection, company: int = 1, **options: Any) -> Ledger:
        return Ledger(lambda: connection, company, self.currency, self.now, **options)

    def entry(self, *lines: Line, on: date = date(2024, 6, 3), document: int = 1, **given: Any) -> Entry:
        event = given.pop("event", None) or f"event:{next(self._events)}"
        plain = {"summary": "更换水泵", "operation": "test.post", "user_id": 7}
        return Entry(date=on, lines=lines, document_id=document, event=event, **{**plain, **given})

    def sale(self, amount: str = "100.00", **given: Any) -> Entry:
        value = Decimal(amount)
        return self.entry(debit("AR", value, party=5), credit("SERVICE_REV", value), **given)

    def post(self, *entries: Entry, company: int = 1) -> list[Posted]:
        with self.writing() as connection:
            ledger = self.ledger(connection, company)
            for entry in entries:
                ledger.post(entry)
            return ledger.seal()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.database.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]


def make_tables() -> MetaData:
    """The ledger's tables beside the smallest possible stand-ins for company and document."""
    own = MetaData()
    Table("company", own, Column("id", BigId, primary_key=True, autoincrement=False))
    Table("document", own, Column("id", BigId, primary_key=True, autoincrement=False))
    for table in TABLES:
        copied = {constraint.name: constraint for constraint in table.to_metadata(own).constraints}
        for constraint in table.constraints:
            copied[constraint.name]._ddl_if = constraint._ddl_if  # a copy forgets for which database it is
    return own


def fill(database: Database, app_role: str | None = None) -> None:
    tables = make_tables()
    with database.owning() as connection:
        tables.create_all(connection)
        connection.execute(tables.tables["company"].insert(), [{"id": 1}, {"id": 2}])
        connection.execute(tables.tables["document"].insert(), [{"id": n} for n in range(1, DOCUMENTS + 1)])
        guards.install(connection)
        seed(connection, 1)
        seed(connection, 2)
        if app_role:
            guards.grants(connection, app_role)
            connection.exec_driver_sql(f"GRANT SELECT ON company, document TO {app_role}")


def sqlite_books(folder: Path) -> Books:
    database = connect(f"sqlite:///{folder / 'books.sqlite'}")
    fill(database)
    return Books(database)


def postgresql_books(url: str) -> Books:
    """Books in a schema of their own, used through an application role without rights on the tables."""
    schema = f"books_{next(_schema_numbers)}"
    plain = connect(url)
    with plain.owning() as connection:
        connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
        found = connection.exec_driver_sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{APP_ROLE}'").first()
        if not found:
            connection.exec_driver_sql(f"CREATE ROLE {APP_ROLE} LOGIN")
    plain.close()
    owner = make_url(url).update_query_dict({"options": f"-csearch_path={schema}"})
    app = owner.set(username=APP_ROLE)
    shown = [address.render_as_string(hide_password=False) for address in (app, owner)]
    database = connect(*shown)
    fill(database, APP_ROLE)
    return Books(database)
