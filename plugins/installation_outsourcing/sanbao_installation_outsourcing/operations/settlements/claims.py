"""What an installer owes us: under a contract, and for cases whose cost was put on him (LED-05, LED-14, INS-13).

A case is offset where it was caused: under the contract of the event that is linked to it, else of the job that put its
unit in. Only where nobody can tell, or that contract is closed, his next statement takes it, whichever it is of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from sanbao.costing.models import CostShareRecord
from sanbao.decision import Step, Text
from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document, DocumentLink
from sanbao.i18n import N_
from sanbao_installation_outsourcing.kinds.contracts import SETTLED_IN
from sanbao_installation_outsourcing.models import Contract, InstallerEvent, Job
from sanbao_installation_outsourcing.rules.settling import less_paid

if TYPE_CHECKING:
    from sanbao.work import Work

RULE = "LED-15"


@dataclass(frozen=True, slots=True)
class Claim:
    """What stands open on a cost object, and why it is offset under this contract."""

    cost_object: int
    amount: Decimal
    step: Step


@dataclass(frozen=True, slots=True)
class _Cause:
    """The contract under which a case was caused, and the event that tells so."""

    contract_id: int
    event: str | None = None


def open_claims(work: Work, contract: Contract) -> dict[int, Decimal]:
    """Return what stands open to be offset under a contract, by cost object: the contract first, then case by case."""
    return {claim.cost_object: claim.amount for claim in claims_under(work, contract)}


def claims_under(work: Work, contract: Contract) -> list[Claim]:
    """Return what stands open to be offset under a contract, each with its reason (INS-13, LED-15)."""
    found = _balances(work, contract)
    own = found.pop(contract.document_id, None)
    causes = _causes(work, contract, found)
    heads = _heads(work, {*found, *(cause.contract_id for cause in causes.values())})
    claims = [_own(contract, own)] if own else []
    for case, amount in found.items():
        cause = causes.get(case)
        if cause is None or cause.contract_id == contract.document_id or not _can_settle(heads, cause):
            claims.append(Claim(case, amount, _why(heads, case, amount, cause, contract)))
    return claims


def owed_under(work: Work, contract: Contract) -> Decimal:
    """Return what an installer still owes us under a contract alone, without the cases that were put on him."""
    return _balances(work, contract).get(contract.document_id, Decimal(0))


def _balances(work: Work, contract: Contract) -> dict[int, Decimal]:
    """Return what he owes, by cost object: under the contract, and for the cases that were put on him.

    Money that he paid, and what was set off by hand, stands on no contract: it pays what he owes longest (LED-14).
    """
    cases = select(CostShareRecord.document_id).where(
        CostShareRecord.company_id == work.company.id,
        CostShareRecord.bearer == "installer",
        CostShareRecord.party_id == contract.party_id,
        CostShareRecord.state == "settled",
    )
    contracts = select(Contract.document_id).where(
        Contract.company_id == work.company.id, Contract.party_id == contract.party_id
    )
    mine = {contract.document_id, *work.session.scalars(cases)}
    objects = sorted({*mine, *work.session.scalars(contracts)})
    owed = work.ledger.balances("CLAIM_SUPPLIER", objects, party=contract.party_id)
    left = less_paid(owed, work.ledger.balance("CLAIM_SUPPLIER", party=contract.party_id))
    return {key: left[key] for key in objects if key in mine and left[key]}


def _causes(work: Work, contract: Contract, cases: Iterable[int]) -> dict[int, _Cause]:
    """Return under which of his contracts each case was caused, as far as that is known."""
    ids = sorted(cases)
    if not ids:
        return {}
    return {**_by_unit(work, contract, ids), **_by_event(work, contract, ids)}


def _by_unit(work: Work, contract: Contract, ids: list[int]) -> dict[int, _Cause]:
    """Return the contract of the last job of his that put in the unit of a case."""
    last = (
        select(Document.id, func.max(Job.id).label("job_id"))
        .join(Job, Job.unit_id == Document.unit_id)
        .where(Document.id.in_(ids), Job.party_id == contract.party_id)
        .group_by(Document.id)
        .subquery()
    )
    query = select(last.c.id, Job.contract_id).join(Job, Job.id == last.c.job_id)
    return {case: _Cause(found) for case, found in work.session.execute(query)}


def _by_event(work: Work, contract: Contract, ids: list[int]) -> dict[int, _Cause]:
    """Return the contract of the first event of his that is linked to a case."""
    ends = (DocumentLink.source_id, DocumentLink.target_id)
    event = Document.__table__.alias("event")
    query = (
        select(*ends, InstallerEvent.document_id, InstallerEvent.contract_id, event.c.number)
        .join(InstallerEvent, or_(*(InstallerEvent.document_id == end for end in ends)))
        .join(event, event.c.id == InstallerEvent.document_id)
        .where(or_(*(end.in_(ids) for end in ends)), InstallerEvent.party_id == contract.party_id)
        .where(event.c.state.not_in((*UNDONE, "rejected")), event.c.duplicate_of_id.is_(None))
        .order_by(InstallerEvent.document_id)
    )
    found: dict[int, _Cause] = {}
    for source, target, event_id, under, number in work.session.execute(query):
        found.setdefault(target if source == event_id else source, _Cause(under, number))
    return found


def _heads(work: Work, ids: Iterable[int]) -> dict[int, tuple[str | None, str]]:
    query = select(Document.id, Document.number, Document.state).where(Document.id.in_(sorted(ids)))
    return {key: (number, state) for key, number, state in work.session.execute(query)}


def _can_settle(heads: dict[int, tuple[str | None, str]], cause: _Cause) -> bool:
    return heads[cause.contract_id][1] in SETTLED_IN


def _own(contract: Contract, amount: Decimal) -> Claim:
    step = Step(RULE, Text(N_("Owed back under this contract")), {}, str(amount))
    return Claim(contract.document_id, amount, step)


def _why(
    heads: dict[int, tuple[str | None, str]],
    case: int,
    amount: Decimal,
    cause: _Cause | None,
    contract: Contract,
) -> Step:
    """Say why a case is offset under this contract."""
    told = {"case": heads[case][0]}
    if cause is None:
        said = N_("{case}: under which contract it was caused is not known, so the next statement takes it")
    elif cause.contract_id != contract.document_id:
        said = N_("{case}: {contract}, under which it was caused, is closed, so the next statement takes it")
        told["contract"] = heads[cause.contract_id][0]
    elif cause.event is not None:
        said = N_("{case}: caused under this contract, see {event}")
        told["event"] = cause.event
    else:
        said = N_("{case}: its unit was installed under this contract")
    return Step(RULE, Text(said, told), {}, str(amount))
