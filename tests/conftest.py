"""Fixtures of the whole house: companies on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

import sanbao
from sanbao.testing import Addresses, PostgresServer, fixed_clock, postgres, sqlite_address


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test run's own, in a hurry: what is killed in tests is never the machine."""
    with postgres(durable=False) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Either database: a test that asks for it runs on both."""
    return str(request.param)


@pytest.fixture
def address(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Addresses]:
    """The address of an empty database, or of the one that ``make_company`` is going to make."""
    if backend == "sqlite":
        yield sqlite_address(tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    found = server.new_address() if "make_company" in request.fixturenames else server.new_database()
    yield found
    server.drop(found)


MakeCompany = Callable[..., sanbao.Sanbao]
#: When the companies of the tests were made, unless they say otherwise.
FOUNDED = "2024-06-03T09:00:00+08:00"


class Templates:
    """Companies made once in a test run; every test gets a copy of its own, which takes a tenth of the time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[str, Addresses] = {}

    def fill(
        self, address: Addresses, server: PostgresServer | None, founded: str, facts: dict[str, Any]
    ) -> None:
        """Let the database at this address hold such a company, made at that moment."""
        key = f"{server is not None} {founded} {sorted((name, repr(value)) for name, value in facts.items())}"
        if key not in self.made:
            template = server.new_database() if server is not None else sqlite_address(self.folder)
            clock = fixed_clock(founded)
            sanbao.create(template.url, owner_url=template.owner_url, clock=clock, **facts).close()
            self.made[key] = template
        template = self.made[key]
        if server is not None:
            server.copy(template, address)
        else:
            shutil.copyfile(str(make_url(template.url).database), str(make_url(address.url).database))


@pytest.fixture(scope="session")
def company_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """The companies that this run has made so far."""
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def make_company(
    backend: str,
    address: Addresses,
    company_templates: Templates,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MakeCompany]:
    """Make a company with some plugins; it is closed at the end of the test."""
    opened: list[sanbao.Sanbao] = []
    monkeypatch.setenv("SANBAO_FILES", str(tmp_path / "files"))
    server = request.getfixturevalue("postgres_server") if backend == "postgresql" else None

    def make(
        *, clock: Callable[[], datetime] | None = None, founded: str = FOUNDED, **facts: Any
    ) -> sanbao.Sanbao:
        company_templates.fill(address, server, founded, {"company": "华安监控", **facts})
        erp = sanbao.open(
            address.url,
            owner_url=address.owner_url,
            clock=clock or fixed_clock(),
            sources=facts.get("sources"),
        )
        opened.append(erp)
        return erp

    yield make
    for erp in opened:
        erp.close()


@pytest.fixture
def erp(make_company: MakeCompany) -> sanbao.Sanbao:
    """A company with the core alone."""
    return make_company()
