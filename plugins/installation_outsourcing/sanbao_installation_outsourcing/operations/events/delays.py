"""What a delay rests on: the days that do not count, the day on which a lot was done, and what another day would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select

from sanbao.documents.models import Document
from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao_installation_outsourcing import happened, scope
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS, MANAGERS, WATCHERS
from sanbao_installation_outsourcing.models import Contract, HindranceRecord, InstallerEvent, Job, Lot
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file, number_in
from sanbao_installation_outsourcing.operations.jobs.selecting import lot_of
from sanbao_installation_outsourcing.operations.problems.concerned import problems_of_contract
from sanbao_installation_outsourcing.rules.delays import FORCE_MAJEURE, Hindrance
from sanbao_installation_outsourcing.rules.penalties.facts import Happening
from sanbao_installation_outsourcing.schemas import events as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

LATE = "late_completion"


def hindrances_of(work: Work, contract_id: int, lot_id: int | None) -> tuple[Hindrance, ...]:
    """Return the confirmed days of a contract, or of a lot, that may not be counted against the installer."""
    query = select(HindranceRecord).where(
        HindranceRecord.contract_id == contract_id, HindranceRecord.state == "confirmed"
    )
    if lot_id is not None:
        query = query.where(HindranceRecord.lot_id.is_(None) | (HindranceRecord.lot_id == lot_id))
    found = work.session.scalars(query.order_by(HindranceRecord.start_on, HindranceRecord.id))
    return tuple(Hindrance(one.cause, one.start_on, one.end_on, one.agreed_days, one.what) for one in found)


@dataclass(frozen=True, slots=True)
class Completed:
    """How far a lot is: the day of its last unit's work and of its last acceptance, nothing while units are missing.

    ``late_units`` are those that were not done by the lot's day.
    """

    done_on: date | None
    accepted_on: date | None
    late_units: int


def completed(work: Work, lots: Sequence[Lot]) -> dict[int, Completed]:
    """Return how far each lot is; a unit that waits for rework is not done (INS-09)."""
    is_done = and_(Job.completed_on.is_not(None), Job.state != "rework")
    query = (
        select(
            Job.lot_id,
            func.count(),
            func.count(case((is_done, 1))),
            func.max(Job.completed_on),
            func.count(Job.accepted_on),
            func.max(Job.accepted_on),
            func.count(case((and_(is_done, Job.completed_on <= Lot.due_on), 1))),
        )
        .join(Lot, Lot.id == Job.lot_id)
        .where(Job.lot_id.in_([lot.id for lot in lots]), Job.state.not_in(("cancelled", "removed")))
        .group_by(Job.lot_id)
    )
    rows = {lot_id: counts for lot_id, *counts in work.session.execute(query)}
    return {lot.id: _completed(lot, *rows.get(lot.id, (0, 0, None, 0, None, 0))) for lot in lots}


def _completed(
    lot: Lot,
    jobs: int,
    done: int,
    last_done: date | None,
    accepted: int,
    last_accepted: date | None,
    in_time: int,
) -> Completed:
    whole = max(jobs, lot.quantity)
    return Completed(
        last_done if done >= whole else None, last_accepted if accepted >= whole else None, whole - in_time
    )


@operation(
    "hindrance.record",
    title=N_("Record lost days"),
    schema=schemas.HindranceInput,
    roles=(*KEEPERS, "installer"),
)
def record(
    work: Work,
    *,
    contract: Contract,
    cause: str,
    start_on: date,
    end_on: date,
    what: str,
    lot: str | None = None,
    paper: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Put on record days on which the installer could not work (误工): ours, the client's, or force majeure (INS-07, INS-15).

    It counts once one of our managers confirmed it; what an installer reports waits for that.
    """
    found = lot_of(work, contract, lot) if lot is not None else None
    kept = keep_file(work, contract.document, paper, "evidence") if paper is not None else None
    made = HindranceRecord(
        company_id=work.company.id,
        contract_id=contract.document_id,
        lot_id=found.id if found is not None else None,
        party_id=contract.party_id,
        cause=cause,
        start_on=start_on,
        end_on=end_on,
        what=what,
        state="logged",
        attachment_id=kept.id if kept is not None else None,
        reported_at=work.now,
        reported_by_id=work.user.id,
    )
    work.session.add(made)
    work.session.flush()
    work.note(contract.document, note=f"{start_on} – {end_on}: {what}")
    return {"hindrance": made.id, "contract": contract.document.number, "state": made.state}


def find_hindrance(work: Work, key: str) -> HindranceRecord:
    """Return lost days by their number, where they are within what the person is bound to (INS-14)."""
    query = scope.rows(work, HindranceRecord).where(HindranceRecord.id == number_in(key))
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(what=_(N_("lost days")), key=key)
    return found


