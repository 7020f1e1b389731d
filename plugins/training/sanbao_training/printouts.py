"""The printed papers: outline, sign-in sheet, certificates one by one or forty in one file, the handover report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.printing.forms import BOTH, ZH, Form
from sanbao.registry.models import Party
from sanbao.verification import shown_code
from sanbao_training.kinds import DUTY
from sanbao_training.models import Certificate, Duty, Outline, Session
from sanbao_training.operations.attending import ENROLLED, enrolments
from sanbao_training.operations.booking import stretches_of
from sanbao_training.operations.outlines import topics_of
from sanbao_training.rules.timing import PLACES, WHAT
from sanbao_training.schemas.duties import HOW
from sanbao_training.schemas.outlines import AUDIENCES

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("Topic"),
    N_("Hours"),
    N_("Practice"),
    N_("Written by"),
    N_("Approved by"),
    N_("Trainer"),
    N_("Customer"),
    N_("Company"),
    N_("Service department"),
    N_("Serial number"),
    N_("Product"),
    N_("Commissioned on"),
)
_EMPTY_ROWS = 5


def outline_context(work: Work, outline: Outline) -> dict[str, Any]:
    """Gather what an outline shows: topics with hours, exam, the skill that it certifies (TRN-01)."""
    topics = topics_of(work, outline.document_id)
    return {
        "document": {"number": outline.document.number},
        "facts": [
            (N_("Course"), outline.name),
            (N_("Code"), f"{outline.code} / {outline.version}"),
            (N_("Audience"), Text(AUDIENCES[outline.audience])),
            (N_("Product"), outline.product.name if outline.product is not None else None),
            (N_("Certifies"), outline.skill.name if outline.skill is not None else None),
            (N_("Pass mark"), f"{outline.pass_mark.normalize():f}" if outline.has_exam else None),
            (N_("Attempts"), outline.most_attempts if outline.has_exam else None),
            (N_("Approved on"), outline.approved_on),
        ],
        "topics": [
            {
                "text": {"zh": topic.text, "en": topic.text_en or topic.text},
                "hours": f"{topic.hours.normalize():f}",
                "practice": "✓" if topic.is_practical else "",
            }
            for topic in topics
        ],
        "hours": f"{sum((topic.hours for topic in topics), start=topics[0].hours * 0).normalize():f}"
        if topics
        else "0",
        "materials": outline.materials,
    }


def sheet_context(work: Work, session: Session) -> dict[str, Any]:
    """Gather the sheet on which everybody signs, with the picture by which a telephone opens the session."""
    parties = _party_names(work, [one.person.party_id for one in enrolments(work, session, ENROLLED)])
    page: str = str(work.setting("training_sign_in_page")).rstrip("/")
    people = [
        {
            "name": one.person.name,
            "party": parties.get(one.person.party_id or 0, ""),
            "phone": one.person.phone or "",
            "present": _shown_moment(work, one.signed_in_at),
        }
        for one in enrolments(work, session, ENROLLED)
    ]
    return {
        "document": {"number": session.document.number},
        "facts": [
            (N_("Course"), session.outline.name),
            (N_("Trainer"), session.trainer.name),
            (N_("Place"), _place(session)),
            (N_("Materials"), session.materials),
        ],
        "stretches": [
            f"{first.astimezone(work.zone):%Y-%m-%d %H:%M} – {last.astimezone(work.zone):%H:%M}"
            for first, last in stretches_of(work, session.document_id)
        ],
        "people": people,
        "empty": list(range(_EMPTY_ROWS)),
        "scanned": f"{page}/{session.sign_in_code}" if page else str(session.document.number),
    }


def _shown_moment(work: Work, moment: Any) -> str:
    return f"{moment.astimezone(work.zone):%m-%d %H:%M}" if moment is not None else ""


def _place(session: Session) -> Any:
    where = session.room or (session.site.name if session.site is not None else None) or session.address
    return where or Text(PLACES[session.place_kind])


def _party_names(work: Work, keys: Sequence[int | None]) -> dict[int, str]:
    wanted = {key for key in keys if key is not None}
    query = select(Party.id, Party.name).where(Party.id.in_(wanted))
    return {key: name for key, name in work.session.execute(query)} if wanted else {}


def certificate_context(work: Work, certificate: Certificate) -> dict[str, Any]:
    """Gather what one certificate says (F-33)."""
    return {
        "document": {"number": certificate.document.number},
        "certificates": [_certificate(work, certificate, _party_names(work, [certificate.person.party_id]))],
    }


def certificates_context(work: Work, session: Session) -> dict[str, Any]:
    """Gather all certificates in force of a session, to be printed in one file."""
    query = (
        select(Certificate)
        .join(Document, Document.id == Certificate.document_id)
        .where(Certificate.session_id == session.document_id, Document.state == "issued")
        .order_by(Certificate.document_id)
    )
    found = list(work.session.scalars(query))
    names = _party_names(work, [one.person.party_id for one in found])
    return {
        "document": {"number": session.document.number},
        "certificates": [_certificate(work, one, names) for one in found],
    }


def _certificate(work: Work, one: Certificate, names: dict[int, str]) -> dict[str, Any]:
    page: str = str(work.setting("training_page")).rstrip("/")
    code = shown_code(one.code)
    return {
        "number": one.document.number,
        "name": one.person.name,
        "name_en": one.person.name_en,
        "party": names.get(one.person.party_id or 0),
        "identity": one.person.identity,
        "skill": {"zh": one.skill.name, "en": one.skill.name_en or one.skill.name},
        "issuer": one.issuer,
        "issued_on": one.issued_on,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "is_revoked": one.state != "issued",
        "code": code,
        "scanned": f"{page}/{code}" if page else code,
    }


def duty_context(work: Work, duty: Duty) -> dict[str, Any]:
    """Gather the report of the handover meeting and of commissioning (F-33, TRN-05)."""
    party = duty.document.party
    return {
        "document": {"number": duty.document.number},
        "facts": [
            (N_("What is owed"), Text(WHAT[duty.what])),
            (N_("Customer"), party.name if party is not None else None),
            (N_("Contract No."), duty.contract_no),
            (N_("Site"), duty.site.name if duty.site is not None else None),
            (N_("Batch"), duty.batch),
            (N_("Units"), duty.units_count or None),
            (N_("Counted from"), duty.base_on),
            (N_("Due on"), duty.due_on),
            (N_("Fulfilled on"), duty.fulfilled_on),
            (N_("Fulfilled how"), Text(HOW[duty.fulfilled_how]) if duty.fulfilled_how is not None else None),
            (N_("State"), Text(DUTY.flow.state(duty.state).label)),
            (N_("Reason"), duty.reason),
        ],
        "counted": duty.trace.get("counted", []),
        "skipped": duty.trace.get("skipped", []),
        "minutes": duty.minutes,
        "agenda": [
            N_("Commissioning report"),
            N_("Manuals and drawings"),
            N_("How each machine is operated"),
            N_("Questions of the customer"),
        ],
    }


FORMS = [
    Form(
        name="training_outline",
        title=N_("Training outline"),
        template="training/outline.html",
        package="sanbao_training",
        kind="training_outline",
        languages=ZH,
        context=outline_context,
    ),
    Form(
        name="training_sign_in",
        title=N_("Sign-in sheet"),
        template="training/sign_in.html",
        package="sanbao_training",
        kind="training_session",
        languages=ZH,
        context=sheet_context,
    ),
    Form(
        name="training_certificates",
        title=N_("Certificates of a session"),
        template="training/certificate.html",
        package="sanbao_training",
        kind="training_session",
        languages=BOTH,
        context=certificates_context,
    ),
    Form(
        name="training_certificate",
        title=N_("Certificate"),
        template="training/certificate.html",
        package="sanbao_training",
        kind="training_certificate",
        languages=BOTH,
        context=certificate_context,
    ),
    Form(
        name="training_handover",
        title=N_("Commissioning and handover report"),
        template="training/handover.html",
        package="sanbao_training",
        kind="training_duty",
        languages=ZH,
        context=duty_context,
    ),
]
