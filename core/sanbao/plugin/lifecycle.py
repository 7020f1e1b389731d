"""A plugin's life: available → enabled → disabled → purged; each step can be taken again after a crash.

The target is written first. Tables are made by the owner in one transaction; what the plugin ships is published
and the plugin switched on in a second one. Between the two the database is simply in the old state, and
:func:`resume` goes on from there. What a plugin would touch is counted in :mod:`sanbao.plugin.impact`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Integer, MetaData, Text, cast, delete, inspect, select, text, update
from sqlalchemy.orm import Session

from sanbao import decision
from sanbao.access.models import SYSTEM as SYSTEM
from sanbao.access.models import User, UserRole
from sanbao.access.roles import ROLES
from sanbao.database import Database, connect, migrations
from sanbao.errors import Forbidden, SanbaoError
from sanbao.i18n import N_, _
from sanbao.ledger import guards
from sanbao.plugin import discovery
from sanbao.plugin.errors import DependencyMissing, NotConfirmed, PluginRefused, PurgeRefused, StillNeeded
from sanbao.plugin.hooks import Hooks
from sanbao.plugin.impact import Impact, impact_of
from sanbao.plugin.manifest import Plugin
from sanbao.plugin.models import DatabaseState, PluginState
from sanbao.profiles.operations import publish_shipped

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.work import Work

#: What is written once and never changed by the application; so is every table whose name ends in ``_log``.
APPEND_ONLY = ("timeline", "profile_version")


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
                    "target": state.target if state is not None else "available",
                    "version": state.version if state is not None else None,
                    "title": _(state.manifest.get("title", "")) if state is not None else None,
                    "installed": name in erp.sources,
                    "fault": erp.faults.get(name) or (state.error if state is not None else None),
                }
            )
        return rows


def refuse_stranger(erp: Sanbao, user: str, step: str) -> None:
    """Refuse a step (``enable`` …) to everybody but an administrator: a plugin's code may do anything."""
    with erp.reading(user) as work:
        work.access.require(f"plugin.{step}")


def refuse_upgrade(url: str, user: str) -> None:
    """Refuse an upgrade to everybody but an administrator; looked up in tables that may still be old ones."""
    database = connect(url)
    try:
        with database.reading() as connection:
            if not inspect(connection).has_table(User.__tablename__):
                return
            query = select(User.id).join(UserRole, UserRole.user_id == User.id)
            query = query.where(User.login == user, User.is_active, UserRole.role == "administrator")
            if connection.scalar(query.limit(1)) is None:
                raise Forbidden(user=user, operation="upgrade", roles=_(ROLES["administrator"]))
    finally:
        database.close()


def enable(erp: Sanbao, name: str) -> None:
    """Switch a plugin on: its tables, its policies, then itself; what it requires must be on."""
    erp.reload()
    manifest, _module = discovery.load(name, erp.sources)
    missing = [other for other in manifest.requires if other not in erp.registry.plugins]
    if missing:
        raise DependencyMissing(plugin=name, missing=", ".join(missing))
    if name in erp.registry.plugins:
        return
    _load_with(erp, name)
    write_target(erp.database, name, "enabled")
    try:
        _make_tables(erp.database, manifest)
        _switch_on(erp, manifest)
    except SanbaoError as error:
        _remember(erp.database, name, str(error))
        raise


def _load_with(erp: Sanbao, name: str) -> discovery.Loaded:
    """Load the plugin together with those that are on; refuse what does not fit before anything is written."""
    names = [*(other for other in erp.registry.plugins if other != "core"), name]
    loaded = discovery.load_all(erp.registry.plugins["core"], erp.core_module, names, erp.sources)
    if name in loaded.errors:
        raise loaded.errors[name]
    return loaded


def _make_tables(database: Database, manifest: Plugin) -> None:
    with database.owning() as connection, migrations.migration_lock(connection):
        if manifest.package:
            migrate(connection, manifest.name, manifest.package, metadata_of(manifest))
        guards.install(connection)
        grant_rights(database, connection)


def migrate(connection: Connection, name: str, package: str, metadata: MetaData) -> None:
    """Bring a plugin's tables up to date; whatever fails in its migrations names the plugin."""
    try:
        migrations.upgrade(connection, name, package, metadata)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise _failed(name, N_("its migration failed, nothing was changed: {error}"), error) from error


def _switch_on(erp: Sanbao, manifest: Plugin) -> None:
    loaded = _load_with(erp, manifest.name)
    erp.registry, erp.hooks = loaded.registry, loaded.hooks
    try:
        with erp.work(SYSTEM) as work:
            _publish(work, manifest)
            state = work.session.get_one(PluginState, manifest.name)
            state.status, state.step, state.error = "enabled", None, None
            _keep(state, manifest, loaded.hooks)
            next_generation(work.session)
    finally:
        erp.reload()


def _keep(state: PluginState, manifest: Plugin, hooks: Hooks) -> None:
    """Keep what must be known of a plugin while its code is away."""
    state.version, state.manifest = manifest.version, _kept(manifest, hooks.answered_by(manifest.name))


