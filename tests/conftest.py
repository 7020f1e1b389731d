"""Fixtures of the whole house: companies on SQLite and on PostgreSQL."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from sqlalchemy import Engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.util import LRUCache

import sanbao
from demonstration import Demonstration, demonstration
from sanbao.database import engine
from sanbao.testing import Addresses, PostgresServer, fixed_clock, passing_folder, postgres, sqlite_address
from sizes import THOROUGH

# The companies of the tests need not outlive them: read by pytest when the first test wants a folder.
if (_memory := passing_folder()) is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _memory)
#: The databases on which everything is tried.
BACKENDS = ("sqlite", "postgresql")
# The collector would walk through all that is imported again and again, for the little that tests leave behind.
gc.set_threshold(20_000, 20, 20)


def pytest_collection_finish() -> None:
    """Spare the collector what stays until the end: modules, classes, and the tests themselves."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def files_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let companies on PostgreSQL keep their files in a passing folder, not where the tests are started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANBAO_FILES", str(tmp_path_factory.mktemp("files")))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Let the companies of a run share SQLAlchemy's compiled statements, a quarter of their time: as one company does."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("_sqlite", "_postgresql"):
            patch.setattr(engine, kind, _sharing(getattr(engine, kind)))
        yield


def _sharing(make: Callable[[URL], Engine]) -> Callable[[URL], Engine]:
    """Let each engine speak with the first one's dialect, to which compiled statements belong, once that has met a server."""
    first: list[Engine] = []

    def made(url: URL) -> Engine:
        fresh = make(url)
        if not first or first[0].dialect.server_version_info is None:
            first[:] = [fresh]
            fresh._compiled_cache = LRUCache(5_000)
        else:
            fresh.dialect, fresh._compiled_cache = first[0].dialect, first[0]._compiled_cache
        return fresh

    return made


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test run's own, in a hurry: what is killed in tests is never the machine."""
    with postgres(durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The demonstration company, to be looked at; who wants to work in it takes a copy."""
    return demonstration(tmp_path_factory)


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try a page whose statements are shown elsewhere on one database, which the run chooses; on both at a gate."""
    is_one_enough = metafunc.definition.get_closest_marker("either_backend") is not None and not THOROUGH
    if is_one_enough and "backend" in metafunc.fixturenames:
        # What all workers of a run share, so that they gather the same tests.
        chance = os.environ.get("SANBAO_SEED") or os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
        chosen = crc32(f"{chance} {metafunc.definition.nodeid}".encode()) % len(BACKENDS)
        metafunc.definition.add_marker(
            pytest.mark.parametrize("backend", [BACKENDS[chosen]], indirect=True)
        )


@pytest.fixture(params=BACKENDS)
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


Clock = Callable[[], datetime]
#: What people do in a company before the test begins; done once, and copied.
Prepare = Callable[[sanbao.Sanbao], None]


class Templates:
    """Companies made once in a test run; every test gets a copy of its own, which takes a tenth of the time."""

    def __init__(self, folder: Path, server: Callable[[], PostgresServer]) -> None:
        self.folder = folder
        self.server = server
        self.made: dict[Hashable, Addresses] = {}

    def copy(self, kept: Hashable, make: Callable[[Addresses], None], address: Addresses) -> None:
        """Let an address hold a copy of what is kept under this name, which is made where it is not kept yet."""
        on_server = address.owner_url is not None
        key = (on_server, kept)
        if key not in self.made:
            fresh = self.server().new_database() if on_server else sqlite_address(self.folder)
            make(fresh)
            self.made[key] = fresh
        template = self.made[key]
        if on_server:
            self.server().copy(template, address)
        else:
            shutil.copyfile(_file(template), _file(address))

    def fill(
        self, address: Addresses, founded: str, facts: dict[str, Any], clock: Clock, prepare: Prepare | None
    ) -> None:
        """Let the database at this address hold such a company, made at that moment and prepared at the clock's."""
        name = f"{founded} {sorted((name, repr(value)) for name, value in facts.items())}"

        def found(fresh: Addresses) -> None:
            clock = fixed_clock(founded)
            sanbao.create(fresh.url, owner_url=fresh.owner_url, clock=clock, **facts).close()

        def furnish(fresh: Addresses) -> None:
            assert prepare is not None
            self.copy(name, found, fresh)
            with _open(fresh, clock, facts) as erp:
                prepare(erp)

        if prepare is None:
            self.copy(name, found, address)
        else:
            self.copy((name, clock(), prepare), furnish, address)


def _file(address: Addresses) -> str:
    return str(make_url(address.url).database)


def _open(address: Addresses, clock: Clock, facts: dict[str, Any]) -> sanbao.Sanbao:
    return sanbao.open(address.url, owner_url=address.owner_url, clock=clock, sources=facts.get("sources"))


@pytest.fixture(scope="session")
def company_templates(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Templates:
    """The companies that this run has made so far."""
    folder = tmp_path_factory.mktemp("templates")
    return Templates(folder, lambda: request.getfixturevalue("postgres_server"))


@pytest.fixture
def make_company(
    address: Addresses,
    company_templates: Templates,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MakeCompany]:
    """Make a company with some plugins; it is closed at the end of the test."""
    opened: list[sanbao.Sanbao] = []
    monkeypatch.setenv("SANBAO_FILES", str(tmp_path / "files"))

    def make(
        *, clock: Clock | None = None, founded: str = FOUNDED, prepare: Prepare | None = None, **facts: Any
    ) -> sanbao.Sanbao:
        clock, facts = clock or fixed_clock(), {"company": "华安监控", **facts}
        company_templates.fill(address, founded, facts, clock, prepare)
        opened.append(_open(address, clock, facts))
        return opened[-1]

    yield make
    for erp in opened:
        erp.close()


@pytest.fixture
def erp(make_company: MakeCompany) -> sanbao.Sanbao:
    """A company with the core alone."""
    return make_company()
