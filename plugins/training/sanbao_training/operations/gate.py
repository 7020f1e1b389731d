"""The plugin's answer to the gate: who lacks which skill on the day of the work, for all assignments at once (PTY-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select

from sanbao.competence import Assignment, Disqualification
from sanbao.decision import Text
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao_training.kinds import READERS
from sanbao_training.models import Certificate, Person, RequiredSkill, Skill
from sanbao_training.operations.skills import required
from sanbao_training.rules.validity import QUALIFIED_PERSONS, Proof, best, why_not
from sanbao_training.schemas.certificates import ValidQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: Person and skill → the proofs.
Proofs = dict[tuple[int, int], list[Proof]]
_UNKNOWN = N_("{person} is not known as one of {party}’s people")
_TWO = N_("{party} has {count} people called {person}; name one by her code")
_NOBODY = N_("{skill}: nobody of {party} has a certificate that counts on that day")


def find_disqualifications(work: Work, assignments: Sequence[Assignment]) -> list[Disqualification]:
    """Return what each assignment lacks by the role matrix; three queries however many there are."""
    matrix = required(work, sorted({one.work for one in assignments}))
    if not matrix:
        return []
    rosters = _rosters(work, {one.party.id for one in assignments})
    proofs = proofs_of(work, {line.skill_id for line in matrix})
    needed = {(one.work, one.party.id, one.on): _needed(matrix, one) for one in _each_once(assignments)}
    return [
        Disqualification(position, reason, QUALIFIED_PERSONS)
        for position, one in enumerate(assignments)
        for reason in _lacking(
            one, needed[one.work, one.party.id, one.on], rosters.get(one.party.id, Roster()), proofs
        )
    ]


def _each_once(assignments: Sequence[Assignment]) -> Collection[Assignment]:
    """Return one assignment for each kind of work, party and day: what is needed does not depend on the person."""
    return {(one.work, one.party.id, one.on): one for one in assignments}.values()


def _needed(matrix: Sequence[RequiredSkill], one: Assignment) -> list[Skill]:
    """Return the skills that this work needs of this party on its day, each once."""
    found = {
        line.skill_id: line.skill
        for line in matrix
        if line.kind_of_work == one.work
        and line.valid_from <= one.on
        and (line.valid_until is None or one.on <= line.valid_until)
        and (line.party_role is None or line.party_role in one.party.roles)
    }
    return list(found.values())


def _lacking(one: Assignment, skills: Sequence[Skill], roster: Roster, proofs: Proofs) -> Iterator[Text]:
    if not skills:
        return
    if one.person is None:
        yield from _lacking_of_party(one, skills, roster, proofs)
        return
    named = roster.named(one.person)
    if len(named) != 1:
        values = {"person": one.person, "party": one.party.name, "count": len(named)}
        yield Text(_TWO if named else _UNKNOWN, values)
        return
    for skill in skills:
        reason = why_not(skill.name, proofs.get((named[0], skill.id), []), one.on)
        if reason is not None:
            yield reason


def _lacking_of_party(
    one: Assignment, skills: Sequence[Skill], roster: Roster, proofs: Proofs
) -> Iterator[Text]:
    """Where nobody is named yet, the party must have somebody for each skill."""
    for skill in skills:
        if not any(best(proofs.get((person, skill.id), []), one.on) for person in roster.people):
            yield Text(_NOBODY, {"skill": skill.name, "party": one.party.name})


@dataclass
class Roster:
    """The people of one party by their keys, to be found at once by code, identity or name however many they are."""

    people: list[int] = field(default_factory=list)
    exactly: dict[str, set[int]] = field(default_factory=dict)
    by_name: dict[str, set[int]] = field(default_factory=dict)

    def add(self, person: int, name: str, *keys: str | None) -> None:
        """Take somebody in."""
        self.people.append(person)
        self.by_name.setdefault(name, set()).add(person)
        for key in keys:
            if key:
                self.exactly.setdefault(key, set()).add(person)

    def named(self, called: str) -> list[int]:
        """Return whom a code, an identity or a name means; a code or an identity comes before a name."""
        return list(self.exactly.get(called) or self.by_name.get(called) or ())


def _rosters(work: Work, parties: set[int]) -> dict[int, Roster]:
    query = select(Person.party_id, Person.id, Person.name, Person.code, Person.identity).where(
        Person.company_id == work.company.id, Person.party_id.in_(parties), Person.is_active.is_(True)
    )
    found: dict[int, Roster] = {}
    for party, person, name, code, identity in work.session.execute(query.order_by(Person.id)):
        found.setdefault(party or 0, Roster()).add(person, name, code, identity)
    return found


def proofs_of(work: Work, skills: set[int], party: int | None = None) -> Proofs:
    """Return every certificate and licence of these skills, by person and skill, in one query."""
    query = (
        select(
            Certificate.person_id,
            Certificate.skill_id,
            Document.number,
            Certificate.valid_from,
            Certificate.valid_until,
            Certificate.void_from,
        )
        .join(Document, Document.id == Certificate.document_id)
        .where(
            Certificate.company_id == work.company.id,
            Certificate.skill_id.in_(skills),
            Document.state != VOID,
        )
        .order_by(Certificate.document_id)
    )
    if party is not None:
        query = query.join(Person, Person.id == Certificate.person_id).where(Person.party_id == party)
    found: Proofs = {}
    for person, skill, number, start, until, void in work.session.execute(query):
        found.setdefault((person, skill), []).append(Proof(number or "", start, until, void))
    return found


@question("training.valid", title=N_("Who is qualified"), schema=ValidQuestion, roles=READERS)
def valid(
    work: Work, *, skills: Sequence[Skill], on: date | None = None, party: Party | None = None
) -> dict[str, Any]:
    """Count who is qualified for what on a day, by skill, in one set-based question."""
    day = on or work.today
    query = select(Skill).where(Skill.company_id == work.company.id).order_by(Skill.code)
    wanted = list(skills) or list(work.session.scalars(query))
    counts = _counted(work, {skill.id for skill in wanted}, day, party)
    rows = [
        {"skill": skill.code, "name": skill.name, "people": people, "valid": valid}
        for skill in wanted
        for people, valid in (counts.get(skill.id, (0, 0)),)
    ]
    return {
        "on": day,
        "rows": rows,
        "people": sum(row["people"] for row in rows),
        "valid": sum(row["valid"] for row in rows),
    }


def _counted(work: Work, skills: set[int], day: date, party: Party | None) -> dict[int, tuple[int, int]]:
    """Count by skill who ever had a proof of it, and whose proof counts on a day: the rule of ``Proof`` for a whole set."""
    counts_then = and_(
        Certificate.valid_from <= day,
        or_(Certificate.valid_until.is_(None), Certificate.valid_until >= day),
        or_(Certificate.void_from.is_(None), Certificate.void_from > day),
    )
    query = (
        select(
            Certificate.skill_id,
            func.count(Certificate.person_id.distinct()),
            func.count(case((counts_then, Certificate.person_id)).distinct()),
        )
        .join(Document, Document.id == Certificate.document_id)
        .where(
            Certificate.company_id == work.company.id,
            Certificate.skill_id.in_(skills),
            Document.state != VOID,
        )
        .group_by(Certificate.skill_id)
    )
    if party is not None:
        query = query.join(Person, Person.id == Certificate.person_id).where(Person.party_id == party.id)
    return {skill: (people, counting) for skill, people, counting in work.session.execute(query)}
