"""Who sees which of it: an installer his own, a centre manager her centre, everybody else all of it (INS-14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, select

from sanbao.documents.models import Document
from sanbao.registry.models import Office
from sanbao_installation_outsourcing.kinds.jobs import CENTRE, EVENT, ORDER, SLIP, WATCHERS
from sanbao_installation_outsourcing.models import (
    ConsentRecord,
    HindranceRecord,
    InstallationOrder,
    InstallationProblem,
    InstallerEvent,
    Lot,
    NamedPerson,
    SafetyCheck,
    TerminalSlip,
)

if TYPE_CHECKING:
    from sanbao.work import Work

OfContract = TypeVar("OfContract", ConsentRecord, HindranceRecord, NamedPerson)

INSTALLER = "installer"
#: Papers that name their centre themselves.
_OF_A_CENTRE: dict[str, type[Any]] = {
    ORDER.name: InstallationOrder,
    EVENT.name: InstallerEvent,
    "installation_problem": InstallationProblem,
    "safety_check": SafetyCheck,
}
#: Roles that see everything, whatever else a person is.
UNBOUND = frozenset({"administrator", *WATCHERS} - {CENTRE})
#: Personal data of the client's users are legible to these while the job is open (INS-14).
SIM_READERS = frozenset({"administrator", "implementation_manager", "service_head", "centre_manager"})


@dataclass(frozen=True)
class Scope:
    """What a person is bound to: a party, some centres, or neither."""

    party_id: int | None = None
    centres: frozenset[int] | None = None

    @property
    def is_bound(self) -> bool:
        """Whether there is anything that she does not see."""
        return self.party_id is not None or self.centres is not None

    def narrow(self, query: Select[Any], party: Any, centre: Any) -> Select[Any]:
        """Leave of a query what is hers."""
        if self.party_id is not None:
            query = query.where(party == self.party_id)
        if self.centres is not None:
            query = query.where(centre.in_(self.centres))
        return query


def picked(*columns: Any) -> Select[Any]:
    """Return a query for columns, whatever their types, which is narrowed to what is a person's own."""
    return select(*columns)


def of(work: Work) -> Scope:
    """Return what the person is bound to; an installer without a firm of his own sees nothing at all."""
    found = work.cache.get(("outsourcing", "scope"))
    if not isinstance(found, Scope):
        found = _of(work)
        work.cache[("outsourcing", "scope")] = found
    return found


def _of(work: Work) -> Scope:
    roles = work.user.role_codes
    if roles & UNBOUND:
        return Scope()
    if INSTALLER in roles:
        return Scope(party_id=work.user.party_id or 0)
    if CENTRE in roles:
        return Scope(centres=_centres(work))
    return Scope()


def _centres(work: Work) -> frozenset[int]:
    """Return a person's office with all that lies under it."""
    parents = work.session.execute(
        select(Office.id, Office.parent_id).where(Office.company_id == work.company.id)
    ).all()
    found = {work.user.office_id} - {None}
    while True:
        below = {office for office, parent in parents if parent in found} - found
        if not below:
            return frozenset(one for one in found if one is not None)
        found |= below


def rows(work: Work, model: type[OfContract]) -> Select[OfContract]:
    """Return the query for a contract's records that are hers: by their own lot's centre, else by any lot's of the contract."""
    kept: Any = model
    query = select(model).where(kept.company_id == work.company.id)
    mine = of(work)
    if mine.party_id is not None:
        query = query.where(kept.party_id == mine.party_id)
    if mine.centres is not None:
        by, column = (
            (Lot.id, kept.lot_id) if hasattr(model, "lot_id") else (Lot.contract_id, kept.contract_id)
        )
        query = query.where(column.in_(select(by).where(Lot.centre_id.in_(mine.centres))))
    return query


def sees(work: Work, document: Document) -> bool:
    """Tell whether a paper is within what the person is bound to (INS-14)."""
    mine = of(work)
    if mine.party_id is not None:
        return document.party_id == mine.party_id
    return mine.centres is None or bool(mine.centres & _centres_of(work, document))


def _centres_of(work: Work, document: Document) -> frozenset[int]:
    """Return the centres that a paper belongs to: its own, or those of its contract's lots."""
    if document.kind in _OF_A_CENTRE:
        own: Any = work.session.get(_OF_A_CENTRE[document.kind], document.id)
        return frozenset() if own is None or own.centre_id is None else frozenset({own.centre_id})
    slip = work.session.get(TerminalSlip, document.id) if document.kind == SLIP.name else None
    contract_id = slip.contract_id if slip is not None else document.id
    key = ("outsourcing", "centres", contract_id)
    if key not in work.cache:
        lots = select(Lot.centre_id).where(Lot.contract_id == contract_id, Lot.centre_id.is_not(None))
        work.cache[key] = frozenset(work.session.scalars(lots))
    found: frozenset[int] = work.cache[key]
    return found


def masked(text: str | None) -> str | None:
    """Return a phone number or SIM of which only the end is legible (INS-14).

    >>> masked("13800138000")
    '*******8000'
    """
    if not text:
        return text
    return "*" * max(0, len(text) - 4) + text[-4:] if len(text) > 4 else "*" * len(text)
