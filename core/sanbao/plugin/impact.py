"""What switching a plugin off or purging it would touch: counted before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, inspect, select, union
from sqlalchemy.orm import Session, aliased

from sanbao.database.pointing import count_rows, foreign_keys
from sanbao.documents.models import Document, DocumentLink
from sanbao.i18n import N_, _, current_locale
from sanbao.ledger.models import Account, Balance
from sanbao.money import from_units
from sanbao.plugin.models import PluginState
from sanbao.registry.models import Setting

if TYPE_CHECKING:
    from sanbao.app import Sanbao

#: A company may keep its records longer, never shorter (REC-01).
LEAST_YEARS = 3
RETENTION_SETTING = "retention_years"


@dataclass
class Impact:
    """What switching a plugin off or purging it touches."""

    plugin: str
    tables: dict[str, int] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    """What the records of the tables are called in Chinese, where that is known."""
    kinds: dict[str, str] = field(default_factory=dict)
    """What the kinds of paper are called."""
    documents: dict[str, int] = field(default_factory=dict)
    referring: dict[str, int] = field(default_factory=dict)
    """Papers of others that are linked to its papers, by kind."""
    balances: dict[str, str] = field(default_factory=dict)
    operations: list[str] = field(default_factory=list)
    needed_by: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the list as JSON data."""
        return {name: value for name, value in vars(self).items() if name != "kinds"}

    def for_people(self) -> dict[str, Any]:
        """Return the list as people read it: tables and papers by what they call them."""
        tables = {self._called(table): count for table, count in self.tables.items()}
        papers = {_(self.kinds.get(kind, kind)): count for kind, count in self.documents.items()}
        referring = {_(self.kinds.get(kind, kind)): count for kind, count in self.referring.items()}
        return {**self.as_dict(), "tables": tables, "documents": papers, "referring": referring}

    def _called(self, table: str) -> str:
        term = self.records.get(table) if current_locale() == "zh_Hans_CN" else None
        if term is None:
            return table
        return term if list(self.records.values()).count(term) == 1 else f"{term} ({table})"


def impact_of(erp: Sanbao, name: str) -> Impact:
    """Count what a plugin owns and what would still point at it."""
    impact = Impact(name)
    impact.needed_by = [
        other.name for other in erp.registry.plugins.values() if name in other.requires and other.name != name
    ]
    with erp.database.reading() as connection, Session(connection) as session:
        state = session.get(PluginState, name)
        snapshot = state.manifest if state is not None else {}
        existing = set(inspect(connection).get_table_names())
        owned = [table for table in snapshot.get("tables", ()) if table in existing]
        impact.tables = count_rows(connection, owned)
        impact.records = {
            table: term for table, term in snapshot.get("records", {}).items() if table in owned
        }
        impact.kinds = {kind["name"]: kind["title"] for kind in snapshot.get("document_kinds", ())}
        impact.operations = list(snapshot.get("operations", ()))
        kinds = [kind["name"] for kind in snapshot.get("document_kinds", ())]
        _count_papers(session, kinds, impact)
        _count_referring(session, erp, kinds, impact)
        impact.obstacles += _still_on(state, name)
        impact.obstacles += _open_balances(impact)
        impact.obstacles += _young_papers(session, erp, kinds)
        impact.obstacles += _pointing_here(connection, impact)
    return impact


def _count_papers(session: Session, kinds: list[str], impact: Impact) -> None:
    counted = select(Document.kind, func.count()).where(Document.kind.in_(kinds)).group_by(Document.kind)
    impact.documents = {kind: count for kind, count in session.execute(counted)}  # noqa: C416 - rows, not pairs
    net = func.sum(Balance.debit - Balance.credit)
    open_balances = (
        select(Account.code, net)
        .join(Balance, Balance.account_id == Account.id)
        .join(Document, Document.id == Balance.cost_object_id)
        .where(Document.kind.in_(kinds), Account.kind.in_(["asset", "liability"]))
        .group_by(Account.code)
        .having(net != 0)
    )
    impact.balances = {code: str(from_units(int(units))) for code, units in session.execute(open_balances)}


def _count_referring(session: Session, erp: Sanbao, kinds: list[str], impact: Impact) -> None:
    """Count the papers of other kinds that are linked to papers of these, in either direction."""
    own, other = aliased(Document), aliased(Document)
    ends = (DocumentLink.source_id, DocumentLink.target_id)
    linked = union(
        *(
            select(other.id, other.kind)
            .join_from(DocumentLink, own, own.id == mine)
            .join(other, other.id == theirs)
            .where(own.kind.in_(kinds), other.kind.not_in(kinds))
            for mine, theirs in (ends, ends[::-1])
        )
    ).subquery()
    counted = select(linked.c.kind, func.count()).group_by(linked.c.kind).order_by(linked.c.kind)
    impact.referring = {kind: count for kind, count in session.execute(counted)}  # noqa: C416 - rows, not pairs
    for kind in impact.referring:
        known = erp.registry.kinds.get(kind) or erp.registry.away.get(kind)
        impact.kinds[kind] = known.title if known is not None else kind


def _still_on(state: PluginState | None, name: str) -> list[str]:
    if state is None or state.status != "enabled":
        return []
    return [_(N_("{plugin} is enabled; disable it first"), plugin=name)]


def _open_balances(impact: Impact) -> list[str]:
    said = N_("account {account} still carries {amount}")
    return [_(said, account=code, amount=amount) for code, amount in impact.balances.items()]


def _young_papers(session: Session, erp: Sanbao, kinds: list[str]) -> list[str]:
    years = retention_years(session)
    limit = erp.clock() - timedelta(days=years * 365 + years // 4 + 1)
    young = (
        select(func.count())
        .select_from(Document)
        .where(Document.kind.in_(kinds), Document.closed_at.is_(None) | (Document.closed_at > limit))
    )
    count = session.scalar(young) or 0
    said = N_("{count} papers are open or younger than {years} years (REC-01)")
    return [_(said, count=count, years=years)] if count else []


def retention_years(session: Session) -> int:
    """Return for how many years records are kept: as long as the most careful company of this database wants it (REC-01)."""
    query = select(Setting.value).where(Setting.name == RETENTION_SETTING)
    return max([LEAST_YEARS, *(int(Decimal(kept["value"])) for kept in session.scalars(query))])


def _pointing_here(connection: Connection, impact: Impact) -> list[str]:
    said = N_("the table {table} points at {target}")
    return [
        _(said, table=table, target=target)
        for table, target in foreign_keys(connection)
        if target in impact.tables and table not in impact.tables
    ]
