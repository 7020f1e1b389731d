"""What is done next on an order or an event: its page leads there, and what cannot be done yet stands aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sanbao_admin.papers.panels import Next
from sanbao_installation_outsourcing.models import InstallerEvent

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

#: What can be done where at least one vehicle is at a state; the first of them that fits is done next.
STEPS: Mapping[str, str] = {
    "installation_order.rework": "rework",
    "installation_order.inspect": "installed",
    "installation_order.install": "assigned",
    "installation_order.no_vehicles": "assigned",
}
SILENCE = "installer_event.note_silence"
NOTIFY, CANCEL = "installation_order.notify", "installation_order.cancel"


def next_of(work: Work, document: Document, rows: Sequence[Mapping[str, Any]]) -> Next | None:
    """Return the operation that an order waits for: notice, then what its vehicles wait for (INS-04, INS-08)."""
    waiting = {row["state"] for row in rows}
    fitting = [name for name, state in STEPS.items() if state in waiting]
    wanted = [NOTIFY] if document.state == "open" else fitting
    allowed = [name for name in wanted if work.access.may(name)]
    if not allowed:
        return None
    return Next(allowed[0], "", f"/do/{allowed[0]}?{urlencode({'subject': document.number or ''})}")


def not_yet(document: Document, rows: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return what no vehicle of an order waits for; to call an order off is never the first thing to do."""
    waiting = {row["state"] for row in rows}
    idle = {name for name, state in STEPS.items() if state not in waiting}
    return frozenset({CANCEL, *idle, *({NOTIFY} if document.state == "notified" else ())})


def next_of_event(work: Work, document: Document) -> Next | None:
    """Lead to the silence of an installer whose term for an answer is over (PEN-08)."""
    if document.state != "notified" or _may_answer(work, document) or not work.access.may(SILENCE):
        return None
    return Next(SILENCE, "", f"/do/{SILENCE}?{urlencode({'subject': document.number or ''})}")


def not_yet_of_event(work: Work, document: Document) -> frozenset[str]:
    """Return what waits until the term for an answer is over."""
    return frozenset({SILENCE} if _may_answer(work, document) else ())


def _may_answer(work: Work, document: Document) -> bool:
    due_on = work.session.get_one(InstallerEvent, document.id).answer_due_on
    return due_on is None or work.today <= due_on
