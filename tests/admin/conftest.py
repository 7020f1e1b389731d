"""Fixtures of the back office: an application over a company, and people who are really signed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

import sanbao
from sanbao_admin import create_app
from sanbao_admin.signing_in import accounts, passwords

#: Hashes that cost nothing, for tests alone.
CHEAP = {
    "argon2__type": "ID",
    "argon2__memory_cost": 8,
    "argon2__rounds": 1,
    "argon2__parallelism": 1,
}
PASSWORD = "leaf-Winter-37-boat"
_TOKEN = re.compile(r'name="csrf_token"[^>]*? value="([^"]+)"')


def token_in(answer: TestResponse) -> str:
    """Return the token against forgery that stands in a page's first form."""
    found = _TOKEN.search(answer.get_data(as_text=True))
    assert found is not None, f"no token in {answer.request.path}: {answer.status}"
    return found[1]


def post(client: Client, address: str, data: dict[str, Any] | None = None, page: str = "", **more: Any) -> TestResponse:
    """Send a form as a browser does: with the token of the page that shows it."""
    token = token_in(client.get(page or address))
    return client.post(address, data={"csrf_token": token, **(data or {})}, **more)


@dataclass
class Office:
    """The back office of one company: its application, and browsers."""

    erp: sanbao.Sanbao
    app: Flask
    people: list[str] = field(default_factory=lambda: ["admin"])

    def add(self, login: str, roles: Sequence[str], password: str | None = PASSWORD) -> str:
        """Let a person with these roles work here, and sign in where she has a password."""
        self.erp.do("user.create", {"login": login, "roles": list(roles)}, user="admin")
        if password is not None:
            self.set_password(login, password)
        return login

    def set_password(self, login: str, password: str = PASSWORD, must_change: bool = False) -> None:
        """Give a person a password."""
        accounts.set_password(self.erp, login, password, must_change, hashing=passwords.hashing(CHEAP))

    def browser(self, address: str = "127.0.0.1") -> Client:
        """Return a browser in which nobody is signed in."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def sign_in(self, login: str = "admin", password: str = PASSWORD, address: str = "127.0.0.1") -> Client:
        """Return a browser in which a person has signed in through the page, like anybody."""
        client = self.browser(address)
        answer = post(client, "/sign-in", {"login": login, "password": password})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return client


MakeOffice = Callable[..., Office]


@pytest.fixture
def make_office(make_company: Callable[..., sanbao.Sanbao]) -> MakeOffice:
    """Make a company with its back office: ``make_office(plugins=["warranty"], clock=…, config={…})``."""

    def make(
        *,
        plugins: Sequence[str] = (),
        people: dict[str, Sequence[str]] | None = None,
        config: dict[str, Any] | None = None,
        **facts: Any,
    ) -> Office:
        erp = make_company(plugins=[*plugins, "admin"], **facts)
        settings = {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP, **(config or {})}
        office = Office(erp, create_app(erp, **settings))
        office.set_password("admin")
        for login, roles in (people or {}).items():
            office.add(login, roles)
        return office

    return make


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """A back office over the core alone, with an administrator who can sign in."""
    return make_office()
