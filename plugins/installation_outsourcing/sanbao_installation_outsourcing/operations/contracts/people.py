"""Persons are named for a contract, replaced and withdrawn; a key person who goes without written consent is a breach (PTY-08, PTY-11, PEN-03)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_installation_outsourcing import agreed
from sanbao_installation_outsourcing.errors.contracts import PersonReplaced
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS, MANAGERS
from sanbao_installation_outsourcing.models import Contract, NamedPerson
from sanbao_installation_outsourcing.operations.contracts import team
from sanbao_installation_outsourcing.operations.contracts.completing import meet_team
from sanbao_installation_outsourcing.operations.events.making import make
from sanbao_installation_outsourcing.operations.events.reporting import reassess
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file
from sanbao_installation_outsourcing.rules.team import plain
from sanbao_installation_outsourcing.schemas import people as schemas
from sanbao_installation_outsourcing.teams import function_named

if TYPE_CHECKING:
    from sanbao.work import Work

KEY_PERSON = "key_person"
_REPLACED = N_("{post}: {old} was replaced by {new} without written consent")
_WITHDRAWN = N_("{post}: {old} was withdrawn without written consent")


@operation("named_person.name", title=N_("Name a person"), schema=schemas.NamedPersonInput, roles=KEEPERS)
def name_person(
    work: Work,
    *,
    contract: Contract,
    post: str,
    name: str,
    is_key: bool,
    function: str | None = None,
    from_on: date | None = None,
) -> dict[str, Any]:
    """Put on record who was named for a post of a contract; who is named elsewhere too is warned of (PTY-08, PTY-11)."""
    counted = function_named(function or post)
    made = _named(work, contract, post, name, is_key=is_key, function=counted, from_on=from_on or work.today)
    work.note(contract.document, note=f"{post}: {name}")
    return {"person_id": made.id, "contract": contract.document.number, **_looked_at(work, contract, made)}


def _named(
    work: Work, contract: Contract, post: str, name: str, *, is_key: bool, function: str | None, from_on: date
) -> NamedPerson:
    made = NamedPerson(
        company_id=work.company.id,
        contract_id=contract.document_id,
        party_id=contract.party_id,
        post=post,
        function=function,
        name=name,
        name_key=plain(name),
        is_key=is_key,
        from_on=from_on,
        recorded_at=work.now,
        recorded_by_id=work.user.id,
    )
    work.session.add(made)
    work.session.flush()
    return made


def _looked_at(work: Work, contract: Contract, made: NamedPerson | None = None) -> dict[str, list[str]]:
    """Return what to warn of after the team changed: who is missing, and the new one's other contracts (PTY-08)."""
    meet_team(work, contract)
    found = team.warnings(work, contract)
    own = [one for one in found if one["kind"] == "team" or (made is not None and one["name"] == made.name)]
    return {"warnings": [one["says"] for one in own]}


@operation(
    "named_person.replace",
    title=N_("Replace a named person"),
    schema=schemas.ReplacementInput,
    roles=MANAGERS,
)
def replace_person(
    work: Work,
    *,
    person: NamedPerson,
    name: str,
    reason: str,
    from_on: date | None = None,
    consent_paper: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Let somebody else take a post; a key person without written consent is reported as an event (PTY-11, PEN-03)."""
    old = _still_named(work, person)
    day = day_of(work, from_on, "from_on")
    if day <= old.from_on:
        said = N_("{name} was named from {day}; a successor comes later.")
        raise Invalid([Problem("from_on", said, {"name": old.name, "day": old.from_on})])
    contract = work.session.get_one(Contract, old.contract_id)
    new = _named(work, contract, old.post, name, is_key=old.is_key, function=old.function, from_on=day)
    old.replaced_by_id = new.id
    without = in_language(work.company.locale, _REPLACED, post=old.post, old=old.name, new=name)
    event = _leave(work, contract, old, day, reason, consent_paper, without)
    work.note(contract.document, note=f"{old.post}: {old.name} → {name}: {reason}")
    return {"person_id": new.id, "event": event, **_looked_at(work, contract, new)}


@operation(
    "named_person.withdraw",
    title=N_("Withdraw a named person"),
    schema=schemas.WithdrawalInput,
    roles=MANAGERS,
)
def withdraw_person(
    work: Work,
    *,
    person: NamedPerson,
    reason: str,
    until_on: date | None = None,
    consent_paper: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Let somebody leave without a successor; what the contract then lacks is warned of (PTY-08, PTY-11)."""
    old = _still_named(work, person)
    last = day_of(work, until_on, "until_on")
    if last < old.from_on:
        said = N_("{name} was named only from {day}.")
        raise Invalid([Problem("until_on", said, {"name": old.name, "day": old.from_on})])
    contract = work.session.get_one(Contract, old.contract_id)
    without = in_language(work.company.locale, _WITHDRAWN, post=old.post, old=old.name)
    event = _leave(work, contract, old, last + timedelta(days=1), reason, consent_paper, without)
    work.note(contract.document, note=f"{old.post}: {old.name} – {last}: {reason}")
    return {"person_id": old.id, "event": event, **_looked_at(work, contract)}


def _still_named(work: Work, person: NamedPerson) -> NamedPerson:
    found: NamedPerson = work.locked(person)
    if found.until_on is not None:
        raise PersonReplaced(name=found.name, post=found.post, day=found.until_on)
    return found


def _leave(
    work: Work,
    contract: Contract,
    old: NamedPerson,
    day: date,
    reason: str,
    consent_paper: dict[str, Any] | None,
    without: str,
) -> str | None:
    """End a naming before a day: with the written consent, or as an event where a key person goes without; return its number."""
    old.until_on, old.reason = day - timedelta(days=1), reason
    if consent_paper is not None:
        old.attachment_id = keep_file(work, contract.document, consent_paper, "evidence").id
    elif old.is_key and _has_clause(work, contract, day):
        old.event_id = _report(work, contract, old, day, without)
    event = work.session.get(Document, old.event_id) if old.event_id is not None else None
    return event.number if event is not None else None


def _has_clause(work: Work, contract: Contract, on: date) -> bool:
    """Tell whether the contract says anything about key persons."""
    if not contract.version:
        return False
    return any(one.trigger == KEY_PERSON for one in agreed.terms_in_force(work, contract, on).clauses)


def _report(work: Work, contract: Contract, old: NamedPerson, day: date, text: str) -> int:
    event = make(
        work, contract, KEY_PERSON, min(day, work.today), description=text, matter=f"person:{old.id}"
    )
    reassess(work, contract)
    return event.document_id
