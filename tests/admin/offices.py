"""What tests of the back office share: an application over a company, and browsers in which people sign in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event
from werkzeug.test import Client, TestResponse

import sanbao
from cheap_hashes import CHEAP
from clocks import Clock
from sanbao_admin import keeping
from sanbao_admin.signing_in import accounts, administering, passwords
from sanbao_admin.signing_in.models import Tries

__all__ = [
    "CHEAP",
    "PASSWORD",
    "Browser",
    "Clock",
    "MakeOffice",
    "Office",
    "Staffed",
    "counted",
    "post",
    "token_in",
]

PASSWORD = "leaf-Winter-37-boat"
_TOKEN = re.compile(r'name="csrf_token"[^>]*? value="([^"]+)"')


class Browser(FlaskClient):
    """A browser that follows the way from a form that was refused, or tried, to where it is shown again."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Answer with the form as it is shown again, where an answer leads to it; any other is left alone."""
        answer = super().open(*args, **kwargs)
        shown = answer.headers.get("Location", "")
        return super().open(shown) if answer.status_code == 303 and "?kept=" in shown else answer


def token_in(answer: TestResponse) -> str:
    """Return the token against forgery that stands in a page's first form."""
    found = _TOKEN.search(answer.get_data(as_text=True))
    assert found is not None, f"no token in {answer.request.path}: {answer.status}"
    return found[1]


def post(
    client: Client, address: str, data: dict[str, Any] | None = None, page: str = "", **more: Any
) -> TestResponse:
    """Send a form as a browser does: with the token of the page that shows it."""
    token = token_in(client.get(page or address))
    return client.post(address, data={"csrf_token": token, **(data or {})}, **more)


@dataclass(frozen=True)
class Staffed:
    """What a company is prepared with and the people who can sign in there: done once in a run, and copied."""

    prepare: Callable[[sanbao.Sanbao], None] | None
    people: tuple[tuple[str, tuple[str, ...]], ...]
    first_password: bool

    def __call__(self, erp: sanbao.Sanbao) -> None:
        """Prepare the company, and let its people come in."""
        if self.prepare is not None:
            self.prepare(erp)
        if self.first_password:
            give_password(erp, "admin")
        for login, roles in self.people:
            employ(erp, login, roles)


def employ(erp: sanbao.Sanbao, login: str, roles: Sequence[str], password: str | None = PASSWORD) -> None:
    """Let a person with these roles work here, and sign in where she has a password."""
    erp.do("user.create", {"login": login, "roles": list(roles)}, user="admin")
    if password is not None:
        give_password(erp, login, password)


def give_password(
    erp: sanbao.Sanbao,
    login: str,
    password: str = PASSWORD,
    must_change: bool = False,
    hashing: dict[str, Any] = CHEAP,
) -> None:
    """Give a person a password."""
    accounts.set_password(erp, login, password, must_change, hashing=passwords.hashing(hashing))


@dataclass
class Office:
    """The back office of one company: its application, and browsers."""

    erp: sanbao.Sanbao
    app: Flask
    people: list[str] = field(default_factory=lambda: ["admin"])

    def __post_init__(self) -> None:
        """Let every browser follow the way to a form that is shown again."""
        self.app.test_client_class = Browser

    def add(self, login: str, roles: Sequence[str], password: str | None = PASSWORD) -> str:
        """Let a person with these roles work here, and sign in where she has a password."""
        employ(self.erp, login, roles, password)
        return login

    def set_password(self, login: str, *given: Any, **more: Any) -> None:
        """Give a person a password."""
        give_password(self.erp, login, *given, **more)

    def forget_tries(self) -> None:
        """Let everybody try again, from everywhere."""
        with keeping.writing(self.erp) as session:
            session.execute(delete(Tries))

    def unlock(self, login: str) -> None:
        """Let a person try again who has tried too often."""
        administering.unlock(self.erp, login, by="admin")

    def browser(self, address: str = "127.0.0.1") -> Client:
        """Return a browser in which nobody is signed in."""
        client = self.app.test_client()
        client.environ_base |= {"REMOTE_ADDR": address, "HTTP_ACCEPT": "text/html,*/*;q=0.8"}
        return client

    def sign_in(self, login: str = "admin", password: str = PASSWORD, address: str = "127.0.0.1") -> Client:
        """Return a browser in which a person has signed in through the page, like anybody."""
        client = self.browser(address)
        answer = post(client, "/sign-in", {"login": login, "password": password})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        return client


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    """Gather what is asked of the database, what begins and ends a transaction aside."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "ROLLBACK", "COMMIT")):
            asked.append(statement)

    engine = office.erp.database.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", count)


MakeOffice = Callable[..., Office]
