"""Give a company its first chart, roles and journals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from sanbao.ledger.models import TABLES

_TABLES: dict[str, Table] = {table.name: table for table in TABLES}


@cache
def default_chart() -> Mapping[str, Any]:
    """Return the chart of LED-02 as it stands in ``chart.yaml``."""
    source = files("sanbao.ledger").joinpath("chart.yaml")
    chart: Mapping[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return chart


def seed(connection: Connection, company_id: int, chart: Mapping[str, Any] | None = None) -> None:
    """Create the accounts, roles and journals that are not there yet; what is there stays as it is."""
    chart = chart or default_chart()
    accounts = chart["accounts"]
    _add(connection, "account", [_account(company_id, row) for row in accounts])
    _add(connection, "account_role", _roles(connection, company_id, accounts))
    _add(connection, "journal", [_journal(company_id, row) for row in chart["journals"]])


def _account(company_id: int, row: Mapping[str, Any]) -> dict[str, Any]:
    code = str(row["code"])
    parent = row.get("parent") or (code.rpartition(".")[0] or None)
    named = {"name": row["zh"], "name_en": row.get("en"), "kind": row["kind"]}
    return {"company_id": company_id, "code": code, "parent": parent, **named}


def _journal(company_id: int, row: Mapping[str, Any]) -> dict[str, Any]:
    named = {"name": row["zh"], "name_en": row.get("en"), "numbering": row["numbering"]}
    return {"company_id": company_id, "code": row["code"], **named}


def _roles(
    connection: Connection, company_id: int, accounts: list[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    account = _TABLES["account"]
    found = connection.execute(select(account.c.code, account.c.id).where(account.c.company_id == company_id))
    ids: dict[str, int] = {row[0]: row[1] for row in found}
    return [
        {"company_id": company_id, "role": row["role"], "account_id": ids[str(row["code"])]}
        for row in accounts
        if row.get("role")
    ]


def _add(connection: Connection, name: str, rows: list[dict[str, Any]]) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    if rows:
        connection.execute(insert(_TABLES[name]).on_conflict_do_nothing(), rows)
