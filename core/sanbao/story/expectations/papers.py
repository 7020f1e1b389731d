"""Expectations about a paper: its state and fields, its timeline, what is due on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect, select

from sanbao.access.models import User
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_, _
from sanbao.registry.models import Party, Unit
from sanbao.story import checks, matching
from sanbao.story.report import Difference, Unmet, difference
from sanbao.story.scene import Scene
from sanbao.work import Work


def _document_fields(value: Any, findings: checks.Findings, path: str) -> None:
    checks.named_fields(value, findings, path)
    checks.something(value, findings, path)


DOCUMENT = checks.one_or_more(_document_fields)
TIMELINE = checks.several(checks.text)
DEADLINE = checks.one_or_more(
    checks.table(
        {
            "of": checks.text,
            "kind": checks.text,
            "due_at": checks.moment,
            "met": checks.yes_no,
            "missed": checks.yes_no,
            "met_at": checks.maybe(checks.moment),
        },
        required=["kind"],
    )
)


def documents(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Compare the head and the own fields of a paper."""
    found: list[Difference] = []
    for wanted in spec if isinstance(spec, list) else [spec]:
        document = scene.document(work, wanted.get("number") or of)
        found += matching.differences(wanted, as_table(work, document), "document", scene.zone)
    return found


def as_table(work: Work, document: Document) -> dict[str, Any]:
    """Return a paper's head, its plugin's fields, and the records it names by their codes."""
    return _own_fields(work, document) | {
        "number": document.number,
        "kind": document.kind,
        "state": document.state,
        "title": document.title,
        "party": _code(work, Party, document.party_id, "code"),
        "unit": _code(work, Unit, document.unit_id, "serial"),
        "dated_on": document.dated_on,
        "version": document.row_version,
        "created_by": _code(work, User, document.created_by_id, "login"),
        "owner": _code(work, User, document.owner_id, "login"),
        "deputy": _code(work, User, document.deputy_id, "login"),
        "closed": document.closed_at is not None,
        "duplicate_of": _code(work, Document, document.duplicate_of_id, "number"),
    }


def _own_fields(work: Work, document: Document) -> dict[str, Any]:
    kind = work.registry.kinds.get(document.kind)
    own = work.session.get(kind.model, document.id) if kind is not None else None
    if own is None:
        return dict(document.snapshot.get("fields", {}))
    return {column.key: getattr(own, column.key) for column in inspect(type(own)).mapper.column_attrs}


def _code(work: Work, model: type[Any], key: int | None, column: str) -> str | None:
    return getattr(work.session.get(model, key), column, None) if key is not None else None


def timeline(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Compare the operations on a paper's timeline, all of them in their order, and check its chain."""
    document = scene.document(work, of)
    happened = work.ask("document.timeline", {"document": document.number})
    operations = [line["operation"] for line in happened]
    broken = [line["operation"] for line in happened if not line["whole"]]
    if broken:
        return [difference("timeline", _(N_("a whole chain")), broken)]
    return [] if operations == list(spec) else [difference("timeline", list(spec), operations)]


def deadlines(scene: Scene, work: Work, spec: Any, of: str | None) -> list[Difference]:
    """Compare when something is due on a paper, and whether it was met."""
    found: list[Difference] = []
    for wanted in spec if isinstance(spec, list) else [spec]:
        fields = {name: value for name, value in wanted.items() if name != "of"}
        record = _deadline(work, scene.document(work, wanted.get("of") or of), wanted)
        found += matching.differences(fields, record, "deadline", scene.zone)
    return found


def _deadline(work: Work, document: Document, wanted: Mapping[str, Any]) -> dict[str, Any]:
    query = select(DeadlineRecord).where(DeadlineRecord.document_id == document.id)
    records = list(work.session.scalars(query.order_by(DeadlineRecord.id)))
    for record in reversed(records):
        if record.kind == wanted["kind"]:
            met, missed = record.met_at is not None, record.missed_at is not None
            return {"kind": record.kind, "due_at": record.due_at, "met": met, "missed": missed, "met_at": record.met_at}
    raise Unmet(difference("deadline", str(wanted["kind"]), [record.kind for record in records] or _(N_("nothing"))))
