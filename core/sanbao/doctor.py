"""A look at the whole installation: what works, what is missing, and the one command that helps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from sanbao import backup, worker
from sanbao.calendar.models import WorkCalendarRow, WorkCalendarYear
from sanbao.database.engine import wal_is_safe
from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _
from sanbao.ledger import guards
from sanbao.mail.models import FAILED, WAITING, Letter
from sanbao.plugin.models import PluginState

if TYPE_CHECKING:
    from sanbao.app import Sanbao

GOOD, WARNING, BAD = "ok", "warning", "bad"
SILENT_AFTER = timedelta(minutes=10)
#: A working week and the days around it.
STALE_AFTER = timedelta(days=8)
#: What is looked at, as people call it.
SUBJECTS: Mapping[str, str] = {
    "sqlite": N_("SQLite"),
    "printing": N_("Printing"),
    "language": N_("Languages"),
    "database": N_("Database"),
    "guards": N_("Guards of the books"),
    "file": N_("Database file"),
    "server": N_("Database server"),
    "ctype": N_("Search in Chinese"),
    "roles": N_("Roles in the database"),
    "plugins": N_("Plugins"),
    "calendar": N_("Work calendar"),
    "worker": N_("Background worker"),
    "mail": N_("Letters"),
    "backup": N_("Backup"),
}


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at: ok, a warning, or bad; with a sentence that says what to do."""

    subject: str
    state: str
    message: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        return _(self.message, **self.params)

    @property
    def title(self) -> str:
        """What was looked at, as people call it."""
        return _(SUBJECTS.get(self.subject, self.subject))

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {"subject": self.subject, "state": self.state, "finding": str(self)}


def sign(subject: str, state: str, message: str, **params: Any) -> Sign:
    """Return one finding."""
    return Sign(subject, state, message, params)


def examine(open_: Callable[[], Sanbao]) -> list[Sign]:
    """Look at everything that can be looked at; a database that cannot be opened is one more finding."""
    try:
        erp = open_()
    except SanbaoError as error:
        return [*_libraries(), *_texts(), sign("database", BAD, N_("{reason}"), reason=error)]
    try:
        return signs_of(erp)
    finally:
        erp.close()


def signs_of(erp: Sanbao) -> list[Sign]:
    """Look at the installation of a company that is open."""
    looks = (_database, _plugins, _calendars, _background, _letters, _backups)
    return [*_libraries(), *_texts(), *(one for look in looks for one in look(erp))]


def upkeep(erp: Sanbao) -> list[Sign]:
    """Look at what has to be kept going: the guards, the worker, the backups; it takes no time."""
    return [*_guards(erp), *_background(erp), *_backups(erp)]


def _libraries() -> Iterator[Sign]:
    version = sqlite3.sqlite_version
    if wal_is_safe(sqlite3.sqlite_version_info):
        yield sign("sqlite", GOOD, N_("SQLite {version}, journal mode WAL."), version=version)
    else:
        message = N_("SQLite {version} is older than 3.51.3; journal mode DELETE is used, which is safe and slower.")
        yield sign("sqlite", GOOD, message, version=version)
    from sanbao.printing import available

    reason = available()
    if reason is None:
        yield sign("printing", GOOD, N_("PDF printing works, with the packaged Chinese font."))
    else:
        yield sign("printing", WARNING, N_("{reason}"), reason=reason)


def _texts() -> Iterator[Sign]:
    """Tell which sentences of the core have no Chinese."""
    source = files("sanbao").joinpath("locale", "zh_Hans_CN.po")
    if not source.is_file():
        yield sign("language", WARNING, N_("The Chinese texts of the core are missing."))
        return
    from babel.messages.pofile import read_po

    with source.open("rb") as stream:
        catalogue = read_po(stream, locale="zh_Hans_CN")
    lacking = [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)]
    if lacking:
        message = N_("{count} sentences have no Chinese, for example: {example}")
        yield sign("language", WARNING, message, count=len(lacking), example=lacking[0])
    else:
        yield sign("language", GOOD, N_("Chinese and English are complete: {count} sentences."), count=len(catalogue))


def _database(erp: Sanbao) -> Iterator[Sign]:
    url = erp.database.url.render_as_string()
    yield sign("database", GOOD, N_("{url} holds the company {name}."), url=url, name=erp.company_row.name)
    yield from _guards(erp)
    with erp.database.reading() as connection:
        yield from _sqlite(connection) if erp.database.is_sqlite else _postgresql(erp, connection)


def _guards(erp: Sanbao) -> Iterator[Sign]:
    if erp.missing_guards:
        message = N_("Guards of the books are missing ({guards}); nothing can be written until: sanbao upgrade")
        yield sign("guards", BAD, message, guards=", ".join(erp.missing_guards))
    else:
        yield sign("guards", GOOD, N_("Every guard of the books is in its place."))


def _sqlite(connection: Connection) -> Iterator[Sign]:
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if damage == "ok":
        yield sign("file", GOOD, N_("The file is sound; journal mode {mode}."), mode=mode)
    else:
        yield sign("file", BAD, N_("The file is damaged ({damage}); restore a backup."), damage=damage)


