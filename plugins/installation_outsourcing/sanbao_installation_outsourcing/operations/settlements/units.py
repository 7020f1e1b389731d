"""Which units a statement pays or takes back, counted and marked in whole sets however many there are (INS-02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    true,
    update,
)

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao_installation_outsourcing.models import (
    Contract,
    Job,
    Lot,
    Settlement,
    SettlementJob,
)
from sanbao_installation_outsourcing.operations.settlements.lacks import (
    NOT_DONE,
    Asked,
    asked_of,
    lacking,
    nonconforming,
    payable,
    waiting,
)
from sanbao_installation_outsourcing.rules.agreements import Terms
from sanbao_installation_outsourcing.rules.settling import LotCount

if TYPE_CHECKING:
    from sanbao.work import Work


@dataclass(frozen=True, slots=True)
class Missing:
    """How many units of a lot wait for what."""

    lot: str
    reason: str
    count: int


def claim(work: Work, contract: Contract, paper: Settlement, terms: Terms) -> None:
    """Mark the units that this statement pays, and those whose payment it takes back; each once."""
    asked = asked_of(work, contract, terms, paper.until_on)
    taken_back = fallen_back(asked)
    _remember(work, paper, taken_back, -1)
    work.session.execute(
        update(Job).where(*taken_back).values(settlement_id=None),
        execution_options={"synchronize_session": False},
    )
    mine = [Job.contract_id == contract.document_id, *payable(asked), *_not_in(paper)]
    work.session.execute(
        update(Job).where(*mine).values(settlement_id=paper.document_id),
        execution_options={"synchronize_session": False},
    )
    _remember(work, paper, _on(paper), 1)


def has_any(work: Work, contract: Contract, terms: Terms, day: date) -> bool:
    """Tell whether there is a unit to pay, or one whose payment is to be taken back."""
    asked = asked_of(work, contract, terms, day)
    mine = [Job.contract_id == contract.document_id, *payable(asked)]
    found = (select(Job.id).where(*which).limit(1) for which in (mine, fallen_back(asked)))
    return any(work.session.scalar(query) is not None for query in found)


def fallen_back(asked: Asked) -> list[ColumnElement[bool]]:
    """Return what holds of a unit that was paid and is no longer good: its payment is taken back."""
    return [
        Job.contract_id == asked.contract_id,
        Job.settlement_id.is_not(None),
        or_(Job.state.in_(NOT_DONE), asked.lacks("nonconforming")),
    ]


def _on(paper: Settlement) -> list[ColumnElement[bool]]:
    """Return what holds of the units that a statement pays; the contract leads to them without reading every unit."""
    return [Job.contract_id == paper.contract_id, Job.settlement_id == paper.document_id]


def _not_in(paper: Settlement) -> list[ColumnElement[bool]]:
    """Leave out what this statement has just taken back."""
    own = select(SettlementJob.job_id).where(SettlementJob.document_id == paper.document_id)
    return [Job.id.not_in(own)]


def _remember(work: Work, paper: Settlement, which: Sequence[ColumnElement[bool]], sign: int) -> None:
    rows = select(
        literal(work.company.id), literal(paper.document_id), Job.id, Job.lot_id, literal(sign)
    ).where(*which)
    names = ["company_id", "document_id", "job_id", "lot_id", "sign"]
    work.session.execute(insert(SettlementJob).from_select(names, rows))


def release(work: Work, paper: Settlement) -> None:
    """Let go of every unit of a statement; what it had taken back belongs to the earlier statement again."""
    own = select(SettlementJob.job_id).where(
        SettlementJob.document_id == paper.document_id, SettlementJob.sign == -1
    )
    earlier = (
        select(func.max(SettlementJob.document_id))
        .join(Document, Document.id == SettlementJob.document_id)
        .where(
            SettlementJob.job_id == Job.id,
            SettlementJob.sign == 1,
            SettlementJob.document_id != paper.document_id,
            Document.state.not_in(UNDONE),
        )
        .scalar_subquery()
    )
    options = {"synchronize_session": False}
    work.session.execute(
        update(Job).where(*_on(paper)).values(settlement_id=None),
        execution_options=options,
    )
    work.session.execute(
        update(Job).where(Job.id.in_(own)).values(settlement_id=earlier), execution_options=options
    )
    work.session.execute(
        delete(SettlementJob).where(SettlementJob.document_id == paper.document_id), execution_options=options
    )


def counts(work: Work, contract: Contract, paper: Settlement) -> list[LotCount]:
    """Return per lot how many units were paid before this statement, and how many it adds and takes back."""
    now = (
        select(SettlementJob.lot_id, SettlementJob.sign, func.count())
        .where(SettlementJob.document_id == paper.document_id)
        .group_by(SettlementJob.lot_id, SettlementJob.sign)
    )
    earlier = paid_before(work, contract, paper)
    found = {(lot, sign): count for lot, sign, count in work.session.execute(now)}
    lots = work.session.execute(
        select(Lot.id, Lot.code).where(Lot.contract_id == contract.document_id).order_by(Lot.code)
    )
    return [
        LotCount(code, earlier.get(lot, 0), found.get((lot, 1), 0), found.get((lot, -1), 0))
        for lot, code in lots
    ]


def is_before(paper: Settlement | None) -> ColumnElement[bool]:
    """Return what holds of the statements before this one; of all, where there is none yet."""
    return Settlement.position < paper.position if paper is not None else true()


def paid_before(work: Work, contract: Contract, paper: Settlement | None) -> dict[int, int]:
    """Return per lot how many units the statements before this one pay."""
    query = (
        select(SettlementJob.lot_id, func.sum(SettlementJob.sign))
        .join(Settlement, Settlement.document_id == SettlementJob.document_id)
        .join(Document, Document.id == Settlement.document_id)
        .where(
            Settlement.contract_id == contract.document_id, is_before(paper), Document.state.not_in(UNDONE)
        )
        .group_by(SettlementJob.lot_id)
    )
    return {lot: int(count) for lot, count in work.session.execute(query)}


def missing(work: Work, contract: Contract, terms: Terms, day: date) -> list[Missing]:
    """Return how many units of each lot wait for what (INS-02)."""
    asked = asked_of(work, contract, terms, day)
    reason = lacking(asked).label("reason")
    query = (
        select(Lot.code, reason, func.count())
        .select_from(Job)
        .join(Lot, Lot.id == Job.lot_id)
        .where(*waiting(asked))
        .group_by(Lot.code, reason)
        .order_by(Lot.code, reason)
    )
    return [Missing(lot, why, count) for lot, why, count in work.session.execute(query) if why is not None]


def accepted_unsettled(work: Work, contract: Contract, terms: Terms, day: date) -> dict[str, tuple[int, int]]:
    """Return per lot how many units are paid, and how many accepted ones wait to be (LED-15)."""
    held = nonconforming(contract.document_id, terms, day)
    waits = and_(
        Job.settlement_id.is_(None), Job.accepted_on.is_not(None), Job.state.not_in(NOT_DONE), not_(held)
    )
    query = (
        select(
            Lot.code,
            func.count(Job.settlement_id),
            func.coalesce(func.sum(case((waits, 1), else_=0)), 0),
        )
        .select_from(Job)
        .join(Lot, Lot.id == Job.lot_id)
        .where(Job.contract_id == contract.document_id)
        .group_by(Lot.code)
    )
    return {lot: (int(paid), int(waiting)) for lot, paid, waiting in work.session.execute(query)}


def last_met(work: Work, paper: Settlement) -> date | None:
    """Return the day on which the last precondition of a statement's units was met (INS-03)."""
    query = select(
        func.max(Job.client_signed_on), func.max(Job.manager_confirmed_on), func.max(Job.accepted_on)
    ).where(*_on(paper))
    days = [day for day in work.session.execute(query).one() if day is not None]
    return max(days) if days else None
