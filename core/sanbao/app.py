"""The front door: open a database, do an operation, ask a question, close."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from sanbao import manifest, seal
from sanbao.access.models import RoleGrant, User
from sanbao.database import Database, connect, migrations
from sanbao.database.collisions import is_collision
from sanbao.documents.attachments import FileStore
from sanbao.errors import Conflict, Forbidden, Misconfigured, SanbaoError
from sanbao.i18n import N_
from sanbao.ledger import guards
from sanbao.ledger.errors import GuardsMissing, refusal
from sanbao.money import Currency
from sanbao.once import claim_key
from sanbao.plugin import discovery
from sanbao.plugin.models import PluginState
from sanbao.registry.models import Company
from sanbao.work import Work

_TRIES = 5


class NotInitialised(Misconfigured):
    """There is no company in this database yet."""

    code = "database.not_initialised"
    message = N_("there is no sanbao company in {url}; make one with: sanbao init --company NAME")


class NeedsUpgrade(Misconfigured):
    """The code is newer than the tables."""

    code = "database.needs_upgrade"
    message = N_("the tables of {plugins} are older than the program; run: sanbao upgrade")


class Collided(Conflict):
    """Others kept changing the same records."""

    code = "record.collided"
    message = N_("others changed the same records at the same moment; please try again")


class Duplicate(Conflict):
    """A record of that name exists already."""

    code = "record.duplicate"
    message = N_("there is already a record with these values ({detail})")


class UnknownUser(Forbidden):
    """Nobody of that name works here."""

    code = "access.unknown_user"
    message = N_("there is no user {user}")


@dataclass
class Result:
    """What an operation brought about: ``data`` as JSON, the entries it posted, and whether it was only tried."""

    operation: str
    data: Any
    entries: list[dict[str, Any]] = field(default_factory=list)
    dry_run: bool = False
    repeated: bool = False

    @property
    def number(self) -> str | None:
        """The number of the document that was made or moved, if it was one."""
        return self.data.get("number") if isinstance(self.data, dict) else None

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON data."""
        return {"operation": self.operation, "result": self.data, "entries": self.entries}


def files_folder(database: Database) -> Path:
    """Return the folder of attachments: beside an SQLite file, else where ``SANBAO_FILES`` says."""
    if database.is_sqlite and database.url.database:
        return Path(f"{database.url.database}.files")
    return Path(os.environ.get("SANBAO_FILES", "sanbao.files"))


def system_clock() -> datetime:
    """Return the present moment: the only place where sanbao looks at a clock."""
    return datetime.now(UTC)


