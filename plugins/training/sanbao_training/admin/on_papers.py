"""What training shows on its own papers: who takes part, and where the working pages are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel
from sanbao_training.admin.roll import LOOKS, OUTCOMES, STATUS

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

#: So many people stand on the paper of a session; the roll has all.
MOST = 50


def panels(work: Work, document: Document) -> Sequence[Panel]:
    """Return who takes part in a session, and the way from a session or a plan to where it is worked on."""
    if document.kind == "training_session" and work.access.may("training_session.places"):
        rows = work.ask("training_session.places", {"session": document.number})
        data = {
            "number": document.number,
            "rows": rows[:MOST],
            "left": max(len(rows) - MOST, 0),
            "outcomes": OUTCOMES,
            "looks": LOOKS,
            "status": STATUS,
        }
        return [Panel(_(N_("Who takes part")), data, "sanbao_training/panel_session.html")]
    if document.kind == "training_plan" and work.access.may("training_plan.show"):
        told = work.ask("training_plan.show", {"plan": document.number})
        return [Panel(_(N_("Lines of the plan")), {"told": told}, "sanbao_training/panel_plan.html")]
    return []
