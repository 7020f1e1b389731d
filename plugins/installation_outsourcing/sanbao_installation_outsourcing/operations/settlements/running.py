"""All contracts are settled up to a day, some at a time: stopped at any moment, the run goes on where it was (INS-20)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from sanbao.attempting import attempt
from sanbao.documents.models import Document
from sanbao.errors import SanbaoError
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao_installation_outsourcing.kinds.contracts import READERS, SETTLED_IN
from sanbao_installation_outsourcing.models import Contract, Settlement, SettlementRun
from sanbao_installation_outsourcing.operations.settlements import refusing
from sanbao_installation_outsourcing.operations.settlements.drawing import has_anything
from sanbao_installation_outsourcing.operations.settlements.requesting import new_statement, not_in_future
from sanbao_installation_outsourcing.rules.providers import STATEMENT
from sanbao_installation_outsourcing.schemas.settlements import RunInput, RunsInput

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.work import Work

RUNNERS = ("implementation_manager", "service_head", "general_manager")
#: So many contracts are settled in one transaction when the worker or :func:`settle_all` does it.
PAGE = 20


@operation(
    "installer_settlement.request_all", title=N_("Request all payments"), schema=RunInput, roles=RUNNERS
)
def request_all(
    work: Work, *, again: bool, until_on: date | None = None, limit: int | None = None
) -> dict[str, Any]:
    """Request the statement of every contract up to a day, or of the next ones; a run that is finished settles nothing twice.

    Each page is one transaction that also says how far it came: killed in the middle, nothing of it is there and the
    next call begins with the same contract. A contract that refuses stops no other: it is named with its reason, and a
    later call tries those alone that were refused.
    """
    day = not_in_future(work, "until_on", until_on)
    work.hold("outsourcing_run", [day.toordinal()])
    run = _run_of(work, day)
    if again and run.finished_at is not None:
        run.reached_id, run.finished_at = 0, None
    if run.finished_at is None:
        _settle_page(work, run, limit)
    else:
        _settle_each(work, run, refusing.refused(work, run, limit))
    return _shown(work, run)


def _run_of(work: Work, day: date) -> SettlementRun:
    """Return the run up to a day, begun now if there is none."""
    run = _existing(work, day)
    if run is None:
        run = SettlementRun(
            company_id=work.company.id,
            until_on=day,
            reached_id=0,
            requested=0,
            empty=0,
            held=0,
            started_at=work.now,
            started_by_id=work.user.id,
        )
        work.session.add(run)
        work.session.flush()
    return run


def _settle_page(work: Work, run: SettlementRun, limit: int | None) -> None:
    """Settle the next contracts in the order of their making."""
    query = select(Contract).join(Document, Document.id == Contract.document_id).where(*_to_settle(work, run))
    contracts = list(work.session.scalars(query.order_by(Contract.document_id).limit(limit)))
    _settle_each(work, run, contracts)
    if contracts:
        run.reached_id = contracts[-1].document_id
    if not _left(work, run):
        run.finished_at = work.now


def _settle_each(work: Work, run: SettlementRun, contracts: list[Contract]) -> None:
    """Settle contracts one by one, locked all at once; what one of them refuses is kept and stops no other."""
    work.all_locked(contracts)
    waiting = _with_open_statement(work, contracts)
    refusing.forget(work, run, contracts)
    for contract in contracts:
        if contract.document_id in waiting:
            run.held += 1
            continue
        done = attempt(work, partial(_settle_one, work, run, contract))
        if isinstance(done, SanbaoError):
            refusing.keep(work, run, contract, done)
        elif done:
            run.requested += 1
        else:
            run.empty += 1


def _settle_one(work: Work, run: SettlementRun, contract: Contract) -> bool:
    """Make the statement of a contract that has something to settle; tell whether it had."""
    if not has_anything(work, contract, run.until_on):
        return False
    paper = new_statement(work, contract, run.until_on)
    work.note(paper.document, operation=work.operation_name)
    return True


def _to_settle(work: Work, run: SettlementRun) -> list[ColumnElement[bool]]:
    """Return what holds of the contracts that a run has yet to look at."""
    return [
        Contract.company_id == work.company.id,
        Contract.our_side == "a",
        Contract.settled_by == STATEMENT,
        Contract.version > 0,
        Contract.document_id > run.reached_id,
        Document.state.in_(SETTLED_IN),
    ]


def _with_open_statement(work: Work, contracts: list[Contract]) -> set[int]:
    query = (
        select(Settlement.contract_id)
        .join(Document, Document.id == Settlement.document_id)
        .where(
            Settlement.contract_id.in_([one.document_id for one in contracts]), Document.state == "requested"
        )
    )
    return set(work.session.scalars(query))


def _left(work: Work, run: SettlementRun) -> int:
    query = select(func.count()).select_from(Contract).join(Document, Document.id == Contract.document_id)
    return work.session.scalar(query.where(*_to_settle(work, run))) or 0


def _shown(work: Work, run: SettlementRun) -> dict[str, Any]:
    return {
        "until_on": run.until_on.isoformat(),
        "requested": run.requested,
        "empty": run.empty,
        "held": run.held,
        "left": _left(work, run) if run.finished_at is None else 0,
        "finished": run.finished_at is not None,
        "refused": refusing.shown(work, run),
    }


@question("installer_settlement.runs", schema=RunsInput, roles=READERS)
def runs(work: Work, *, until_on: date | None = None) -> list[dict[str, Any]]:
    """Return how far the settling of all contracts came, the latest day first."""
    query = select(SettlementRun).where(SettlementRun.company_id == work.company.id)
    if until_on is not None:
        query = query.where(SettlementRun.until_on == until_on)
    return [_shown(work, run) for run in work.session.scalars(query.order_by(SettlementRun.until_on.desc()))]


def settle_all(erp: Sanbao, until_on: date, user: str, *, page: int = PAGE) -> Iterator[Mapping[str, Any]]:
    """Settle every contract up to a day, a page at a time; tell after each one how far it came."""
    data = {"until_on": until_on.isoformat(), "limit": str(page)}
    reached: Mapping[str, Any] = {"finished": False}
    while not reached["finished"]:
        reached = erp.do("installer_settlement.request_all", data, user=user).data
        yield reached


def settle_month(work: Work) -> None:
    """Let the worker settle the month before, a page each time, from the company's day of the month on.

    In a month without such a day it is the last one.
    """
    day = work.setting("outsourcing_settle_day")
    if not day or work.today.day < min(day, monthrange(work.today.year, work.today.month)[1]):
        return
    until = work.today.replace(day=1) - timedelta(days=1)
    run = _existing(work, until)
    if run is None or run.finished_at is None:
        work.do("installer_settlement.request_all", {"until_on": until.isoformat(), "limit": str(PAGE)})


def _existing(work: Work, day: date) -> SettlementRun | None:
    query = select(SettlementRun).where(
        SettlementRun.company_id == work.company.id, SettlementRun.until_on == day
    )
    return work.session.scalars(query).one_or_none()
