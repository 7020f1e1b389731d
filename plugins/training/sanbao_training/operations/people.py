"""The register of people who learn and teach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry.errors import Ambiguous, Exists
from sanbao.registry.models import Party
from sanbao_training.kinds import HOLDERS
from sanbao_training.models import Person
from sanbao_training.schemas.people import PersonChange, PersonInput

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = (*HOLDERS, "project_manager", "implementation_manager", "purchasing")


def find_person(work: Work, key: str) -> Person:
    """Return the person of a code, of an identity, or the only one of that name."""
    here = Person.company_id == work.company.id
    for column in (Person.code, Person.identity, Person.name):
        found = list(
            work.session.scalars(select(Person).where(here, column == key).order_by(Person.code).limit(6))
        )
        if len(found) > 1:
            raise Ambiguous(key=key, found=", ".join(one.code for one in found))
        if found:
            return found[0]
    raise NotFound(what=_(N_("person")), key=key)


@operation("training_person.create", title=N_("Enter a person"), schema=PersonInput, roles=KEEPERS)
def create(work: Work, *, code: str, party: Party | None = None, **facts: Any) -> Person:
    """Enter somebody who learns or teaches, of whichever party (TRN-14, TRN-15)."""
    query = select(Person.id).where(Person.company_id == work.company.id, Person.code == code)
    if work.session.scalar(query) is not None:
        raise Exists(what=_(N_("person")), key=code)
    return _added(work, code, party, facts)


def _added(work: Work, code: str, party: Party | None, facts: dict[str, Any]) -> Person:
    person = Person(
        company_id=work.company.id, code=code, party_id=party.id if party is not None else None, **facts
    )
    work.session.add(person)
    work.session.flush()
    return person


@operation(
    "training_person.change",
    title=N_("Change a person"),
    on=Person,
    schema=PersonChange,
    roles=KEEPERS,
    edits=True,
)
def change(work: Work, person: Person, **facts: Any) -> Person:
    """Change what is known of a person; certificates stay hers."""
    if "party" in facts:
        party: Party | None = facts.pop("party")
        person.party_id = party.id if party is not None else None
    facts |= {"jobs": list(facts["jobs"] or ())} if "jobs" in facts else {}
    for name, value in facts.items():
        setattr(person, name, value)
    return person


def found_or_entered(work: Work, name: str, party: Party | None, facts: dict[str, Any]) -> Person:
    """Return the person of a name and party as a list of names gives her; enter her where she is new."""
    party_id = party.id if party is not None else None
    query = select(Person).where(
        Person.company_id == work.company.id,
        Person.name == name,
        Person.party_id.is_not_distinct_from(party_id),
    )
    identity = facts.get("identity")
    if identity is not None:
        query = query.where(or_(Person.identity == identity, Person.identity.is_(None)))
    found = list(work.session.scalars(query.order_by(Person.id).limit(6)))
    if len(found) > 1:
        raise Ambiguous(key=name, found=", ".join(one.code for one in found))
    if found:
        found[0].identity = found[0].identity or identity
        return found[0]
    return _added(work, _new_code(work, party), party, {"jobs": [], "language": "zh", **facts, "name": name})


def workers(work: Work) -> list[Person]:
    """Return everybody who has jobs, of whichever party, in one query."""
    query = select(Person).where(Person.company_id == work.company.id, Person.is_active.is_(True))
    found = work.session.scalars(query.options(joinedload(Person.party)).order_by(Person.id))
    return [person for person in found if person.jobs]


def _new_code(work: Work, party: Party | None) -> str:
    """Return a running code within the party, such as C001-3."""
    stem = party.code if party is not None else "P"
    work.hold("training_person", [party.id if party is not None else 0])
    begun = Person.code.startswith(f"{stem}-", autoescape=True)
    count = work.session.scalar(select(func.count()).where(Person.company_id == work.company.id, begun)) or 0
    query = select(Person.code).where(Person.company_id == work.company.id, begun)
    taken = set(work.session.scalars(query))
    return next(
        code for number in range(count + 1, 2 * count + 3) if (code := f"{stem}-{number}") not in taken
    )
