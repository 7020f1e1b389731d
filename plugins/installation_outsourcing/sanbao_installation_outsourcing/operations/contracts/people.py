"""The persons named for a contract: a key person who is replaced without written consent is a breach (PTY-08, PTY-11, PEN-03)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.documents.models import Document
from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _, in_language
from sanbao.operation import operation, question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing import agreed, scope
from sanbao_installation_outsourcing.errors import PersonReplaced
from sanbao_installation_outsourcing.kinds_jobs import EVERYBODY, KEEPERS, MANAGERS
from sanbao_installation_outsourcing.models import Contract, Lot, NamedPerson
from sanbao_installation_outsourcing.operations.events.making import make
from sanbao_installation_outsourcing.operations.events.reporting import reassess
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file
from sanbao_installation_outsourcing.schemas import people as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

KEY_PERSON = "key_person"


@operation("named_person.name", title=N_("Name a person"), schema=schemas.NamedPersonInput, roles=KEEPERS)
def name_person(
    work: Work, *, contract: Contract, post: str, name: str, is_key: bool, from_on: date | None = None
) -> dict[str, Any]:
    """Put on record who was named for a post of a contract (PTY-08, PTY-11)."""
    made = _named(work, contract, post, name, is_key=is_key, from_on=from_on or work.today)
    work.note(contract.document, note=f"{post}: {name}")
    return {"person_id": made.id, "contract": contract.document.number}


def _named(
    work: Work, contract: Contract, post: str, name: str, *, is_key: bool, from_on: date
) -> NamedPerson:
    made = NamedPerson(
        company_id=work.company.id,
        contract_id=contract.document_id,
        party_id=contract.party_id,
        post=post,
        name=name,
        is_key=is_key,
        from_on=from_on,
        recorded_at=work.now,
        recorded_by_id=work.user.id,
    )
    work.session.add(made)
    work.session.flush()
    return made


@operation(
    "named_person.replace",
    title=N_("Replace a named person"),
    schema=schemas.ReplacementInput,
    roles=MANAGERS,
)
def replace_person(
    work: Work,
    *,
    person_id: int,
    name: str,
    reason: str,
    from_on: date | None = None,
    consent_paper: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Let somebody else take a post; a key person without written consent is reported as an event (PTY-11, PEN-03)."""
    old = work.session.get(NamedPerson, person_id, with_for_update=True)
    if old is None or old.company_id != work.company.id:
        raise NotFound(what=_(N_("named person")), key=person_id)
    if old.until_on is not None:
        raise PersonReplaced(name=old.name, post=old.post, day=old.until_on)
    day = day_of(work, from_on, "from_on")
    if day <= old.from_on:
        said = N_("{name} was named from {day}; a successor comes later.")
        raise Invalid([Problem("from_on", said, {"name": old.name, "day": old.from_on})])
    contract = work.session.get_one(Contract, old.contract_id)
    new = _named(work, contract, old.post, name, is_key=old.is_key, from_on=day)
    old.until_on, old.reason, old.replaced_by_id = day - timedelta(days=1), reason, new.id
    if consent_paper is not None:
        old.attachment_id = keep_file(work, contract.document, consent_paper, "evidence").id
    elif old.is_key and _has_clause(work, contract, day):
        old.event_id = _report(work, contract, old, name, day)
    work.note(contract.document, note=f"{old.post}: {old.name} → {name}: {reason}")
    event = work.session.get(Document, old.event_id) if old.event_id is not None else None
    return {"person_id": new.id, "event": event.number if event is not None else None}


def _has_clause(work: Work, contract: Contract, on: date) -> bool:
    """Tell whether the contract says anything about key persons."""
    if not contract.version:
        return False
    return any(one.trigger == KEY_PERSON for one in agreed.terms_in_force(work, contract, on).clauses)


def _report(work: Work, contract: Contract, old: NamedPerson, name: str, day: date) -> int:
    said = N_("{post}: {old} was replaced by {new} without written consent")
    text = in_language(work.company.locale, said, post=old.post, old=old.name, new=name)
    event = make(work, contract, KEY_PERSON, day, description=text, matter=f"person:{old.id}")
    reassess(work, contract)
    return event.document_id


@question("named_person.list", schema=schemas.NamedPersonsQuestion, roles=EVERYBODY)
def list_people(
    work: Work, *, former: bool, contract: Contract | None = None, on: date | None = None
) -> list[dict[str, Any]]:
    """Return who is named for which post of a contract, and who was before (PTY-08, PTY-11)."""
    query = (
        select(NamedPerson, Party.code)
        .join(Party, Party.id == NamedPerson.party_id)
        .where(NamedPerson.company_id == work.company.id)
        .order_by(NamedPerson.contract_id, NamedPerson.post, NamedPerson.from_on, NamedPerson.id)
    )
    mine = scope.of(work)
    if mine.party_id is not None:
        query = query.where(NamedPerson.party_id == mine.party_id)
    if mine.centres is not None:
        here = select(Lot.contract_id).where(Lot.centre_id.in_(mine.centres))
        query = query.where(NamedPerson.contract_id.in_(here))
    if contract is not None:
        query = query.where(NamedPerson.contract_id == contract.document_id)
    day = on or work.today
    if not former:
        query = query.where(NamedPerson.from_on <= day)
        query = query.where(or_(NamedPerson.until_on.is_(None), NamedPerson.until_on >= day))
    rows = work.session.execute(query).all()
    keys = {key for one, _code in rows for key in (one.contract_id, one.event_id) if key is not None}
    heads = work.session.execute(select(Document.id, Document.number).where(Document.id.in_(keys)))
    numbers = {key: number for key, number in heads}  # noqa: C416 - rows are no pairs
    return [
        {
            "person_id": one.id,
            "contract": numbers[one.contract_id],
            "party": code,
            "post": one.post,
            "name": one.name,
            "is_key": one.is_key,
            "key": _(N_("Key person")) if one.is_key else "",
            "from_on": one.from_on,
            "until_on": one.until_on,
            "reason": one.reason,
            "with_consent": one.attachment_id is not None,
            "event": numbers.get(one.event_id) if one.event_id is not None else None,
        }
        for one, code in rows
    ]
