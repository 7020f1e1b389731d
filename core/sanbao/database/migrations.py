"""One migration history per plugin: each has a version table of its own, so plugins come and go independently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.render import _render_constraint
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import ops
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Select, String, Table, inspect, select, text

_TEMPLATE = '''"""{message}"""

import sqlalchemy as sa
from alembic import op
{imports}
revision = "{revision}"
down_revision = {down!r}


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''


def version_table(plugin: str) -> str:
    """Return the name of the table that remembers a plugin's revision."""
    return f"alembic_version_{plugin}"


def folder(package: str) -> Path:
    """Return the folder of a package's migrations."""
    return Path(str(files(package))) / "migrations"


def scripts(package: str) -> ScriptDirectory | None:
    """Return the package's history, or nothing if it owns no tables."""
    path = folder(package)
    if not any(path.glob("[0-9]*.py")):
        return None
    config = Config()
    config.set_main_option("script_location", str(path))
    config.set_main_option("version_locations", str(path))
    config.set_main_option("path_separator", "newline")
    return ScriptDirectory.from_config(config)


def head(package: str) -> str | None:
    """Return the newest revision that the code knows; the files are read once, and again when they change."""
    return _head(package, tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder(package).glob("*.py"))))


@cache
def _head(package: str, _files: tuple[tuple[str, int], ...]) -> str | None:
    history = scripts(package)
    return history.get_current_head() if history is not None else None


def current(connection: Connection, plugin: str) -> str | None:
    """Return the revision that the database has for a plugin."""
    if not inspect(connection).has_table(version_table(plugin)):
        return None
    revision: str | None = connection.scalar(_known(plugin))
    return revision


@cache
def _known(plugin: str) -> Select[Any]:
    """Return the question for a plugin's revision, the same one each time: so it is put into SQL once."""
    return select(Table(version_table(plugin), MetaData(), Column("version_num", String)).c.version_num)


def pending(connection: Connection, plugin: str, package: str) -> list[str]:
    """Return the revisions that the database still lacks, oldest first."""
    history = scripts(package)
    if history is None:
        return []
    known = current(connection, plugin)
    steps = history.iterate_revisions("head", known or "base")
    return [step.revision for step in steps if step.revision != known][::-1]


def upgrade(connection: Connection, plugin: str, package: str, metadata: MetaData, target: str = "head") -> None:
    """Bring a plugin's tables to a revision, inside the caller's transaction."""
    _run(connection, plugin, package, metadata, target, down=False)


def downgrade(connection: Connection, plugin: str, package: str, metadata: MetaData, target: str = "base") -> None:
    """Take a plugin's tables back; data in them is lost."""
    _run(connection, plugin, package, metadata, target, down=True)


def _run(
    connection: Connection, plugin: str, package: str, metadata: MetaData, target: str, *, down: bool
) -> None:
    history = scripts(package)
    if history is None:
        return

    def steps(revision: Any, _context: Any) -> Any:
        return history._downgrade_revs(target, revision) if down else history._upgrade_revs(target, revision)

    environment = EnvironmentContext(Config(), history, fn=steps)
    environment.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=version_table(plugin),
        render_as_batch=True,
        transactional_ddl=False,  # the caller's transaction holds everything
    )
    with environment:
        environment.run_migrations()


@contextmanager
def migration_lock(connection: Connection) -> Iterator[None]:
    """Let one process at a time change tables; on SQLite the transaction itself is that lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7305126119)"))
    yield


def differences(connection: Connection, plugin: str, metadata: MetaData, tables: Sequence[str]) -> list[Any]:
    """Return how the models and the database differ in a plugin's own tables."""
    return list(_script(connection, plugin, metadata, tables).upgrade_ops_list[0].as_diffs())


def write_revision(
    connection: Connection, plugin: str, package: str, metadata: MetaData, tables: Sequence[str], message: str
) -> Path | None:
    """Write the next revision of a plugin from what its models have and the database lacks."""
    script = _script(connection, plugin, metadata, tables)
    changes = script.upgrade_ops_list[0]
    if changes.is_empty():
        return None
    path = folder(package)
    path.mkdir(exist_ok=True)
    number = len(list(path.glob("[0-9]*.py"))) + 1
    imports: set[str] = set()
    body = render_python_code(changes, render_as_batch=True, render_item=_render(imports, metadata))
    back = render_python_code(script.downgrade_ops_list[0], render_as_batch=True, render_item=_render(imports, metadata))
    target = path / f"{number:04}_{message.lower().replace(' ', '_')[:40]}.py"
    target.write_text(
        _TEMPLATE.format(
            message=message,
            imports=f"\nfrom sanbao.database.types import {', '.join(sorted(imports))}\n" if imports else "",
            revision=f"{plugin}_{number:04}",
            down=f"{plugin}_{number - 1:04}" if number > 1 else None,
            upgrade=_without_remarks(body),
            downgrade=_without_remarks(back),
        ),
        encoding="utf-8",
    )
    return target


def _without_remarks(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith("# ###")).strip()


def _script(connection: Connection, plugin: str, metadata: MetaData, tables: Sequence[str]) -> ops.MigrationScript:
    mine = set(tables)

    def include(item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        return name in mine if kind == "table" else True

    context = MigrationContext.configure(
        connection,
        opts={
            "version_table": version_table(plugin),
            "include_object": include,
            "include_name": lambda name, kind, _parents: name in mine if kind == "table" else True,
            "target_metadata": metadata,
            "compare_type": False,
        },
    )
    return produce_migrations(context, metadata)


def _only_on(metadata: MetaData) -> dict[str, str]:
    """Return the constraints that exist on one dialect only, by their words: Alembic forgets that they do."""
    return {
        str(getattr(constraint, "sqltext", constraint.name)): str(constraint._ddl_if.dialect)
        for table in metadata.tables.values()
        for constraint in table.constraints
        if constraint._ddl_if is not None
    }


def _render(imports: set[str], metadata: MetaData) -> Any:
    begun: set[int] = set()
    limited = _only_on(metadata)

    def render(kind: str, item: Any, context: Any) -> str | bool:
        if kind != "type":
            dialect = limited.get(str(getattr(item, "sqltext", getattr(item, "name", ""))))
            if dialect is None or id(item) in begun:
                return False
            begun.add(id(item))  # the second time round the constraint renders itself
            plain = _render_constraint(item, context, item.table.metadata)
            return f"{plain}.ddl_if(dialect={dialect!r})"
        name = type(item).__name__
        if name in {"Amount", "Moment"}:
            imports.add(name)
            return f"{name}()"
        if name == "BigInteger" and "sqlite" in getattr(item, "_variant_mapping", {}):
            imports.add("BigId")
            return "BigId"
        if name == "JSON":
            imports.add("Json")
            return "Json"
        return False

    return render
