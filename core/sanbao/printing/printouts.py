"""The core's own printed paper: any document as the core can read it, its plugin on, off or gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sanbao.coverage.facts import cause_text
from sanbao.decision import Text
from sanbao.documents.words import kind_title, state_label
from sanbao.i18n import N_
from sanbao.i18n.headings import HEADINGS
from sanbao.printing.forms import ZH, Form

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

# Said by the template, where the catalogue's collector does not see them.
LABELS = (
    N_("What it records"),
    N_("This paper's plugin is switched off; it is printed from what was kept."),
    N_("Operation"),
    N_("Time"),
    N_("By"),
    N_("From"),
    N_("To"),
    N_("Note"),
)


def document_context(work: Work, document: Document) -> dict[str, Any]:
    """Gather what the core knows of any document: its head, the fields that were kept, its timeline."""
    return {
        "document": {"number": document.number},
        "title": kind_title(work.registry, document),
        "plugin_is_away": document.kind not in work.registry.kinds,
        "facts": _head(work, document),
        "fields": _kept(document.snapshot.get("fields", {})),
        "timeline": [_happened(work, document, one) for one in work.ask("document.timeline", {"document": document.number})],
    }


def _head(work: Work, document: Document) -> list[tuple[str, Any]]:
    rows = [
        (N_("No."), document.number),
        (N_("State"), _state(work, document, document.state)),
        (N_("Title"), document.title),
        (N_("Party"), document.party.name if document.party is not None else None),
        (N_("Date"), document.dated_on),
        (N_("Entered at"), document.created_at),
        (N_("Entered by"), document.created_by.login),
        (N_("Closed at"), document.closed_at),
    ]
    return [(label, value) for label, value in rows if value]


def _kept(fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the fields that say something to a reader: keys of other records do not."""
    return [
        (HEADINGS.get(name, name.replace("_", " ").capitalize()), _read(name, value))
        for name, value in fields.items()
        if value not in (None, "", [], {}) and not name.endswith("_id")
    ]


def _read(name: str, value: Any) -> Any:
    """Return a kept value as what it was: a cause in words, a moment by the company's clock, or as it is."""
    if name == "cause":
        return cause_text(value)
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        return value
    return moment if moment is not None and moment.tzinfo is not None else value


def _state(work: Work, document: Document, code: str) -> Text:
    return Text(state_label(work.registry, document, code))


def _happened(work: Work, document: Document, line: Mapping[str, Any]) -> dict[str, Any]:
    states = {end: _state(work, document, line[end]) if line[end] else "" for end in ("from", "to")}
    return {**line, **states, "note": line["note"] or ""}


DOCUMENT = Form(
    name="document",
    title=N_("Paper"),
    template="sanbao/document.html",
    package="sanbao",
    kind="document",
    languages=ZH,
    context=document_context,
)
