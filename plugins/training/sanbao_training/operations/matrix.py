"""Who has which skill for how much longer, and who lacks one that her work needs: the matrix of people and skills (PTY-12)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from sanbao.i18n import N_
from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao_training.kinds import READERS
from sanbao_training.models import Person, RequiredSkill, Skill
from sanbao_training.operations.gate import proofs_of
from sanbao_training.rules.validity import Proof, best, days_left, standing
from sanbao_training.schemas.people import MatrixQuestion

if TYPE_CHECKING:
    from sanbao.work import Work


@question("training.matrix", title=N_("Skills matrix"), schema=MatrixQuestion, roles=READERS)
def matrix(
    work: Work,
    *,
    soon_days: int,
    party: Party | None = None,
    party_role: str | None = None,
    kind_of_work: str | None = None,
    on: date | None = None,
) -> dict[str, Any]:
    """Show who has which skill for how much longer, and who lacks one that her work needs: people down, skills across."""
    day = on or work.today
    here = Skill.company_id == work.company.id
    skills = list(work.session.scalars(select(Skill).where(here).order_by(Skill.code)))
    proofs = proofs_of(work, {skill.id for skill in skills}, party.id if party is not None else None)
    lines = _lines(work, day)
    return {
        "on": day,
        "skills": [
            {"code": one.code, "name": one.name, "name_en": one.name_en or one.name} for one in skills
        ],
        "rows": [
            {
                "person": person.code,
                "name": person.name,
                "party": person.party.code if person.party is not None else None,
                "party_name": person.party.name if person.party is not None else None,
                "skills": {
                    skill.code: _cell(
                        proofs.get((person.id, skill.id), []), day, soon_days, skill.id in needed
                    )
                    for skill in skills
                },
            }
            for person in _people(work, party, party_role, kind_of_work)
            for needed in [_needed(person, lines)]
        ],
    }


def _people(work: Work, party: Party | None, role: str | None, kind_of_work: str | None) -> list[Person]:
    query = select(Person).where(Person.company_id == work.company.id, Person.is_active.is_(True))
    if party is not None:
        query = query.where(Person.party_id == party.id)
    found = work.session.scalars(query.options(joinedload(Person.party)))
    return [
        person
        for person in sorted(found, key=_place)
        if (role is None or (person.party is not None and role in person.party.roles))
        and (kind_of_work is None or kind_of_work in person.jobs)
    ]


def _place(person: Person) -> tuple[str, int, str]:
    """Put people of a party together, the ninth before the tenth."""
    return (person.party.code if person.party is not None else "", len(person.code), person.code)


def _lines(work: Work, day: date) -> list[RequiredSkill]:
    """Return the whole role matrix of a day."""
    until = RequiredSkill.valid_until
    query = select(RequiredSkill).where(
        RequiredSkill.company_id == work.company.id,
        RequiredSkill.valid_from <= day,
        or_(until.is_(None), until >= day),
    )
    return list(work.session.scalars(query))


def _needed(person: Person, lines: Sequence[RequiredSkill]) -> Collection[int]:
    """Return the skills that somebody's kinds of work need, by the role matrix (TRN-12)."""
    roles = person.party.roles if person.party is not None else []
    return {
        line.skill_id
        for line in lines
        if line.kind_of_work in person.jobs and (line.party_role is None or line.party_role in roles)
    }


def _cell(proofs: Sequence[Proof], day: date, soon_days: int, is_needed: bool) -> dict[str, Any]:
    """Return one cell: whether it counts and how long, how it stands against what is needed, and the paper behind it."""
    proofs = [one for one in proofs if one.valid_from <= day]  # what begins later has not ended
    found, left = best(proofs, day), days_left(proofs, day)
    shown = found or (proofs[-1] if proofs else None)
    return {
        "state": "valid" if found is not None else "ended" if proofs else "none",
        "standing": standing(proofs, day, soon_days, is_needed),
        "days": left,
        "until": shown.valid_until if shown is not None else None,
        "number": shown.number if shown is not None else None,
    }
