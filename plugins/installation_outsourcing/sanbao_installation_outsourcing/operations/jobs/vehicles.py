"""Which vehicles the rows of a plan mean: known by plate or VIN, or recorded now (PTY-01, INS-22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, insert, update

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.registry.models import Host, Party
from sanbao_installation_outsourcing.operations.jobs.selecting import hosts_named, plain

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many rows are written by one statement.
CHUNK = 5_000
NAMES = ("plate", "vin")
_TWICE = N_("{vehicle} is named twice.")


@dataclass
class Meant:
    """A row of a plan: its plate and VIN in plain capitals, and the vehicle that is known by them."""

    position: int
    names: dict[str, str]
    known: Row[Any] | None = None

    @property
    def code(self) -> str:
        """What the vehicle is called where it is not known yet."""
        return self.names.get("plate") or self.names["vin"]

    def problem(self, name: str, message: str, **params: Any) -> Problem:
        """Say what is wrong beside the row's field."""
        return Problem(f"jobs.{self.position}.{name}", message, params)


def vehicles_of(work: Work, rows: Sequence[dict[str, Any]]) -> tuple[list[Meant], list[Problem]]:
    """Return which vehicle each row means, and every row that is not one vehicle of its own."""
    meant = [
        Meant(position, {name: plain(row[name]) for name in NAMES if row.get(name)})
        for position, row in enumerate(rows)
    ]
    named_twice = list(_named_twice(meant))
    by_name: dict[str, Row[Any]] = {}
    for host in hosts_named(work, [name for one in meant for name in one.names.values()]):
        by_name |= {plain(name): host for name in (host.code, host.plate, host.vin) if name}
    found: dict[int, Meant] = {}
    problems = {problem.path.rpartition(".")[0]: problem for problem in named_twice}
    for one in meant:
        here = f"jobs.{one.position}"
        wrong = problems.get(here) or _known(one, by_name)
        if wrong is None and one.known is not None:
            first = found.setdefault(one.known.id, one)
            wrong = one.problem("plate", _TWICE, vehicle=one.code) if first is not one else None
        if wrong is not None:
            problems[here] = wrong
    return meant, list(problems.values())


def _named_twice(meant: Sequence[Meant]) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in meant:
        again = [name for name in NAMES if one.names.get(name) in seen]
        if again:
            yield one.problem(again[0], _TWICE, vehicle=one.names[again[0]])
        seen.update(one.names.values())


def _known(one: Meant, by_name: dict[str, Row[Any]]) -> Problem | None:
    """Find the vehicle of a row; say so where its plate and its VIN are not those of one vehicle."""
    hosts = [by_name[name] for name in one.names.values() if name in by_name]
    if not hosts:
        return None
    one.known = hosts[0]
    if len({host.id for host in hosts}) > 1:
        return one.problem("vin", N_("{plate} and {vin} are two vehicles."), **one.names)
    is_called = {plain(name) for name in (one.known.code, one.known.plate, one.known.vin) if name}
    for name, given in one.names.items():
        recorded = getattr(one.known, name)
        if recorded and given not in is_called:
            said = N_("{vehicle} is recorded with {recorded}; leave {given} out, or correct it.")
            other = next(iter(value for key, value in one.names.items() if key != name))
            return one.problem(name, said, vehicle=other, recorded=recorded, given=given)
    return None


def record(work: Work, meant: Sequence[Meant], client: Party | None) -> list[int]:
    """Record the vehicles that are not known yet, and what a row newly tells of a known one; return their keys."""
    party_id = client.id if client is not None else None
    shared = {"company_id": work.company.id, "kind": "vehicle", "party_id": party_id}
    fresh = [one for one in meant if one.known is None]
    keys: dict[str, int] = {}
    for start in range(0, len(fresh), CHUNK):
        values = [
            {**shared, "code": one.code, "plate": None, "vin": None, **one.names}
            for one in fresh[start : start + CHUNK]
        ]
        made = work.session.execute(insert(Host).returning(Host.code, Host.id), values)
        keys.update({code: key for code, key in made})  # noqa: C416 - rows are no pairs
    _tell_more(work, [one for one in meant if one.known is not None])
    return [one.known.id if one.known is not None else keys[one.code] for one in meant]


def _tell_more(work: Work, known: Sequence[Meant]) -> None:
    """Write the plate or the VIN of a vehicle that was known by the other alone."""
    table: Any = Host.__table__
    for name in NAMES:
        rows = [
            {"key": one.known.id, "value": one.names[name]}
            for one in known
            if one.known is not None and name in one.names and not getattr(one.known, name)
        ]
        statement = update(table).where(table.c.id == bindparam("key")).values({name: bindparam("value")})
        for start in range(0, len(rows), CHUNK):
            work.session.connection().execute(statement, rows[start : start + CHUNK])


def refuse(problems: Sequence[Problem]) -> None:
    """Refuse a plan with all that is wrong in it, row by row."""
    if problems:
        raise Invalid(sorted(problems, key=lambda problem: int(problem.path.split(".")[1])))
