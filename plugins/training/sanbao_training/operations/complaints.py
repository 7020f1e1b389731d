"""Which parties were rightly complained of too often, and which outline answers it (TRN-13, CAP-10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import CTE, Select, func, or_, select, union

from sanbao.costing.models import CostShareRecord
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document, DocumentLink
from sanbao.i18n import N_
from sanbao.registry.models import Party
from sanbao_training.kinds import HELD
from sanbao_training.models import Enrolment, Need, Outline, Person, RequiredSkill, Session
from sanbao_training.rules import grouping
from sanbao_training.rules.matrix import asks_party

if TYPE_CHECKING:
    from sanbao.documents.kinds import DocumentKind
    from sanbao.work import Work

_UPHELD = N_("{count} upheld complaints about {party} within a year: {papers}")
_YEAR = timedelta(days=365)
#: The subject of a need whose outline is not known yet; a course by any outline answers it.
_NO_OUTLINE = "–"


@dataclass(frozen=True)
class _Paper:
    """A paper by which a complaint about a party was upheld."""

    party: int
    number: str
    day: date


def complaints(
    work: Work, outlines: Mapping[int, str], lines: Sequence[RequiredSkill], crew: Sequence[Person]
) -> Iterator[grouping.Need]:
    """Return the parties about whom so many complaints were upheld within a year, with the outline of their work.

    Papers from before the last course of that outline for that party were answered by it, and what somebody reported as
    a need by hand is not counted again. Three queries, however many parties there are.
    """
    papers: dict[int, list[_Paper]] = {}
    for paper in _upheld(work):
        papers.setdefault(paper.party, []).append(paper)
    held = _last_held(work, papers)
    people: dict[int | None, list[Person]] = {}
    for person in crew:
        people.setdefault(person.party_id, []).append(person)
    least = int(work.setting("training_complaints"))
    query = select(Party).where(Party.id.in_(list(papers))).order_by(Party.code)
    for party in work.session.scalars(query):
        asked = _asked_of(party, people.get(party.id, []), lines, outlines)
        for outline, heads in asked.items():
            day = held.get((party.id, outline), date.min)
            counted = [one for one in papers[party.id] if one.day > day]
            if len(counted) >= least:
                yield _need(party, outline, heads, counted)


def _need(party: Party, outline: str, heads: int, papers: Sequence[_Paper]) -> grouping.Need:
    numbers = ", ".join(paper.number for paper in papers)
    return grouping.Need(
        cause="complaint",
        subject=outline,
        reason=grouping.said(_UPHELD, count=len(papers), party=party.name, papers=numbers),
        party=party.id,
        heads=heads,
        source=papers[-1].number,
    )


def _asked_of(
    party: Party, people: Sequence[Person], lines: Sequence[RequiredSkill], outlines: Mapping[int, str]
) -> dict[str, int]:
    """Return the outlines of what the role matrix asks of a party's work, and how many of its people do that work.

    A licence that others issue has no outline; where nothing has one, the need is told all the same, without.
    """
    jobs = {job for person in people for job in person.jobs}
    found: dict[str, set[int]] = {}
    for line in lines:
        if line.skill_id in outlines and asks_party(line, jobs, party.roles):
            doing = {person.id for person in people if line.kind_of_work in person.jobs}
            found.setdefault(outlines[line.skill_id], set()).update(doing)
    return {outline: max(len(doing), 1) for outline, doing in found.items()} or {
        _NO_OUTLINE: max(len(people), 1)
    }


def _upheld(work: Work) -> list[_Paper]:
    """Return the upheld complaints of a year, oldest first, by the papers of whichever plugins keep such."""
    kinds = [kind for kind in work.registry.kinds.values() if kind.trouble_unless is not None]
    if not kinds:
        return []
    told = [_told_of(work, kind) for kind in kinds if kind.complains_where]
    complained = union(*told).cte("complained") if told else None
    borne = _borne(work, kinds, complained)
    found = (borne if complained is None else union(borne, select(complained))).subquery("upheld")
    query = select(found.c.party_id, found.c.number, found.c.dated_on)
    rows = work.session.execute(query.order_by(found.c.dated_on, found.c.number))
    return [_Paper(party, number, day) for party, number, day in rows]


def _told_of(work: Work, kind: DocumentKind) -> Select[Any]:
    """Papers that are complaints about their own party; in its first state nobody has looked into one yet."""
    unproved = (kind.flow.initial, *(kind.trouble_unless or ()))
    query = _rows(work, Document.party_id).join(kind.model, kind.model.document_id == Document.id)
    fields = [getattr(kind.model, name).in_(values) for name, values in kind.complains_where.items()]
    return query.where(
        Document.kind == kind.name,
        Document.party_id.is_not(None),
        Document.state.not_in(unproved),
        *fields,
    )


def _borne(work: Work, kinds: Sequence[DocumentKind], complained: CTE | None) -> Select[Any]:
    """Claims and returns whose cost an installer bore in the end: what was claimed was his doing (INS-13)."""
    share = CostShareRecord
    borne = (share.company_id == work.company.id, share.bearer == "installer", share.state == "settled")
    counted = [_by_hand(work), select(share.document_id).where(*borne)]
    if complained is not None:
        counted.append(select(complained.c.id))
    return (
        _rows(work, share.party_id)
        .distinct()
        .join(share, share.document_id == Document.id)
        .where(
            *borne,
            share.party_id.is_not(None),
            Document.kind.in_([kind.name for kind in kinds]),
            Document.id.not_in(_come_of(work, counted)),
        )
    )


def _come_of(work: Work, counted: Sequence[Select[Any]]) -> Select[Any]:
    """Papers that came of one that counts already, or repair what it tells: the same trouble."""
    return select(DocumentLink.source_id).where(
        DocumentLink.company_id == work.company.id,
        DocumentLink.kind.in_(("originates", "repairs")),
        or_(*(DocumentLink.target_id.in_(keys) for keys in counted)),
    )


def _rows(work: Work, party: Any) -> Select[Any]:
    """Papers of the last year that stand, and that nobody made a need of by hand."""
    return (
        select(
            Document.id.label("id"),
            party.label("party_id"),
            Document.number.label("number"),
            Document.dated_on.label("dated_on"),
        )
        .select_from(Document)
        .where(
            Document.company_id == work.company.id,
            Document.dated_on > work.today - _YEAR,
            Document.state.not_in(UNDONE),
            Document.duplicate_of_id.is_(None),
            Document.id.not_in(_by_hand(work)),
        )
    )


def _by_hand(work: Work) -> Select[Any]:
    return select(Need.source_id).where(Need.company_id == work.company.id, Need.source_id.is_not(None))


def _last_held(work: Work, papers: Mapping[int, Any]) -> dict[tuple[int, str], date]:
    """Return by party and outline the last day on which its people were taught."""
    query = (
        select(Person.party_id, Outline.code, func.max(Session.held_on))
        .join_from(Session, Outline, Outline.document_id == Session.outline_id)
        .join(Document, Document.id == Session.document_id)
        .join(Enrolment, Enrolment.document_id == Session.document_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Session.company_id == work.company.id,
            Person.party_id.in_(list(papers)),
            Document.state.in_(HELD),
            Enrolment.attendance == "present",
        )
        .group_by(Person.party_id, Outline.code)
    )
    held: dict[tuple[int, str], date] = {}
    for party, code, day in work.session.execute(query):
        for known in (code, _NO_OUTLINE):
            if party is not None and day is not None:
                held[party, known] = max(day, held.get((party, known), day))
    return held
