"""Who is named for a contract on which day: found by number or name, and listed within what the person may see (PTY-08)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select

from sanbao.documents.models import Document
from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.errors.contracts import SameName
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import Contract, NamedPerson
from sanbao_installation_outsourcing.operations.jobs.marks import number_in
from sanbao_installation_outsourcing.rules.team import function_text
from sanbao_installation_outsourcing.schemas import people as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


def find_person(work: Work, key: str) -> NamedPerson:
    """Return a named person by his number, or by his name where only one of that name is named today (PTY-08)."""
    number = number_in(key)
    query = scope.rows(work, NamedPerson).where(NamedPerson.id == number)
    if not number:
        query = named_on(scope.rows(work, NamedPerson).where(NamedPerson.name == key), work.today).limit(2)
    found = list(work.session.scalars(query))
    if len(found) > 1:
        raise SameName(name=key)
    if not found:
        raise NotFound(what=_(N_("named person")), key=key)
    return found[0]


def named_on(query: Select[Any], day: date) -> Select[Any]:
    """Narrow a query to those who are named on a day."""
    still = or_(NamedPerson.until_on.is_(None), NamedPerson.until_on >= day)
    return query.where(NamedPerson.from_on <= day, still)


@question("named_person.list", schema=schemas.NamedPersonsQuestion, roles=EVERYBODY)
def list_people(
    work: Work, *, former: bool, contract: Contract | None = None, on: date | None = None
) -> list[dict[str, Any]]:
    """Return who is named for which post of a contract, and who was before (PTY-08, PTY-11)."""
    query = (
        scope.rows(work, NamedPerson)
        .add_columns(Party.code)
        .join(Party, Party.id == NamedPerson.party_id)
        .order_by(NamedPerson.contract_id, NamedPerson.post, NamedPerson.from_on, NamedPerson.id)
    )
    if contract is not None:
        query = query.where(NamedPerson.contract_id == contract.document_id)
    if not former:
        query = named_on(query, on or work.today)
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
            "function": str(function_text(one.function)) if one.function else None,
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
