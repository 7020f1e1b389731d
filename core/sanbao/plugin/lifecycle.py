"""A plugin's life: available → enabled → disabled → purged; each step can be taken again after a crash.

The target is written first. Tables are made by the owner in one transaction; what the plugin ships is published
and the plugin switched on in a second one. Between the two the database is simply in the old state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, MetaData, delete, func, inspect, select, text
from sqlalchemy.orm import Session

from sanbao.database import Database, migrations
from sanbao.documents.models import Document
from sanbao.ledger import guards
from sanbao.ledger.models import Account, Balance
from sanbao.plugin import discovery
from sanbao.plugin.errors import DependencyMissing, NotConfirmed, PurgeRefused, StillNeeded
from sanbao.plugin.manifest import Plugin
from sanbao.plugin.models import DatabaseState, PluginState
from sanbao.profiles.operations import publish_shipped

if TYPE_CHECKING:
    from sanbao.app import Sanbao

#: Records are kept at least three years after they were closed (REC-01).
RETENTION = timedelta(days=3 * 365 + 1)
SYSTEM = "system"
#: What is written once and never changed by the application.
APPEND_ONLY = ("timeline", "operation_log", "profile_version")


@dataclass
class Impact:
    """What switching a plugin off or purging it touches."""

    plugin: str
    tables: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    balances: dict[str, str] = field(default_factory=dict)
    operations: list[str] = field(default_factory=list)
    needed_by: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the list as JSON data."""
        return dict(vars(self))


def listing(erp: Sanbao) -> list[dict[str, Any]]:
    """Return every plugin that is installed or has been here, with its state."""
    with erp.database.reading() as connection, Session(connection) as session:
        states = {state.name: state for state in session.scalars(select(PluginState))}
        rows = []
        for name in sorted({*erp.sources, *states}):
            state = states.get(name)
            rows.append(
                {
                    "name": name,
                    "status": state.status if state is not None else "available",
                    "version": state.version if state is not None else None,
                    "title": state.manifest.get("title") if state is not None else None,
                    "installed": name in erp.sources,
                    "fault": erp.faults.get(name) or (state.error if state is not None else None),
                }
            )
        return rows


def enable(erp: Sanbao, name: str) -> None:
    """Switch a plugin on: its tables, its policies, then itself; what it requires must be on."""
    manifest, _module = discovery.load(name, erp.sources)
    missing = [other for other in manifest.requires if other not in erp.registry.plugins]
    if missing:
        raise DependencyMissing(plugin=name, missing=", ".join(missing))
    if name in erp.registry.plugins:
        return
    _refuse_clash(erp, name)
    _write_target(erp.database, name, "enabled")
    with erp.database.owning() as connection, migrations.migration_lock(connection):
        if manifest.package:
            migrations.upgrade(connection, name, manifest.package, metadata_of(manifest))
        guards.install(connection)
        grant_rights(erp.database, connection)
    _switch_on(erp, manifest)


def _refuse_clash(erp: Sanbao, name: str) -> None:
    """Try the plugin together with those that are on, before anything is written."""
    names = [*(other for other in erp.registry.plugins if other != "core"), name]
    loaded = discovery.load_all(erp.registry.plugins["core"], erp.core_module, names, erp.sources)
    if name in loaded.faults:
        from sanbao.plugin.errors import PluginRefused

        raise PluginRefused(plugin=name, reason=loaded.faults[name])


def _switch_on(erp: Sanbao, manifest: Plugin) -> None:
    names = [*(name for name in erp.registry.plugins if name != "core"), manifest.name]
    loaded = discovery.load_all(erp.registry.plugins["core"], erp.core_module, names, erp.sources)
    erp.registry, erp.hooks = loaded.registry, loaded.hooks
    try:
        with erp.work(SYSTEM) as work:
            publish_shipped(work, manifest)
            state = work.session.get_one(PluginState, manifest.name)
            state.status, state.step, state.error = "enabled", None, None
            state.version, state.manifest = manifest.version, manifest.snapshot()
            _next_generation(work.session)
    finally:
        erp.reload()


def disable(erp: Sanbao, name: str) -> Impact:
    """Switch a plugin off: its code is no longer run, its data and papers stay and can be read."""
    impact = impact_of(erp, name)
    if impact.needed_by:
        raise StillNeeded(plugin=name, by=", ".join(impact.needed_by))
    _write_target(erp.database, name, "disabled")
    with erp.work(SYSTEM) as work:
        state = work.session.get_one(PluginState, name)
        state.status, state.step, state.error = "disabled", None, None
        _next_generation(work.session)
    erp.reload()
    return impact