class Sanbao:
    """One database with the plugins that are enabled in it. Made by :func:`open` or :func:`create`."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime] = system_clock,
        sources: Mapping[str, str] | None = None,
        safe_mode: bool = False,
        company: str | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.sources = discovery.sources(sources)
        self.safe_mode = safe_mode
        self.generation = ""
        self.company_name = company
        self.faults: dict[str, str] = {}
        self.missing_guards: list[str] = []
        self.core_module = manifest
        self.files = FileStore(files_folder(database))
        self.reload()

    def reload(self) -> None:
        """Load the plugins that the database says are enabled, and check that everything fits."""
        with self.database.reading() as connection:
            if not inspect(connection).has_table("company"):
                raise NotInitialised(url=self.database.url.render_as_string())
            self.generation = _generation(connection)
            query = select(PluginState.name).where(PluginState.status == "enabled")
            enabled = [] if self.safe_mode else list(connection.scalars(query))
            loaded = discovery.load_all(manifest.plugin, manifest, enabled, self.sources)
            self.registry, self.hooks, self.faults = loaded.registry, loaded.hooks, loaded.faults
            self._refuse_old_tables(connection)
            self._remember_away(connection)
            self.missing_guards = guards.compare(connection)
            self.company_row = self._company(connection)
        self.currency = Currency(self.company_row.currency, self.company_row.currency_digits)

    def _refuse_old_tables(self, connection: Connection) -> None:
        behind = [
            plugin.name
            for plugin in self.registry.plugins.values()
            if plugin.package and migrations.current(connection, plugin.name) != migrations.head(plugin.package)
        ]
        if behind:
            raise NeedsUpgrade(plugins=", ".join(behind))

    def _remember_away(self, connection: Connection) -> None:
        """Know the papers and the words of the plugins that are off, or on and not able to run."""
        query = select(PluginState.name, PluginState.manifest).order_by(PluginState.name)
        for name, kept in connection.execute(query.where(PluginState.name.not_in(self.registry.plugins))):
            self.registry.remember(name, kept)

    def _company(self, connection: Connection) -> Company:
        with Session(connection) as session:
            query = select(Company).order_by(Company.id)
            if self.company_name is not None:
                query = query.where(Company.name == self.company_name)
            company = session.scalars(query).first()
            if company is None:
                raise NotInitialised(url=self.database.url.render_as_string())
            session.expunge(company)
            return company

    def grants(self, connection: Connection, company_id: int) -> dict[tuple[str, str], bool]:
        """Return the company's own word on roles and permissions."""
        query = select(RoleGrant.role, RoleGrant.permission, RoleGrant.is_allowed)
        rows = connection.execute(query.where(RoleGrant.company_id == company_id))
        return {(role, permission): allowed for role, permission, allowed in rows}

    # -- working -----------------------------------------------------------------------------------------

    @contextmanager
    def work(self, user: str, *, at: datetime | None = None, dry_run: bool = False) -> Iterator[Work]:
        """Open one transaction for one person; it is sealed and committed at the end of the block."""
        self._follow_generation()
        self.refuse_unguarded()
        with self.database.writer.held(), self.database.engine.connect() as connection:
            transaction = connection.begin()
            try:
                with self._open_work(connection, user, at) as work:
                    yield work
                    seal.seal(work)
                if dry_run:
                    transaction.rollback()
                else:
                    transaction.commit()
            except BaseException:
                if transaction.is_active:  # a failed flush has rolled it back already
                    transaction.rollback()
                raise

    def refuse_unguarded(self) -> None:
        """Refuse to write while guards of the books are missing; looked at again, for an upgrade may have put them back."""
        if self.missing_guards:
            with self.database.reading() as connection:
                self.missing_guards = guards.compare(connection)
        if self.missing_guards:
            raise GuardsMissing(guards=", ".join(self.missing_guards))

    @contextmanager
    def reading(self, user: str, *, at: datetime | None = None) -> Iterator[Work]:
        """Open a transaction that only reads: questions, reports, printing."""
        self._follow_generation()
        with self.database.reading() as connection, self._open_work(connection, user, at) as work:
            work.only_reads = True
            yield work

    @contextmanager
    def _open_work(self, connection: Connection, user: str, at: datetime | None) -> Iterator[Work]:
        with Session(connection, expire_on_commit=False) as session:
            query = select(User).where(User.company_id == self.company_row.id, User.login == user)
            person = session.scalars(query).one_or_none()
            if person is None:
                raise UnknownUser(user=user)
            session.expunge_all()
        work = Work(self, connection, self.company_row, person, at or self.clock())
        try:
            yield work
        finally:
            work.is_ending = True
            work.session.finish()

    def _follow_generation(self) -> None:
        """Load anew what others switched on or off; every transaction begins here, so a lost server is noticed here."""
        try:
            generation = self._read_generation()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            generation = self._read_generation()  # by now the pool has thrown all its dead connections away
        if generation != self.generation:
            self.reload()

    def _read_generation(self) -> str:
        with self.database.reading() as connection:
            return _generation(connection)

    def do(
        self,
        name: str,
        data: Mapping[str, Any] | None = None,
        *,
        user: str,
        subject: Any = None,
        key: str | None = None,
        if_version: int | None = None,
        dry_run: bool = False,
        at: datetime | None = None,
    ) -> Result:
        """Do one operation in a transaction of its own; the same ``key`` again returns the same answer.

        ``dry_run`` runs it to the end, shows the entries that it would post, and rolls back. ``if_version``
        refuses a change of what somebody else changed meanwhile. Collisions with other writers are retried.
        """
        for attempt in range(1, _TRIES + 1):
            try:
                return self._do_once(name, data, user, subject, key, if_version, dry_run, at)
            except DBAPIError as error:
                if attempt == _TRIES or not is_collision(error):
                    raise _as_refusal(error) from error
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
            except StaleDataError as error:
                if attempt == _TRIES:
                    raise Collided() from error
        raise AssertionError("unreachable")

    def _do_once(
        self,
        name: str,
        data: Mapping[str, Any] | None,
        user: str,
        subject: Any,
        key: str | None,
        if_version: int | None,
        dry_run: bool,
        at: datetime | None,
    ) -> Result:
        result = Result(name, None, dry_run=dry_run)
        request = None
        with self.work(user, at=at, dry_run=dry_run) as work:
            if key is not None:
                request = claim_key(work, key, name, data, subject)
                if request.response is not None:
                    return Result(name, request.response["result"], request.response["entries"], repeated=True)
            value = work.do(name, data, subject=subject, if_version=if_version)
            seal.seal(work)
            result.data = seal.describe(work, value)
            result.entries = entries_of(work)
            if request is not None:
                request.response = {"result": result.data, "entries": result.entries}
        return result

    def ask(
        self, name: str, data: Mapping[str, Any] | None = None, *, user: str, at: datetime | None = None
    ) -> Any:
        """Ask a question; nothing is changed and no writer waits."""
        with self.reading(user, at=at) as work:
            return work.ask(name, data)

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def __enter__(self) -> Sanbao:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(  # noqa: A001
    url: str,
    *,
    owner_url: str | None = None,
    clock: Callable[[], datetime] = system_clock,
    sources: Mapping[str, str] | None = None,
    safe_mode: bool = False,
    company: str | None = None,
) -> Sanbao:
    """Open a database in which a company lives, with the plugins that are enabled in it.

    ``sources`` adds plugins (``{"name": "module:attribute"}``) to those that installed packages offer.
    ``safe_mode`` starts with all plugins off. Raises :class:`NotInitialised` or :class:`NeedsUpgrade`.
    """
    database = connect(url, owner_url)
    try:
        return Sanbao(database, clock=clock, sources=sources, safe_mode=safe_mode, company=company)
    except BaseException:
        database.close()
        raise


def entries_of(work: Work) -> list[dict[str, Any]]:
    """Return the entries that the Work has posted, as JSON data with account codes."""
    if not work.posted:
        return []
    from sanbao.ledger import reports, showing

    ids = [posted.id for posted in work.posted]
    found = reports.entries(work.connection, work.company.id, ids=ids, limit=len(ids))
    return showing.shown(work.connection, found)


def _generation(connection: Connection) -> str:
    query = text("SELECT value FROM database_state WHERE name = 'generation'")
    return str(connection.execute(query).scalar() or "")


def _as_refusal(error: DBAPIError) -> SanbaoError | DBAPIError:
    """Turn a refusal of the database into a sentence; anything else stays the bug that it is."""
    known = refusal(error)
    if known is not None:
        return known
    if isinstance(error, IntegrityError):
        return Duplicate(detail=type(error.orig).__name__)
    return error
