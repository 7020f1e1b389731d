"""Whether a contract has the persons that it wants, today and on any day, and who of them is named elsewhere too (PTY-08)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from sanbao.decision import to_json
from sanbao.documents.models import Document
from sanbao.operation import question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing import agreed, scope
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import Contract, Lot, NamedPerson, TeamPost
from sanbao_installation_outsourcing.operations.contracts.naming import named_on
from sanbao_installation_outsourcing.rules import team as rules
from sanbao_installation_outsourcing.schemas.people import TeamQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: Where a contract stands while it wants its persons.
RUNNING = ("in_force", "work_ended")
#: Contracts with the functions that they want full-time.
Pairs = Set[tuple[int, str | None]]


@question("named_person.required", schema=TeamQuestion, roles=EVERYBODY)
def required(work: Work, *, contract: Contract, on: date | None = None) -> dict[str, Any]:
    """Return whom a contract wants on a day and whom it has, each with why, and who is named elsewhere too (PTY-08)."""
    day = on or work.today
    wanted = agreed.terms_in_force(work, contract, day).team if contract.version else ()
    whole = {(contract.document_id, one.function) for one in wanted if one.full_time}
    members = _members(work, day, contract, whole)
    return {
        "contract": contract.document.number,
        "on": day,
        "rows": [_row(one) for one in rules.staffed(wanted, members, day)],
        "shared": [_shared_row(one) for one in _shared(work, day, contract, members)],
    }


def _row(one: rules.Standing) -> dict[str, Any]:
    return {
        "function": one.wanted.function,
        "title": str(rules.function_text(one.wanted.function)),
        "wanted": one.wanted.count,
        "full_time": one.wanted.full_time,
        "named": len(one.names),
        "missing": one.missing,
        "names": list(one.names),
        "says": str(one.step.text),
        "trace": to_json([one.step]),
    }


def _shared_row(one: rules.Shared) -> dict[str, Any]:
    return {
        "name": one.member.name,
        "post": one.member.post,
        "contract": one.member.contract,
        "contracts": [other.contract for other in one.others],
        "full_time": one.is_full_time,
        "says": str(one.says),
    }


def running(work: Work) -> Select[Any]:
    """Return the query for contracts that want their persons, within what the person is bound to."""
    query = scope.picked(Contract.document_id).join(Document, Document.id == Contract.document_id)
    query = query.where(Contract.company_id == work.company.id, Document.state.in_(RUNNING))
    mine = scope.of(work)
    if mine.party_id is not None:
        query = query.where(Contract.party_id == mine.party_id)
    if mine.centres is not None:
        query = query.where(
            Contract.document_id.in_(select(Lot.contract_id).where(Lot.centre_id.in_(mine.centres)))
        )
    return query


def _named(work: Work, day: date) -> Select[Any]:
    """Return the query for those who are named on a day, with what tells them apart."""
    query = scope.picked(NamedPerson, Document.number, Contract.our_side, Contract.party_id)
    query = query.join(Document, Document.id == NamedPerson.contract_id)
    query = query.join(Contract, Contract.document_id == NamedPerson.contract_id)
    query = named_on(query.where(NamedPerson.company_id == work.company.id), day)
    return query.order_by(NamedPerson.id)


def _member(row: Any, full_time: Pairs) -> rules.Member:
    """Return a named person; who is named by ourselves is of no other firm."""
    one, number, our_side, party_id = row
    employer = party_id if our_side == "a" else None
    is_full_time = (one.contract_id, one.function) in full_time
    return rules.Member(one.name, one.post, one.function, number, employer, is_full_time)


def _members(work: Work, day: date, contract: Contract, full_time: Pairs) -> list[rules.Member]:
    query = _named(work, day).where(NamedPerson.contract_id == contract.document_id)
    return [_member(row, full_time) for row in work.session.execute(query)]


def _shared(
    work: Work, day: date, contract: Contract, members: Collection[rules.Member]
) -> tuple[rules.Shared, ...]:
    """Return which of a contract's persons are named on a day under other contracts that run and that one may see."""
    query = _named(work, day).where(
        NamedPerson.name_key.in_({rules.plain(one.name) for one in members}),
        NamedPerson.contract_id.in_(running(work)),
        NamedPerson.contract_id != contract.document_id,
    )
    rows = work.session.execute(query).all() if members else []
    full_time = _full_time(work) if rows else frozenset()
    return rules.shared(members, [_member(row, full_time) for row in rows])


