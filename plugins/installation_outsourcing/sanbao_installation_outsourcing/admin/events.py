"""An event on its page: why its amount is what it is, clause by clause and step by step (CAL-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao.decision import from_json
from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing.admin import leading
from sanbao_installation_outsourcing.kinds.jobs import EVENT

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work


def why(work: Work, document: Document) -> Sequence[Panel]:
    """Return the clauses that an event touches with their steps, and what to be warned of; of one that stands for nothing, none."""
    if document.kind != EVENT.name or not document.number or not work.access.may("installer_event.why"):
        return []
    found = work.ask("installer_event.why", {"event": document.number})
    items = [{**one, "trace": from_json(one["trace"])} for one in found["items"]]
    data = {**found, "items": items}
    if not items:
        return []
    return [
        Panel(
            _(N_("Why this amount")),
            data,
            "sanbao_installation_outsourcing/why.html",
            next=leading.next_of_event(work, document),
            not_yet=leading.not_yet_of_event(work, document),
        )
    ]
