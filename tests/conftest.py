"""Fixtures of the whole house: companies on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sanbao
from sanbao.testing import Addresses, PostgresServer, fixed_clock, postgres, sqlite_address


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test run's own."""
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Either database: a test that asks for it runs on both."""
    return str(request.param)


@pytest.fixture
def address(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Addresses:
    """The address of an empty database."""
    if backend == "sqlite":
        return sqlite_address(tmp_path)
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.new_database()


MakeCompany = Callable[..., sanbao.Sanbao]


@pytest.fixture
def make_company(address: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeCompany]:
    """Make a company with some plugins; it is closed at the end of the test."""
    opened: list[sanbao.Sanbao] = []
    monkeypatch.setenv("SANBAO_FILES", str(tmp_path / "files"))

    def make(**facts: Any) -> sanbao.Sanbao:
        given = {"company": "华安监控", "clock": fixed_clock(), **facts}
        erp = sanbao.create(address.url, owner_url=address.owner_url, **given)
        opened.append(erp)
        return erp

    yield make
    for erp in opened:
        erp.close()


@pytest.fixture
def erp(make_company: MakeCompany) -> sanbao.Sanbao:
    """A company with the core alone."""
    return make_company()