def purge(erp: Sanbao, name: str, confirm: str) -> Impact:
    """Delete a disabled plugin's tables for good; the heads of its papers stay for the entries' sake.

    Refused while it is enabled, a balance on its papers is open, a record is younger than its retention, or
    another plugin's rows point at its tables.
    """
    impact = impact_of(erp, name)
    if confirm != name:
        raise NotConfirmed(plugin=name)
    if impact.obstacles:
        raise PurgeRefused(plugin=name, reasons="; ".join(impact.obstacles))
    _write_target(erp.database, name, "purged")
    manifest, _module = discovery.load(name, erp.sources)
    with erp.database.owning() as connection, migrations.migration_lock(connection):
        migrations.downgrade(connection, name, manifest.package, metadata_of(manifest))
        connection.execute(text(f'DROP TABLE IF EXISTS "{migrations.version_table(name)}"'))
        connection.execute(delete(PluginState).where(PluginState.name == name))
        guards.install(connection)
    with erp.work(SYSTEM) as work:
        _next_generation(work.session)
    erp.reload()
    return impact


def impact_of(erp: Sanbao, name: str) -> Impact:
    """Count what a plugin owns and what would still point at it."""
    impact = Impact(name)
    with erp.database.reading() as connection, Session(connection) as session:
        state = session.get(PluginState, name)
        snapshot = state.manifest if state is not None else {}
        existing = set(inspect(connection).get_table_names())
        for table in snapshot.get("tables", ()):
            if table in existing:
                impact.tables[table] = session.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
        impact.operations = list(snapshot.get("operations", ()))
        impact.needed_by = [
            other.name for other in erp.registry.plugins.values() if name in other.requires and other.name != name
        ]
        kinds = [kind["name"] for kind in snapshot.get("document_kinds", ())]
        _count_papers(session, erp, kinds, impact)
        _find_obstacles(connection, session, state, erp, kinds, impact)
    return impact


def _count_papers(session: Session, erp: Sanbao, kinds: list[str], impact: Impact) -> None:
    counted = select(Document.kind, func.count()).where(Document.kind.in_(kinds)).group_by(Document.kind)
    impact.documents = {kind: count for kind, count in session.execute(counted)}
    net = func.sum(Balance.debit - Balance.credit)
    open_balances = (
        select(Account.code, net)
        .join(Balance, Balance.account_id == Account.id)
        .join(Document, Document.id == Balance.cost_object_id)
        .where(Document.kind.in_(kinds), Account.kind.in_(["asset", "liability"]))
        .group_by(Account.code)
        .having(net != 0)
    )
    impact.balances = {code: str(amount) for code, amount in session.execute(open_balances)}


def _find_obstacles(
    connection: Connection,
    session: Session,
    state: PluginState | None,
    erp: Sanbao,
    kinds: list[str],
    impact: Impact,
) -> None:
    if state is not None and state.status == "enabled":
        impact.obstacles.append(f"{impact.plugin} is enabled; disable it first")
    impact.obstacles += [f"account {code} still carries {amount}" for code, amount in impact.balances.items()]
    limit = erp.clock() - RETENTION
    young = select(func.count()).select_from(Document).where(
        Document.kind.in_(kinds), (Document.closed_at.is_(None)) | (Document.closed_at > limit)
    )
    count = session.scalar(young) or 0
    if count:
        impact.obstacles.append(f"{count} papers are open or younger than three years (REC-01)")
    inspector = inspect(connection)
    for table in inspector.get_table_names():
        if table in impact.tables:
            continue
        for key in inspector.get_foreign_keys(table):
            if key["referred_table"] in impact.tables:
                impact.obstacles.append(f"the table {table} points at {key['referred_table']}")


def metadata_of(manifest: Plugin) -> MetaData:
    """Return the metadata of a plugin's own tables."""
    if not manifest.models:
        return MetaData()
    found: MetaData = manifest.models[0].metadata  # type: ignore[attr-defined]
    return found


def grant_rights(database: Database, connection: Connection) -> None:
    """Give the application's role what it may do, where owner and application are two (PostgreSQL)."""
    if database.is_sqlite or database.owner is database.engine:
        return
    user = str(database.url.username)
    role = connection.dialect.identifier_preparer.quote(user)
    schema = connection.dialect.identifier_preparer.quote(str(connection.scalar(text("SELECT current_schema()"))))
    for statement in (
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        f"REVOKE UPDATE, DELETE ON {', '.join(APPEND_ONLY)} FROM {role}",
    ):
        connection.execute(text(statement))
    guards.grants(connection, user)


def _write_target(database: Database, name: str, target: str) -> None:
    with database.owning() as connection, Session(connection) as session:
        state = session.get(PluginState, name)
        if state is None:
            state = PluginState(name=name, status="available", target=target, manifest={})
            session.add(state)
        state.target, state.step = target, "started"
        session.flush()


def _next_generation(session: Session) -> None:
    row = session.get(DatabaseState, "generation")
    if row is None:
        session.add(DatabaseState(name="generation", value="1"))
    else:
        row.value = str(int(row.value) + 1)