def _full_time(work: Work) -> Pairs:
    """Return which functions of which contracts are wanted full-time."""
    query = scope.picked(TeamPost.contract_id, TeamPost.function).where(
        TeamPost.company_id == work.company.id, TeamPost.full_time.is_(True)
    )
    return {(contract, function) for contract, function in work.session.execute(query)}  # noqa: C416 - rows are no pairs


def standing(work: Work, contract: Contract | None = None) -> dict[int, list[rules.Standing]]:
    """Return today's standing of every contract that wants persons: a few statements however many there are."""
    query = (
        select(TeamPost)
        .where(TeamPost.contract_id.in_(running(work)))
        .order_by(TeamPost.contract_id, TeamPost.id)
    )
    if contract is not None:
        query = query.where(TeamPost.contract_id == contract.document_id)
    wanted: dict[int, list[rules.Wanted]] = {}
    for one in work.session.scalars(query):
        wanted.setdefault(one.contract_id, []).append(
            rules.Wanted(one.function, one.count, one.full_time, one.starts_on, one.ends_on)
        )
    named: dict[int, list[rules.Member]] = {}
    for row in work.session.execute(_named(work, work.today).where(NamedPerson.contract_id.in_(wanted))):
        named.setdefault(row[0].contract_id, []).append(_member(row, frozenset()))
    return {key: list(rules.staffed(rows, named.get(key, ()), work.today)) for key, rows in wanted.items()}


def warnings(work: Work, contract: Contract | None = None) -> list[dict[str, Any]]:
    """Return where persons are missing today, and who is named under several contracts that run (PTY-08)."""
    return [*_shortages(work, contract), *_twice(work, contract)]


def _shortages(work: Work, contract: Contract | None) -> list[dict[str, Any]]:
    short = {key: [one for one in rows if one.missing] for key, rows in standing(work, contract).items()}
    heads = _heads(work, [key for key, rows in short.items() if rows])
    return [
        {
            "kind": "team",
            "contract": number,
            "party": party,
            "function": one.wanted.function,
            "missing": one.missing,
            "says": str(one.step.text),
        }
        for key, (number, party) in heads.items()
        for one in short[key]
    ]


def _heads(work: Work, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    query = (
        scope.picked(Document.id, Document.number, Party.code)
        .join(Party, Party.id == Document.party_id)
        .where(Document.id.in_(list(keys)))
        .order_by(Document.number)
    )
    return {key: (number, party) for key, number, party in work.session.execute(query)}


def _twice(work: Work, contract: Contract | None) -> list[dict[str, Any]]:
    """Return who is named under several contracts; over all of them each person is told once."""
    told: dict[Any, rules.Shared] = {}
    for one in _shared_today(work, contract):
        told.setdefault(one.member.identity, one)
    return [
        {
            "kind": "shared",
            "party": None,
            "function": one.member.function,
            "missing": None,
            **_shared_row(one),
        }
        for one in told.values()
    ]


def _shared_today(work: Work, contract: Contract | None) -> Iterable[rules.Shared]:
    """Return today's persons, of a contract or of all that run, who are named under several; only their rows are read."""
    if contract is not None:
        is_running = contract.document.state in RUNNING
        mine = _members(work, work.today, contract, _full_time(work)) if is_running else []
        return _shared(work, work.today, contract, mine)
    several = named_on(
        select(NamedPerson.name_key).where(NamedPerson.company_id == work.company.id), work.today
    )
    several = several.group_by(NamedPerson.name_key)
    several = several.having(func.count(NamedPerson.contract_id.distinct()) > 1)
    query = _named(work, work.today).where(
        NamedPerson.contract_id.in_(running(work)), NamedPerson.name_key.in_(several)
    )
    rows = work.session.execute(query).all()
    full_time = _full_time(work) if rows else frozenset()
    everybody = [_member(row, full_time) for row in rows]
    return rules.shared(everybody, everybody)