@operation(
    "hindrance.decide", title=N_("Decide on lost days"), schema=schemas.HindranceDecision, roles=MANAGERS
)
def decide(
    work: Work,
    *,
    hindrance: HindranceRecord,
    confirmed: bool,
    reason: str | None = None,
    agreed_days: int | None = None,
    agreed_on: date | None = None,
) -> dict[str, Any]:
    """Confirm lost days or not; of force majeure, say how many days both parties agreed on (INS-15, LEG-02).

    A delay that is on record already is reckoned anew at once (INS-09).
    """
    made: HindranceRecord = work.locked(hindrance)
    if agreed_days is not None and made.cause != FORCE_MAJEURE:
        raise Invalid([Problem("agreed_days", N_("Days are agreed on only for force majeure."))])
    made.state = "confirmed" if confirmed else "rejected"
    made.confirmed_by_id, made.reason = work.user.id, reason
    if agreed_days is not None:
        made.agreed_days, made.agreed_on = agreed_days, day_of(work, agreed_on, "agreed_on")
    head = work.session.get_one(Document, made.contract_id)
    told = (made.what, _(schemas.HINDRANCE_STATES[made.state]), reason)
    work.note(head, note=": ".join(part for part in told if part))
    concerned = problems_of_contract(work, made.contract_id)
    if concerned:
        work.do("installation_problem.reckon", subject=concerned)
    if _has_delays(work, made.contract_id):
        work.do("installer_event.check_delay", {"contract": head.number})
    return {"hindrance": made.id, "state": made.state, "agreed_days": made.agreed_days}


def _has_delays(work: Work, contract_id: int) -> bool:
    query = select(InstallerEvent.document_id).where(
        InstallerEvent.contract_id == contract_id, InstallerEvent.trigger == LATE
    )
    work.session.flush()
    return work.session.scalar(query.limit(1)) is not None


@question("hindrance.list", schema=schemas.HindrancesQuestion, roles=(*WATCHERS, "installer"))
def list_hindrances(
    work: Work, *, states: Sequence[str], contract: Contract | None = None
) -> list[dict[str, Any]]:
    """Return lost days as they were reported, and what became of them."""
    query = (
        scope.rows(work, HindranceRecord)
        .add_columns(Document.number)
        .join(Document, Document.id == HindranceRecord.contract_id)
        .order_by(HindranceRecord.start_on, HindranceRecord.id)
    )
    if contract is not None:
        query = query.where(HindranceRecord.contract_id == contract.document_id)
    if states:
        query = query.where(HindranceRecord.state.in_(states))
    return [
        {
            "hindrance": one.id,
            "contract": number,
            "cause": one.cause,
            "start_on": one.start_on,
            "end_on": one.end_on,
            "what": one.what,
            "state": one.state,
            "agreed_days": one.agreed_days,
            "reason": one.reason,
        }
        for one, number in work.session.execute(query)
    ]


@question("rework.saving", schema=schemas.ReworkQuestion, roles=(*WATCHERS, "installer"))
def saving(work: Work, *, contract: Contract, on: date | None = None) -> list[dict[str, Any]]:
    """Show the installer's side what putting things right today would save: fees set free, and delay not yet run up (INS-08, INS-09)."""
    return rework_saving(work, contract, on or work.today)


def rework_saving(work: Work, contract: Contract, on: date) -> list[dict[str, Any]]:
    """Return, lot by lot, what stands open and what it costs to be done on a day or a day later.

    The delay of a lot ends with its last unit, so ``others_open`` says how many besides have to be done for that.
    """
    failed_units = select(Job.lot_id, func.count().label("failed")).where(
        Job.contract_id == contract.document_id, Job.state == "rework"
    )
    counted = failed_units.group_by(Job.lot_id).subquery()
    done = _done(work, contract)
    standing = {
        event.lot_id: event for event, _lot in happened.events_of(work, contract) if event.trigger == LATE
    }
    query = select(Lot, counted.c.failed).join(counted, counted.c.lot_id == Lot.id).order_by(Lot.code)
    found = []
    for lot, failed in work.session.execute(query):
        known = standing.get(lot.id)
        late, later = (_late_cost(work, contract, lot, known, day) for day in (on, on + timedelta(days=1)))
        found.append(
            {
                "lot": lot.code,
                "failed": failed,
                "fees": lot.unit_fee * failed,
                "delay": late,
                "delay_next_day": later,
                "saved": lot.unit_fee * failed + later - late,
                "others_open": max(0, lot.quantity - done.get(lot.id, 0) - failed),
                "due_on": lot.due_on,
            }
        )
    return found


def _done(work: Work, contract: Contract) -> dict[int, int]:
    """Return how many units of each lot are done and need no rework."""
    query = select(Job.lot_id, func.count()).where(
        Job.contract_id == contract.document_id, Job.completed_on.is_not(None), Job.state != "rework"
    )
    return {lot: count for lot, count in work.session.execute(query.group_by(Job.lot_id))}  # noqa: C416 - rows are no pairs


def _late_cost(
    work: Work, contract: Contract, lot: Lot, known: InstallerEvent | None, done_on: date
) -> Decimal:
    """Return what the clauses on delay take if a lot were done on this day: no more than caps and decisions leave."""
    if lot.due_on is None or done_on <= lot.due_on:
        return Decimal(0)
    key = happened.key_of(known) if known is not None else "what-if"
    base = happened.happening_of(known) if known is not None else Happening(key, LATE, lot.due_on)
    thought = replace(
        base,
        lot=lot.code,
        due_on=lot.due_on,
        done_on=done_on,
        accepted_on=done_on,
        hindrances=hindrances_of(work, contract.document_id, lot.id),
    )
    items = happened.reckon(work, contract, done_on, extra=[thought]).assessment.of(key)
    return sum((item.applied + item.frozen for item in items), Decimal(0))
