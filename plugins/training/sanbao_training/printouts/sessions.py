"""Papers of a session: the sheet on which everybody signs, and the notice that invites (F-33)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_training.models import Session
from sanbao_training.operations.attending import ENROLLED, enrolments
from sanbao_training.operations.booking import stretches_of
from sanbao_training.operations.outlines import topics_of
from sanbao_training.printouts.parties import party_names
from sanbao_training.rules.timing import PLACES

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (N_("Trainer"), N_("Customer"), N_("Training department"))
#: Lines for people who come without having been enrolled.
_EMPTY_ROWS = 5


def sheet_context(work: Work, session: Session) -> dict[str, Any]:
    """Gather the sheet on which everybody signs, with the picture by which a telephone opens the sign-in page."""
    page: str = str(work.setting("training_sign_in_page")).rstrip("/")
    people = _people(work, session)
    return {
        "document": {"number": session.document.number},
        "facts": [*_facts(session), (N_("Enrolled people"), len(people))],
        "stretches": _stretches(work, session),
        "people": people,
        "empty": list(range(_EMPTY_ROWS)),
        "scanned": f"{page}/{session.sign_in_code}" if page else str(session.document.number),
        "leads_on": bool(page),
    }


def notice_context(work: Work, session: Session) -> dict[str, Any]:
    """Gather the notice that goes up on the board: what is taught when and where, and who is expected."""
    party = session.document.party
    return {
        "document": {"number": session.document.number},
        "addressed": party.name if party is not None else None,
        "facts": _facts(session),
        "stretches": _stretches(work, session),
        "topics": [
            {"zh": topic.text, "en": topic.text_en or topic.text}
            for topic in topics_of(work, session.outline_id)
        ],
        "has_exam": session.outline.has_exam,
        "pass_mark": f"{session.outline.pass_mark.normalize():f}",
        "people": _people(work, session),
        "is_cancelled": session.state == "cancelled",
        "reason": session.reason,
    }


def _facts(session: Session) -> list[tuple[str, Any]]:
    return [
        (N_("Course"), _course(session)),
        (N_("Trainer"), session.trainer.name),
        (N_("Held at"), _place(session)),
        (N_("Materials"), session.materials),
    ]


def _course(session: Session) -> str:
    """Return what the course is called to those who are taught: with its English name where English is spoken."""
    outline = session.outline
    return (
        f"{outline.name} {outline.name_en}" if outline.name_en and session.language != "zh" else outline.name
    )


def _stretches(work: Work, session: Session) -> list[str]:
    return [
        f"{first.astimezone(work.zone):%Y-%m-%d %H:%M} – {last.astimezone(work.zone):%H:%M}"
        for first, last in stretches_of(work, session.document_id)
    ]


def _people(work: Work, session: Session) -> list[dict[str, str]]:
    places = enrolments(work, session, ENROLLED)
    names = party_names(work, [one.person.party_id for one in places])
    return [
        {
            "name": one.person.name,
            "party": names.get(one.person.party_id or 0, ""),
            "phone": one.person.phone or "",
            "present": _shown_moment(work, one.signed_in_at),
        }
        for one in places
    ]


def _shown_moment(work: Work, moment: datetime | None) -> str:
    return f"{moment.astimezone(work.zone):%m-%d %H:%M}" if moment is not None else ""


def _place(session: Session) -> Any:
    where = session.room or (session.site.name if session.site is not None else None) or session.address
    return where or Text(PLACES[session.place_kind])
