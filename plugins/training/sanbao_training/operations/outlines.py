"""Outlines: written by the design department, approved by a second person, changed by a new version (TRN-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_training.errors import OutlineEmpty, OutlineFixed, OutlineInWork, OutlineMissing
from sanbao_training.models import Outline, Topic
from sanbao_training.schemas.common import Reason
from sanbao_training.schemas.outlines import OutlineContent, OutlineInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: The outline is compiled by the product or project design group (TRN-01).
AUTHORS = ("design",)
APPROVERS = ("design", "service_head", "management_representative", "general_manager")
_COPIED = (
    "code",
    "name",
    "name_en",
    "audience",
    "product_id",
    "skill_id",
    "pass_mark",
    "most_attempts",
    "valid_months",
    "has_exam",
    "materials",
    "questions",
)


@operation("training_outline.draft", title=N_("Write an outline"), schema=OutlineInput, roles=AUTHORS)
def draft(
    work: Work,
    *,
    code: str,
    topics: Sequence[Mapping[str, Any]] = (),
    questions: Sequence[Mapping[str, Any]] = (),
    **content: Any,
) -> Outline:
    """Write a training outline (培训大纲) with its topics and its exam (TRN-01)."""
    if versions(work, code):
        raise Invalid([Problem("code", N_("{code} exists already; revise it instead."), {"code": code})])
    outline = Outline(
        document=new_document(work, "training_outline", title=content["name"]),
        company_id=work.company.id,
        code=code,
        version=1,
        questions=_kept(questions),
        **_keys(content),
    )
    work.session.add(outline)
    work.session.flush()
    _write_topics(work, outline, topics)
    return outline


def is_draft(_work: Work, outline: Outline) -> bool:
    """Tell whether an outline can still be changed: nobody has approved it."""
    return outline.state == "draft"


@operation(
    "training_outline.change",
    title=N_("Change the draft"),
    on=Outline,
    schema=OutlineContent,
    roles=AUTHORS,
    edits=True,
    offered=is_draft,
)
def change(
    work: Work,
    outline: Outline,
    *,
    topics: Sequence[Mapping[str, Any]] | None = None,
    questions: Sequence[Mapping[str, Any]] | None = None,
    **content: Any,
) -> Outline:
    """Change an outline that is not approved yet."""
    if not is_draft(work, outline):
        raise OutlineFixed(outline=outline.document.number, state=work.state_label(outline, outline.state))
    for name, value in _keys(content).items():
        setattr(outline, name, value)
    outline.document.title = outline.name
    if questions is not None:
        outline.questions = _kept(questions)
    if topics is not None:
        for topic in topics_of(work, outline.document_id):
            work.session.delete(topic)
        work.session.flush()
        _write_topics(work, outline, topics)
    return outline


def _keys(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return an input's fields as the table holds them: records by their keys."""
    named = {name: content[name] for name in ("product", "skill") if name in content}
    records = {f"{name}_id": one.id if one is not None else None for name, one in named.items()}
    return {**{name: value for name, value in content.items() if name not in ("product", "skill")}, **records}


def _kept(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**question, "points": str(question["points"])} for question in questions]


def _write_topics(work: Work, outline: Outline, topics: Sequence[Mapping[str, Any]]) -> None:
    work.session.add_all(
        Topic(
            company_id=work.company.id,
            document_id=outline.document_id,
            position=place,
            **{"text_en": None, **topic},
        )
        for place, topic in enumerate(topics, start=1)
    )
    work.session.flush()


@operation(
    "training_outline.approve",
    title=N_("Approve"),
    on=Outline,
    moves={"draft": "approved"},
    roles=APPROVERS,
    apart_from=("training_outline.draft", "training_outline.revise", "training_outline.change"),
)
def approve(work: Work, outline: Outline) -> Outline:
    """Approve an outline; the version before it is superseded, sessions already planned keep theirs (CAL-09)."""
    if not topics_of(work, outline.document_id):
        raise OutlineEmpty(outline=outline.document.number)
    outline.approved_on = work.today
    for earlier in versions(work, outline.code):
        if earlier.state == "approved":
            work.set_state(work.locked(earlier), "superseded")
    return outline


@operation(
    "training_outline.revise", title=N_("Begin a new version"), on=Outline, schema=Reason, roles=AUTHORS
)
def revise(work: Work, outline: Outline, *, reason: str) -> Outline:
    """Begin the next version of an outline with what the last one says."""
    known = versions(work, outline.code)
    for one in known:
        if one.state == "draft":
            raise OutlineInWork(code=outline.code, outline=one.document.number)
    made = Outline(
        document=new_document(work, "training_outline", title=outline.name),
        company_id=work.company.id,
        version=max(one.version for one in known) + 1,
        **{name: getattr(outline, name) for name in _COPIED},
    )
    work.session.add(made)
    work.session.flush()
    copied = ("text", "text_en", "hours", "is_practical")
    topics = topics_of(work, outline.document_id)
    _write_topics(work, made, [{name: getattr(topic, name) for name in copied} for topic in topics])
    link_documents(work, made.document, outline.document, "replaces")
    work.note(made.document, note=reason)
    return made


@operation(
    "training_outline.withdraw",
    title=N_("Withdraw"),
    on=Outline,
    moves={"draft": "withdrawn", "approved": "withdrawn"},
    schema=Reason,
    roles=APPROVERS,
)
def withdraw(work: Work, outline: Outline, *, reason: str) -> Outline:
    """Take an outline out of use."""
    work.note(outline.document, note=reason)
    return outline


def versions(work: Work, code: str) -> list[Outline]:
    """Return all versions of an outline that count, oldest first."""
    query = (
        select(Outline)
        .join(Document, Document.id == Outline.document_id)
        .where(Outline.company_id == work.company.id, Outline.code == code, Document.state.not_in(UNDONE))
        .order_by(Outline.version)
    )
    return list(work.session.scalars(query))


def topics_of(work: Work, document_id: int) -> list[Topic]:
    """Return an outline's topics in order."""
    return list(
        work.session.scalars(select(Topic).where(Topic.document_id == document_id).order_by(Topic.position))
    )


def approved_outline(work: Work, code: str) -> Outline:
    """Return the approved version of an outline; a course needs one (TRN-01)."""
    for outline in reversed(versions(work, code)):
        if outline.state == "approved":
            return outline
    raise OutlineMissing(code=code)


def approved_for_skills(work: Work) -> dict[int, str]:
    """Return the code of the approved outline that certifies each skill."""
    query = (
        select(Outline.skill_id, Outline.code)
        .join(Document, Document.id == Outline.document_id)
        .where(
            Outline.company_id == work.company.id, Document.state == "approved", Outline.skill_id.is_not(None)
        )
        .order_by(Outline.document_id)
    )
    return {skill_id: code for skill_id, code in work.session.execute(query) if skill_id is not None}
