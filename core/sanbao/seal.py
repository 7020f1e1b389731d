"""The end of a Work, in a fixed order: document numbers, entries with theirs, timelines, snapshots, answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select, text

from sanbao import sets
from sanbao.database.pages import pages
from sanbao.decision import to_json
from sanbao.documents.errors import CostsRemain
from sanbao.documents.models import Document, TimelineEntry
from sanbao.ledger.models import Account
from sanbao.plugin.models import OutboxMessage
from sanbao.records import document_of, is_paper, name_of

if TYPE_CHECKING:
    from sanbao.documents.kinds import DocumentKind
    from sanbao.work import Work

#: Accounts that must carry nothing for a paper that has ended.
INTERIM_ROLES = ("SERVICE_WIP",)
#: What the hash of a timeline's line covers, beside the hash before it.
_HASHED = tuple(
    column.name for column in TimelineEntry.__table__.columns if column.name not in ("id", "previous", "hash")
)

_TAKE_NUMBERS = text(
    "INSERT INTO number_series (company_id, kind, key, last_number) VALUES (:company, :kind, :key, :count) "
    "ON CONFLICT (company_id, kind, key) DO UPDATE SET last_number = number_series.last_number + :count "
    "RETURNING last_number"
)


def seal(work: Work) -> None:
    """Write all that was collected; a second call finds nothing more to do."""
    work.session.flush()
    number_documents(work)
    _refuse_cost_of_what_has_ended(work)
    work.posted += work.ledger.seal()
    _write_heads(work, _chained(work), _snapshots(work))
    _queue(work)
    work.session.flush()


def number_documents(work: Work) -> None:
    """Give every new paper its number, in the order in which the papers were made, without gaps."""
    new = [document for document in work.touched.values() if document.number is None]
    by_series: dict[tuple[str, str], list[Document]] = {}
    for document in sorted(new, key=lambda document: document.id):
        kind = work.registry.kinds[document.kind]
        by_series.setdefault((kind.name, kind.series_key(document.dated_on)), []).append(document)
    for (name, key), documents in sorted(by_series.items()):
        _number(work, work.registry.kinds[name], key, documents)
    work.session.flush()


def _number(work: Work, kind: DocumentKind, key: str, documents: list[Document]) -> None:
    given = {"company": work.company.id, "kind": kind.name, "key": key, "count": len(documents)}
    last = work.connection.execute(_TAKE_NUMBERS, given).scalar_one()
    numbers = (f"{kind.prefix}{key}-{place:04}" for place in range(last - len(documents) + 1, last + 1))
    sets.write_each(work, [(one, {"number": number}) for one, number in zip(documents, numbers, strict=True)])


def refuse_open_costs(work: Work, documents: Sequence[Document]) -> None:
    """Refuse to end papers for which an interim account still carries something (LED-27)."""
    # A kind whose plugin is away may have collected some.
    kinds = {document.id: work.registry.kinds.get(document.kind) for document in documents}
    costing = [one for one in documents if (kind := kinds[one.id]) is None or kind.collects_cost]
    if not costing:
        return
    carried = {role: work.ledger.balances(role, [one.id for one in costing]) for role in INTERIM_ROLES}
    for document in costing:
        left = {role: amounts[document.id] for role, amounts in carried.items() if amounts[document.id]}
        if left:
            raise CostsRemain(
                document=document.number or document.title,
                amount=sum(left.values(), Decimal(0)),
                accounts=_called(work, list(left)),
            )


def _called(work: Work, roles: Sequence[str]) -> str:
    """Return the accounts of roles as the books call them."""
    ids = [work.ledger.chart.account(role).id for role in roles]
    rows = work.session.execute(
        select(Account.code, Account.name).where(Account.id.in_(ids)).order_by(Account.code)
    )
    return ", ".join(f"{code} {name}" for code, name in rows)


def _refuse_cost_of_what_has_ended(work: Work) -> None:
    """Refuse a reversal or a hand-written entry that would leave cost on an ended paper (LED-27)."""
    chart = work.ledger.chart if work.ledger.collected else None
    interim = {chart.account(role).id for role in INTERIM_ROLES} if chart is not None else set()
    touched = {
        line.cost_object
        for entry in work.ledger.collected
        for line in entry.lines
        if chart is not None and line.cost_object is not None and chart.account(line.account).id in interim
    }
    if touched:
        query = select(Document).where(Document.id.in_(touched)).order_by(Document.id)
        locked = query.with_for_update(of=Document).execution_options(populate_existing=True)
        refuse_open_costs(
            work, [one for one in work.session.scalars(locked).unique() if one.closed_at is not None]
        )


def timeline_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """Return the hash of a timeline line: sha256 over the previous one and every column as ASCII JSON."""
    body = json.dumps([previous, entry], ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def _write_heads(
    work: Work, chained: Mapping[int, tuple[int, str]], snapshots: Mapping[int, dict[str, Any]]
) -> None:
    """Write on the papers how long their timelines are and how they stand, many in one statement."""
    rows = []
    for one in (paper for paper in work.touched.values() if paper in work.session):
        count, head = chained.get(one.id, (one.timeline_count, one.timeline_head))
        snapshot = snapshots.get(one.id, one.snapshot)
        rows.append((one, {"timeline_count": count, "timeline_head": head, "snapshot": snapshot}))
    sets.write_each(work, rows)


def _chained(work: Work) -> dict[int, tuple[int, str]]:
    """Chain what was noted to the timelines of its papers; return how many lines each has now, and the last hash."""
    ends = {one.id: (one.timeline_count, one.timeline_head) for one in work.touched.values()}
    for entry in work.notes:
        count, entry.previous = ends[entry.document_id]
        entry.position = count + 1
        entry.hash = timeline_hash(entry.previous, timeline_facts(entry))
        ends[entry.document_id] = entry.position, entry.hash
    work.session.add_all(work.notes)
    work.notes = []
    return ends


def timeline_facts(entry: Any) -> dict[str, Any]:
    """Return every column that its hash covers of a timeline line, be it a record or a row."""
    return {name: plain(getattr(entry, name)) for name in _HASHED}


def _snapshots(work: Work) -> dict[int, dict[str, Any]]:
    """Return of each paper what is enough to read and print it when its plugin is away."""
    found: dict[int, dict[str, Any]] = {}
    documents = [one for one in work.touched.values() if one.kind in work.registry.kinds]
    tables = _own_tables(work, documents)
    for document in documents:
        kind, own = work.registry.kinds[document.kind], tables.get(document.id)
        columns = inspect(kind.model).columns
        found[document.id] = {
            "kind": kind.title,
            "state": kind.flow.state(document.state).label,
            "fields": {
                column.key: plain(getattr(own, column.key))
                for column in columns
                if column.key != "document_id"
            }
            if own is not None
            else {},
        }
    return found


def _own_tables(work: Work, documents: Sequence[Document]) -> dict[int, Any]:
    """Return the plugins' own rows of papers: what is at hand, and the others by a few queries however many."""
    found: dict[int, Any] = {}
    missing: dict[Any, list[int]] = {}
    for document in documents:
        model = work.registry.kinds[document.kind].model
        own = work.session.identity_map.get(inspect(model).identity_key_from_primary_key((document.id,)))
        if own is not None:
            found[document.id] = own
        else:
            missing.setdefault(model, []).append(document.id)
    for model, ids in missing.items():
        (key,) = inspect(model).primary_key
        for page in pages(ids):
            rows = work.session.scalars(select(model).where(key.in_(page))).unique()
            found |= {inspect(own).identity[0]: own for own in rows}
    return found


