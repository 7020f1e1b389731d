"""What tests of the interface for programs share: a program with a token, and a company with something in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from offices import Office
from werkzeug.test import TestResponse

import sanbao
from sanbao_admin.api import tokens

ROOT = "/api/v1"
PEOPLE = {
    "clerk": ["service_clerk"],
    "li.na": ["service_manager"],
    "zhao.min": ["finance"],
    "eng": ["service_engineer", "service_clerk"],
    "hr1": ["hr"],
}
_keys = itertools.count(1)


@dataclass
class Program:
    """A program that acts for a person by a token."""

    app: Flask
    secret: str
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        """Send a request with the token."""
        headers = {"Authorization": f"Bearer {self.secret}", **self.headers, **more.pop("headers", {})}
        address = path if path.startswith(ROOT) else ROOT + path
        return self.app.test_client(use_cookies=False).open(address, method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        """Look at something."""
        return self.call("GET", path, **more)

    def post(self, path: str, data: Any = None, *, key: str | None = None, **more: Any) -> TestResponse:
        """Do something, each time with a key of its own unless one is given."""
        headers = {"Idempotency-Key": key or f"key-{next(_keys)}", **more.pop("headers", {})}
        return self.call("POST", path, json=data if data is not None else {}, headers=headers, **more)


def program(
    office: Office, user: str = "admin", scopes: Iterable[str] = ("*",), days: int = 30, **headers: str
) -> Program:
    """Return a program with a fresh token of a person."""
    _row, secret = tokens.create(
        office.erp, user, "test", list(scopes), tokens.today(office.erp) + timedelta(days=days)
    )
    return Program(office.app, secret, headers)


def stock(erp: sanbao.Sanbao) -> None:
    """Let the company have people, a customer, a supplier, products and units."""
    for login, roles in PEOPLE.items():
        erp.do("user.create", {"login": login, "roles": roles}, user="admin")
    for code, name, roles in (("C1", "东海冷链", "customer"), ("S1", "芯源电子", "supplier")):
        erp.do("party.create", {"code": code, "name": name, "roles": roles}, user="admin")
    for code, name in (("PUMP-3", "增压泵"), ("FAN/2", "风机")):
        erp.do("product.create", {"code": code, "name": name}, user="admin")
    for number in range(1, 6):
        unit = {
            "serial": f"HA-0000{number}",
            "product": "PUMP-3" if number < 4 else "FAN/2",
            "customer": "C1",
        }
        erp.do("unit.register", {**unit, "accepted_on": "2024-02-29"}, user="admin")


def claim(erp: sanbao.Sanbao, unit: str = "HA-00001", user: str = "clerk", fault: str = "E07 无压力") -> str:
    """Open a claim and return its number."""
    number = erp.do("claim.open", {"unit": unit, "fault": fault}, user=user).number
    assert number is not None
    return number


def rows_written(erp: sanbao.Sanbao) -> dict[str, int]:
    """Return how many rows each table of the business has; requests, sessions and tokens do not count."""
    from sqlalchemy import inspect, text

    with erp.database.reading() as connection:
        names = [name for name in inspect(connection).get_table_names() if not name.startswith("admin_")]
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names
        }