def _postgresql(erp: Sanbao, connection: Connection) -> Iterator[Sign]:
    version = connection.exec_driver_sql("SHOW server_version").scalar()
    ctype = connection.exec_driver_sql("SELECT datctype FROM pg_database WHERE datname = current_database()").scalar()
    yield sign("server", GOOD, N_("PostgreSQL {version}."), version=version)
    if "UTF" in str(ctype).upper():
        yield sign("ctype", GOOD, N_("Chinese text can be searched (ctype {ctype})."), ctype=ctype)
    else:
        message = N_("The database has ctype {ctype}, so Chinese text is searched slowly; make it with C.UTF-8.")
        yield sign("ctype", WARNING, message, ctype=ctype)
    yield from _roles(connection)


def _roles(connection: Connection) -> Iterator[Sign]:
    role = str(connection.exec_driver_sql("SELECT current_user").scalar())
    owner = connection.exec_driver_sql("SELECT tableowner FROM pg_tables WHERE tablename = 'entry' AND schemaname = current_schema()").scalar()
    too_much = guards.excess_rights(connection, role)
    powerful = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if role == owner or connection.scalar(powerful):
        message = N_("The role {role} owns the tables or may make others; give the application a role of its own.")
        yield sign("roles", WARNING, message, role=role)
    elif too_much:
        message = N_("The role {role} has rights that it should not have: {rights}. Run: sanbao upgrade")
        yield sign("roles", BAD, message, role=role, rights=", ".join(too_much))
    else:
        yield sign("roles", GOOD, N_("The role {role} has only the rights that it needs."), role=role)


def _plugins(erp: Sanbao) -> Iterator[Sign]:
    running = [name for name in erp.registry.plugins if name != "core"]
    yield sign("plugins", GOOD, N_("Running: {names}"), names=", ".join(running) or "–")
    for name, reason in erp.faults.items():
        yield sign("plugins", BAD, N_("{reason}; switch it off with: sanbao plugin disable {plugin}"), reason=reason, plugin=name)
    with erp.database.reading() as connection, Session(connection) as session:
        for state in session.scalars(select(PluginState).order_by(PluginState.name)):
            if state.target != state.status or state.step is not None:
                message = N_("{plugin} was on its way from {status} to {target}; finish it with: sanbao plugin resume")
                facts = {"plugin": state.name, "status": state.status, "target": state.target}
                yield sign("plugins", BAD, message, **facts)


def _calendars(erp: Sanbao) -> Iterator[Sign]:
    year = erp.clock().year
    query = (
        select(WorkCalendarRow.code, WorkCalendarYear.year)
        .join(WorkCalendarYear, WorkCalendarYear.calendar_id == WorkCalendarRow.id)
        .where(WorkCalendarRow.company_id == erp.company_row.id, WorkCalendarYear.known)
    )
    with erp.database.reading() as connection:
        known: dict[str, set[int]] = {}
        for code, known_year in connection.execute(query):
            known.setdefault(code, set()).add(known_year)
    for code, years in sorted(known.items()):
        for wanted in (year, year + 1):
            if wanted not in years:
                message = N_("The rest days of {year} in the calendar {code} are not known yet; working days are estimated.")
                yield sign("calendar", WARNING, message, year=wanted, code=code)
        if {year, year + 1} <= years:
            yield sign("calendar", GOOD, N_("The rest days of {year} in the calendar {code} are known."), year=year, code=code)


def _background(erp: Sanbao) -> Iterator[Sign]:
    last = worker.pulse(erp)
    if last is None:
        yield sign("worker", WARNING, N_("No worker has ever run here; start one with: sanbao worker"))
    elif erp.clock() - datetime.fromisoformat(last["at"]) > SILENT_AFTER:
        yield sign("worker", WARNING, N_("No worker has given a sign since {at}; start one with: sanbao worker"), at=_by_clock(erp, last))
    else:
        yield sign("worker", GOOD, N_("A worker runs on {host} (last sign {at})."), **{**last, "at": _by_clock(erp, last)})
    with erp.database.reading() as connection:
        waiting = worker.waiting_messages(connection)
    if waiting.get("quarantined"):
        message = N_("{count} messages failed five times and were set apart; look at the table outbox.")
        yield sign("worker", BAD, message, count=waiting["quarantined"])


def _letters(erp: Sanbao) -> Iterator[Sign]:
    with erp.database.reading() as connection:
        mine = select(func.count()).where(Letter.company_id == erp.company_row.id)
        failed = connection.scalar(mine.where(Letter.state == FAILED)) or 0
        tried = connection.scalar(mine.where(Letter.state == WAITING, Letter.error.is_not(None))) or 0
    if failed:
        message = N_("{count} letters could not be delivered; the timeline of each paper says why.")
        yield sign("mail", WARNING, message, count=failed)
    if tried:
        message = N_("{count} letters wait for the mail server, which refused or was away.")
        yield sign("mail", WARNING, message, count=tried)


def _backups(erp: Sanbao) -> Iterator[Sign]:
    last = worker.read_state(erp, backup.LAST)
    if last is None:
        yield sign("backup", WARNING, N_("No backup was ever made from here; make one with: sanbao backup"))
    elif erp.clock() - datetime.fromisoformat(last["at"]) > STALE_AFTER:
        message = N_("The last backup is of {at}; make one with: sanbao backup")
        yield sign("backup", WARNING, message, at=_by_clock(erp, last))
    else:
        yield sign("backup", GOOD, N_("The last backup is of {at} ({file})."), **{**last, "at": _by_clock(erp, last)})


def _by_clock(erp: Sanbao, state: Mapping[str, Any]) -> str:
    """Return the moment of something kept, by the company's own clock."""
    moment = datetime.fromisoformat(state["at"]).astimezone(ZoneInfo(erp.company_row.time_zone))
    return f"{moment:%Y-%m-%d %H:%M}"