def _queue(work: Work) -> None:
    """Put one message per finished operation and listening plugin into the outbox, in this transaction."""
    for plugin in work.hooks.answerers("after_operation"):
        for name, result in work.done:
            if not work.registry.plugins[plugin].hears(name):
                continue
            work.session.add(
                OutboxMessage(
                    company_id=work.company.id,
                    hook="after_operation",
                    plugin=plugin,
                    payload={"operation": name, "result": describe(work, result)},
                    state="waiting",
                    due_at=work.now,
                    attempts=0,
                )
            )
    work.done = []


def describe(work: Work, result: Any) -> Any:
    """Return what an operation brought about as JSON data: papers by number, records by code."""
    if result is None:
        return {}
    if isinstance(result, list | tuple | set):
        return [describe(work, item) for item in result]
    if isinstance(result, Mapping):
        return {str(key): describe(work, value) for key, value in result.items()}
    if is_paper(result):
        document = document_of(result)
        return {
            "kind": document.kind,
            "number": document.number,
            "state": document.state,
            "version": document.row_version,
        }
    if inspect(result, raiseerr=False) is not None:
        return {
            "kind": type(result).__tablename__,
            "code": name_of(result),
            "id": getattr(result, "id", None),
        }
    return plain(result)


_AS_IT_IS = frozenset({str, int, bool, type(None)})


def plain(value: Any) -> Any:
    """Return a value as JSON data: days and moments in ISO form, decimals as text, records by their name."""
    # Most of what a big set changes is this; asking for its very type first saves the questions below.
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()}"
    if value is None or isinstance(value, str | int | bool):
        return value
    if inspect(value, raiseerr=False) is not None:
        return name_of(value)
    encoded = to_json(value)
    return encoded if isinstance(encoded, dict | list | str | int) else str(value)
