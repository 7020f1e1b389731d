"""Who bears which part of a client's penalty, on the penalty's page and on the installer's event (INS-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing.kinds.jobs import EVENT
from sanbao_installation_outsourcing.models import ChargedOn

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work


def charged_on(work: Work, document: Document) -> Sequence[Panel]:
    """Return the parts of a client's penalty that were charged on; nothing on any other event."""
    if document.kind != EVENT.name or not work.access.may("installer_event.charged_on"):
        return []
    ends = (ChargedOn.penalty_id, ChargedOn.event_id)
    known = select(ChargedOn.id).where(or_(*(end == document.id for end in ends))).limit(1)
    if work.session.scalar(known) is None:
        return []
    found = work.ask("installer_event.charged_on", {"event": document.number})
    shown = {**found, "own": document.number}
    return [Panel(_(N_("Charged on to")), shown, "sanbao_installation_outsourcing/charged_on.html")]
