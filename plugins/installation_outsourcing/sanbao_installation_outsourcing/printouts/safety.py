"""The printed safety check: who, where, when, what was found at each point, and who signed (INS-18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.registry.models import Host, Party
from sanbao_installation_outsourcing.kinds.safety import SAFETY
from sanbao_installation_outsourcing.models import SafetyCheck, SafetyPoint
from sanbao_installation_outsourcing.printouts.contracts import form
from sanbao_installation_outsourcing.rules.safety import ANSWERS, FAILED
from sanbao_installation_outsourcing.safety import asked_by

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the template, where the catalogue's collector does not see them.
LABELS = (
    N_("No."),
    N_("Points of the checklist"),
    N_("Point looked at"),
    N_("Finding"),
    N_("What was found"),
    N_("Photo"),
    N_("Event"),
    N_("Remark"),
    N_("Installing firm"),
    N_("Our side"),
)


def points_of(work: Work, check: SafetyCheck) -> list[dict[str, Any]]:
    """Return the points of a check in the order of its checklist, each with its words in both languages."""
    _version, asked = asked_by(work, check.checklist)
    query = (
        select(SafetyPoint, Document.number)
        .outerjoin(Document, Document.id == SafetyPoint.event_id)
        .where(SafetyPoint.document_id == check.document_id)
    )
    given = {row.point: (row, number) for row, number in work.session.execute(query)}
    return [
        {
            "position": position,
            "title": dict(point.names),
            "answer": Text(ANSWERS[given[point.code][0].answer]),
            "is_failed": given[point.code][0].answer == FAILED,
            "note": given[point.code][0].note or "",
            "photo": given[point.code][0].attachment_id,
            "event": given[point.code][1] or "",
        }
        for position, point in enumerate(asked.points, 1)
        if point.code in given
    ]


def safety_context(work: Work, check: SafetyCheck) -> dict[str, Any]:
    """Gather what the paper of a safety check shows."""
    _version, asked = asked_by(work, check.checklist)
    order = work.session.get_one(Document, check.order_id)
    contract = work.session.get_one(Document, check.contract_id)
    host = work.session.get(Host, check.host_id) if check.host_id is not None else None
    facts = [
        (N_("Installing firm"), work.session.get_one(Party, check.party_id).name),
        (N_("Contract"), contract.number),
        (N_("Installation order"), order.number),
        (N_("Where it was"), check.place),
        (N_("Vehicle"), host.plate or host.vin if host is not None else None),
        (N_("Checked on"), check.checked_on),
        (N_("Checklist"), Text("{name} {version}", {"name": asked.names, "version": check.checklist})),
        (N_("Points not in order"), check.failed),
        (N_("Signed by"), check.signer),
        (N_("Signed at"), check.signed_at.astimezone(work.zone).strftime("%Y-%m-%d %H:%M")),
    ]
    return {
        "document": {"number": check.document.number},
        "facts": [(label, value) for label, value in facts if value is not None],
        "points": points_of(work, check),
        "remarks": check.remarks,
        "signers": ["Installing firm", "Our side"],
    }


FORMS = (
    form("safety_check", N_("Safety check"), "outsourcing_work/safety.html", SAFETY.name, safety_context),
)
