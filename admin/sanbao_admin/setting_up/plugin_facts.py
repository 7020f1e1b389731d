"""What a plugin owns and how it fares, on or off: from its manifest, or from what was kept of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, select

from sanbao.database.pointing import count_rows
from sanbao.i18n import N_, _
from sanbao.plugin import discovery
from sanbao.plugin.impact import Impact
from sanbao.plugin.models import OutboxMessage, PluginState
from sanbao_admin.acting import words

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.plugin.manifest import Plugin
    from sanbao.work import Work

#: Rows are counted no further than this: a page must not wait for a table of millions.
MOST = 10_000
#: Plugins that the web itself stands on.
BUILT_IN = ("core", "admin")


@dataclass
class PluginFacts:
    """Everything that the page of one plugin shows."""

    name: str
    title: str
    version: str
    status: str
    is_installed: bool
    fault: str = ""
    unfinished: str = ""
    requires: list[str] = field(default_factory=list)
    needed_by: list[str] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)
    kinds: list[tuple[str, str]] = field(default_factory=list)
    operations: list[tuple[str, str]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    account_roles: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    hooks: list[str] = field(default_factory=list)
    jobs: list[tuple[str, int]] = field(default_factory=list)
    quarantined: list[OutboxMessage] = field(default_factory=list)

    @property
    def is_on(self) -> bool:
        """Whether its code runs here."""
        return self.status == "enabled"

    @property
    def can_be_switched(self) -> bool:
        """Whether a page may switch it: what the page itself stands on is switched by command."""
        return self.name not in BUILT_IN


def listed(erp: Sanbao) -> list[dict[str, Any]]:
    """Return every plugin that is installed or has been here, those that run first."""
    from sanbao.plugin import lifecycle

    rows = lifecycle.listing(erp)
    for row in rows:
        running = erp.registry.plugins.get(row["name"])
        row["title"] = (
            _(running.title) if running is not None else row["title"] or _title_of(erp, row["name"])
        )
        row["version"] = running.version if running is not None else row["version"]
        row["requires"] = list(running.requires) if running is not None else []
    order = ["enabled", "available", "disabled", "purged"]
    return sorted(rows, key=lambda row: (order.index(row["status"]), row["name"]))


def _title_of(erp: Sanbao, name: str) -> str:
    """Return the title of a plugin that was never on here; its manifest is read for it."""
    manifest = _manifest(erp, name)
    return _(manifest.title) if manifest is not None else name


def _manifest(erp: Sanbao, name: str) -> Plugin | None:
    if name in erp.registry.plugins:
        return erp.registry.plugins[name]
    state = next((row for row in (name,) if name in erp.sources), None)
    if state is None:
        return None
    try:
        return discovery.load(name, erp.sources)[0]
    except Exception:  # a stranger's module may fail in any way; the list of plugins must still be shown
        return None


def facts_of(erp: Sanbao, work: Work, name: str) -> PluginFacts | None:
    """Return what is known of a plugin, nothing where nobody knows it."""
    row = next((one for one in listed(erp) if one["name"] == name), None)
    manifest = _manifest(erp, name)
    if name == "core" and manifest is not None:
        row = {
            "title": _(manifest.title),
            "version": manifest.version,
            "status": "enabled",
            "installed": True,
        }
    if row is None:
        return None
    state = work.session.get(PluginState, name)
    kept = manifest.snapshot() if manifest is not None else dict(state.manifest) if state is not None else {}
    facts = PluginFacts(
        name, row["title"] or name, row["version"] or kept.get("version", ""), row["status"], row["installed"]
    )
    facts.fault = row.get("fault") or ""
    if state is not None and state.target != state.status:
        facts.unfinished = state.target
    facts.requires = list(kept.get("requires", ()))
    facts.needed_by = [one.name for one in erp.registry.plugins.values() if name in one.requires]
    facts.tables = counted(work.connection, kept.get("tables", ()))
    facts.kinds = [(kind["name"], _(kind["title"])) for kind in kept.get("document_kinds", ())]
    facts.account_roles = list(kept.get("account_roles", ()))
    facts.operations = [(one, words.title_of(one)) for one in kept.get("operations", ())]
    if manifest is not None:
        facts.questions = [one.name for one in manifest.questions]
        facts.settings = [one.name for one in manifest.settings]
        facts.jobs = [(job.name, job.every_minutes) for job in manifest.jobs]
    facts.hooks = [hook for hook, plugins in erp.hooks.listing().items() if name in plugins]
    facts.quarantined = _quarantined(work, name)
    return facts


def counted(connection: Connection, tables: Any) -> dict[str, str]:
    """Return how many rows each table holds, no further than :data:`MOST`."""
    existing = set(inspect(connection).get_table_names())
    counts = count_rows(connection, [name for name in tables if name in existing], most=MOST + 1)
    return {name: _shown(counts[name]) if name in counts else "–" for name in tables}


def _shown(count: int) -> str:
    return _(N_("more than {count}"), count=f"{MOST:,}") if count > MOST else f"{count:,}"


def _quarantined(work: Work, name: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.plugin == name, OutboxMessage.state == "quarantined")
    return list(work.session.scalars(query.order_by(OutboxMessage.id.desc()).limit(50)))


def consequences(impact: Impact) -> list[str]:
    """Return what switching a plugin off means, in sentences."""
    found = []
    papers = sum(impact.documents.values())
    if papers:
        found.append(
            _(N_("{count} papers stay readable and printable, but can no longer be moved on."), count=papers)
        )
    if impact.operations:
        found.append(_(N_("{count} operations are no longer offered."), count=len(impact.operations)))
    rows = sum(impact.tables.values())
    if impact.tables:
        found.append(
            _(N_("{tables} tables with {rows} rows stay as they are."), tables=len(impact.tables), rows=rows)
        )
    for account, amount in impact.balances.items():
        found.append(
            _(N_("Account {account} still carries {amount} on its papers."), account=account, amount=amount)
        )
    return found
