"""Skills and the role matrix: which work needs which skill, from when on (PTY-12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry.errors import Exists
from sanbao.registry.finding import by_code
from sanbao_training.kinds import MANAGERS
from sanbao_training.models import RequiredSkill, Skill
from sanbao_training.schemas.people import RequiredSkillInput, RequirementEnd, SkillInput

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = (*MANAGERS, "design", "qc")
find_skill = by_code(Skill, N_("skill"))


@operation("training_skill.create", title=N_("Enter a skill or licence"), schema=SkillInput, roles=KEEPERS)
def create(work: Work, *, code: str, **facts: Any) -> Skill:
    """Enter a skill that we certify, or a licence that others do."""
    query = select(Skill.id).where(Skill.company_id == work.company.id, Skill.code == code)
    if work.session.scalar(query) is not None:
        raise Exists(what=_(N_("skill")), key=code)
    skill = Skill(company_id=work.company.id, code=code, **facts)
    work.session.add(skill)
    work.session.flush()
    return skill


@operation(
    "training_matrix.require",
    title=N_("Say which skills a work needs"),
    schema=RequiredSkillInput,
    roles=KEEPERS,
)
def require(
    work: Work,
    *,
    kind_of_work: str,
    skills: Sequence[Skill],
    valid_from: date,
    valid_until: date | None = None,
    party_role: str | None = None,
) -> list[RequiredSkill]:
    """Say which skills a kind of work needs from a day on; nobody is assigned without them (PTY-12, TRN-12)."""
    if valid_until is not None and valid_until < valid_from:
        raise Invalid([Problem("valid_until", N_("The last day lies before the first."))])
    known = {(one.skill_id, one.party_role) for one in required(work, [kind_of_work], valid_from)}
    made = [
        RequiredSkill(
            company_id=work.company.id,
            kind_of_work=kind_of_work,
            skill=skill,
            party_role=party_role,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        for skill in skills
        if (skill.id, party_role) not in known
    ]
    work.session.add_all(made)
    work.session.flush()
    return made


@operation("training_matrix.end", title=N_("End a need of a work"), schema=RequirementEnd, roles=KEEPERS)
def end(work: Work, *, kind_of_work: str, skill: Skill, valid_until: date) -> list[RequiredSkill]:
    """Say that a kind of work needs a skill no longer; what was decided before stays (CAL-09)."""
    found = [one for one in required(work, [kind_of_work], valid_until) if one.skill_id == skill.id]
    if not found:
        said = N_("{work} does not need {skill} on that day.")
        raise Invalid([Problem("skill", said, {"work": kind_of_work, "skill": skill.code})])
    for one in found:
        one.valid_until = valid_until
    return found


def required(work: Work, kinds: Sequence[str], on: date | None = None) -> list[RequiredSkill]:
    """Return the lines of the matrix for these kinds of work, on one day or ever."""
    query = select(RequiredSkill).where(
        RequiredSkill.company_id == work.company.id, RequiredSkill.kind_of_work.in_(kinds)
    )
    if on is not None:
        until = RequiredSkill.valid_until
        query = query.where(RequiredSkill.valid_from <= on, or_(until.is_(None), until >= on))
    return list(work.session.scalars(query.order_by(RequiredSkill.id)))