def _kept(manifest: Plugin, hooks: Sequence[str]) -> dict[str, Any]:
    return {**manifest.snapshot(), "hooks": list(hooks)}


def keep(connection: Connection, manifest: Plugin) -> None:
    """Keep what an upgraded plugin has become, for the time when it is off; its hooks are counted again then."""
    mine = PluginState.name == manifest.name
    earlier = connection.scalar(select(PluginState.manifest).where(mine)) or {}
    values = {"version": manifest.version, "manifest": _kept(manifest, earlier.get("hooks", ()))}
    connection.execute(update(PluginState).where(mine).values(**values))


def _publish(work: Work, manifest: Plugin) -> None:
    try:
        publish_shipped(work, manifest)
    except SanbaoError:
        raise
    except Exception as error:
        raise _failed(manifest.name, N_("its policies cannot be published: {error}"), error) from error


def _failed(name: str, said: str, error: BaseException) -> PluginRefused:
    first = str(error).strip().splitlines()[0] if str(error).strip() else ""
    return PluginRefused(plugin=name, reason=decision.Text(said, {"error": f"{type(error).__name__}: {first}"}))


def disable(erp: Sanbao, name: str) -> Impact:
    """Switch a plugin off: its code is no longer run, its data and papers stay and can be read."""
    erp.refuse_unguarded()
    impact = impact_of(erp, name)
    if impact.needed_by:
        raise StillNeeded(plugin=name, by=", ".join(impact.needed_by))
    write_target(erp.database, name, "disabled")
    with erp.work(SYSTEM) as work:
        state = work.session.get_one(PluginState, name)
        state.status, state.step, state.error = "disabled", None, None
        if name in erp.registry.plugins:
            _keep(state, erp.registry.plugins[name], erp.hooks)
        next_generation(work.session)
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
    manifest, _module = discovery.load(name, erp.sources)
    write_target(erp.database, name, "purged")
    with erp.database.owning() as connection, migrations.migration_lock(connection):
        if manifest.package:
            _drop_tables(connection, manifest)
        connection.execute(text(f'DROP TABLE IF EXISTS "{migrations.version_table(name)}"'))
        connection.execute(delete(PluginState).where(PluginState.name == name))
        guards.install(connection)
    with erp.work(SYSTEM) as work:
        next_generation(work.session)
    erp.reload()
    return impact


def _drop_tables(connection: Connection, manifest: Plugin) -> None:
    try:
        migrations.downgrade(connection, manifest.name, manifest.package, metadata_of(manifest))
    except Exception as error:
        said = N_("its tables could not be taken away, nothing was changed: {error}")
        raise _failed(manifest.name, said, error) from error


def unfinished(erp: Sanbao) -> dict[str, str]:
    """Return the plugins whose target was written but not reached, each with its target."""
    query = select(PluginState.name, PluginState.target).where(PluginState.target != PluginState.status)
    with erp.database.reading() as connection:
        return {row.name: row.target for row in connection.execute(query)}


def resume(erp: Sanbao) -> dict[str, str | None]:
    """Bring every unfinished plugin to its target; return each with the sentence that still stops it, if any."""
    targets = unfinished(erp)
    return {name: _reach(erp, name, targets[name]) for name in _in_turn(erp, targets)}


def _reach(erp: Sanbao, name: str, target: str) -> str | None:
    steps = {"enabled": enable, "disabled": disable}
    try:
        if target == "purged":
            purge(erp, name, confirm=name)  # its name was typed when this was begun
        else:
            steps[target](erp, name)
    except SanbaoError as error:
        return str(error)
    return None


def _in_turn(erp: Sanbao, names: Iterable[str]) -> list[str]:
    """Return names so that what others require comes first; what cannot be loaded comes last."""
    manifests = {}
    for name in names:
        try:
            manifests[name] = discovery.load(name, erp.sources)[0]
        except SanbaoError:
            continue
    order = discovery.in_order(manifests)
    return [*order, *(name for name in names if name not in manifests)]


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
    logs = [name for name in inspect(connection).get_table_names() if name.endswith("_log")]
    for statement in (
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        f"REVOKE UPDATE, DELETE ON {', '.join([*APPEND_ONLY, *logs])} FROM {role}",
    ):
        connection.execute(text(statement))
    guards.grants(connection, user)


def write_target(database: Database, name: str, target: str) -> None:
    """Write what shall become of a plugin: all that the web may do; :func:`resume` brings it about."""
    with database.owning() as connection, Session(connection) as session:
        state = session.get(PluginState, name)
        if state is None:
            state = PluginState(name=name, status="available", target=target, manifest={})
            session.add(state)
        state.target, state.step = target, "started"
        session.flush()


def _remember(database: Database, name: str, sentence: str) -> None:
    """Keep why a step failed, for the list of plugins."""
    with database.owning() as connection:
        connection.execute(update(PluginState).where(PluginState.name == name).values(error=sentence))


def next_generation(session: Session) -> None:
    """Tell every process that plugins or the company's facts changed; counted by the database, so that none is lost."""
    counted = cast(cast(DatabaseState.value, Integer) + 1, Text)
    session.execute(update(DatabaseState).where(DatabaseState.name == "generation").values(value=counted))
