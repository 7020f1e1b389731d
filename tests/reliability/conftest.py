"""Fixtures: fresh companies with the toy, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from reliability_company import Companies, make_template

import sanbao
from sanbao.testing import Addresses, PostgresServer, postgres, sqlite_address


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL that writes as durably as in earnest."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_companies(tmp_path_factory: pytest.TempPathFactory) -> Companies:
    folder = tmp_path_factory.mktemp("companies")
    return make_template(sqlite_address(folder), folder, None)


@pytest.fixture(scope="session")
def postgresql_companies(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Companies:
    return make_template(
        postgres_server.new_database(), tmp_path_factory.mktemp("companies"), postgres_server
    )


@pytest.fixture
def companies(backend: str, request: pytest.FixtureRequest) -> Companies:
    found: Companies = request.getfixturevalue(f"{backend}_companies")
    return found


@pytest.fixture
def company(companies: Companies) -> Iterator[tuple[sanbao.Sanbao, Addresses]]:
    erp, address = companies.fresh()
    yield erp, address
    erp.close()


@pytest.fixture
def toyland(company: tuple[sanbao.Sanbao, Addresses]) -> sanbao.Sanbao:
    return company[0]
