"""Sending an installer out: who may go, the orders of each day and place, and the notice of where to come (INS-04, PTY-12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao import competence
from sanbao.documents.models import Document
from sanbao.documents.operations import new_documents
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation, question
from sanbao.registry.models import Office, Party
from sanbao_installation_outsourcing import providers, scope
from sanbao_installation_outsourcing.errors.jobs import OrderHasWork
from sanbao_installation_outsourcing.kinds.contracts import WORK_OVER
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS
from sanbao_installation_outsourcing.models import Contract, HindranceRecord, InstallationOrder, Job
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, mark, write
from sanbao_installation_outsourcing.operations.jobs.planning import refuse_ended
from sanbao_installation_outsourcing.operations.jobs.selecting import chosen
from sanbao_installation_outsourcing.operations.safety.lacking import WARNED_DAYS, lacking
from sanbao_installation_outsourcing.rules.delays import OURS
from sanbao_installation_outsourcing.schemas import asking as asking_schemas
from sanbao_installation_outsourcing.schemas import jobs as schemas
from sanbao_installation_outsourcing.schemas import orders as order_schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: lot, centre, site, day
Group = tuple[int, int | None, int | None, date]


@operation("job.assign", title=N_("Assign to the installer"), schema=schemas.JobAssignment, roles=KEEPERS)
def assign(
    work: Work,
    *,
    people: Sequence[str],
    on: date | None = None,
    place: str | None = None,
    override: str | None = None,
    **asked: Any,
) -> list[InstallationOrder]:
    """Send the installer out: one order per day and place (派工单, F-19), only to whom nothing disqualifies (PTY-07, PTY-12).

    Somebody of the overriding role may send him all the same and says why; that stays on record.
    """
    found = chosen(work, ("planned",), **asked)
    groups = _by_day_and_place(found, on)
    contracts = {
        one.document_id: one
        for one in work.session.scalars(
            select(Contract).where(Contract.document_id.in_({job.contract_id for job in found}))
        )
    }
    for contract in contracts.values():
        refuse_ended(work, contract)
    judged = _assignments(contracts.values(), groups, people)
    competence.refuse(work, judged, override=override)
    orders = _orders(work, contracts, groups, people, place)
    by_group = dict(zip(groups, orders, strict=True))
    for group, jobs in groups.items():
        order = by_group[group]
        write(
            work,
            jobs,
            state="assigned",
            order_id=order.document_id,
            assigned_on=work.today,
            planned_on=group[3],
            party_id=order.party_id,
        )
    mark(work, found, "assigned", work.today)
    _warn_too_early(work, contracts, orders)
    _warn_unchecked(work, orders)
    return orders


def _by_day_and_place(jobs: Sequence[Job], on: date | None) -> dict[Group, list[Job]]:
    if on is None and any(job.planned_on is None for job in jobs):
        raise Invalid(
            [Problem("on", N_("Some of these have no day yet; plan their days, or say on which day to go."))]
        )
    groups: dict[Group, list[Job]] = {}
    for job in jobs:
        day = on or job.planned_on
        assert day is not None  # noqa: S101 - refused above
        groups.setdefault((job.lot_id, job.centre_id, job.site_id, day), []).append(job)
    return dict(sorted(groups.items(), key=lambda pair: (pair[0][3], pair[1][0].id)))


def _assignments(
    contracts: Iterable[Contract], groups: Iterable[Group], people: Sequence[str]
) -> list[competence.Assignment]:
    """Return what is to be judged: the firm, or each person of it, on each day."""
    days = sorted({group[3] for group in groups})
    names: Sequence[str | None] = people or [None]
    return [
        competence.Assignment(providers.INSTALLATION, contract.party, day, name)
        for contract in contracts
        for day in days
        for name in names
    ]


def _orders(
    work: Work,
    contracts: dict[int, Contract],
    groups: dict[Group, list[Job]],
    people: Sequence[str],
    place: str | None,
) -> list[InstallationOrder]:
    owners = [contracts[jobs[0].contract_id] for jobs in groups.values()]
    rows = [
        {
            "title": in_language(
                work.company.locale, N_("{count} units on {day}"), count=len(jobs), day=group[3]
            ),
            "party_id": contract.party_id,
            "dated_on": work.today,
        }
        for contract, (group, jobs) in zip(owners, groups.items(), strict=True)
    ]
    heads = new_documents(work, "installation_order", rows)
    orders = [
        InstallationOrder(
            document=head,
            company_id=work.company.id,
            contract_id=contract.document_id,
            lot_id=group[0],
            party_id=contract.party_id,
            centre_id=group[1],
            site_id=group[2],
            place=place,
            planned_on=group[3],
            jobs_count=len(jobs),
            people=list(people),
        )
        for head, contract, (group, jobs) in zip(heads, owners, groups.items(), strict=True)
    ]
    work.session.add_all(orders)
    work.session.flush()
    return orders


def _warn_too_early(work: Work, contracts: dict[int, Contract], orders: Sequence[InstallationOrder]) -> None:
    """Note on an order that its contract is not in force yet: it takes effect with the later signature (INS-17)."""
    for order in orders:
        effective = contracts[order.contract_id].effective_on
        if effective is None or effective > order.planned_on:
            said = N_("The contract {contract} is not in force on {day} yet.")
            number = contracts[order.contract_id].document.number
            work.note(
                order.document,
                note=in_language(work.company.locale, said, contract=number, day=order.planned_on),
            )


def _warn_unchecked(work: Work, orders: Sequence[InstallationOrder]) -> None:
    """Note on an order that its installer owes safety checks of work that he has done (INS-18)."""
    since, until = work.today - timedelta(days=WARNED_DAYS), work.today - timedelta(days=1)
    owed = Counter(
        one.party_id for one in lacking(work, since, until, parties=sorted({one.party_id for one in orders}))
    )
    said = N_("The safety checklist was not filled in {count} times since {day}.")
    for order in orders:
        if owed[order.party_id]:
            told = {"count": owed[order.party_id], "day": since}
            work.note(order.document, note=in_language(work.company.locale, said, **told))


@operation(
    "installation_order.notify",
    title=N_("Notify the installer"),
    on=InstallationOrder,
    many=True,
    moves={"open": "notified", "notified": "notified"},
    schema=order_schemas.Notice,
    roles=KEEPERS,
)
def notify(
    work: Work,
    orders: Sequence[InstallationOrder],
    *,
    place: str | None = None,
    planned_on: date | None = None,
    notified_on: date | None = None,
) -> None:
    """Tell the installer where and when to come (INS-04); what is told too late is not held against him."""
    told_on = day_of(work, notified_on, "notified_on")
    for order in orders:
        order.place = place or order.place
        if planned_on is not None and planned_on != order.planned_on:
            _put_off(work, order, planned_on)
        order.notified_at = work.now
        late = (told_on - (order.planned_on - timedelta(days=work.setting("outsourcing_notice_days")))).days
        if late > 0:
            _excuse_late_notice(work, order, told_on, late)


def _put_off(work: Work, order: InstallationOrder, day: date) -> None:
    if day < work.today:
        raise Invalid(
            [Problem("planned_on", N_("{day} is over; today is {today}."), {"day": day, "today": work.today})]
        )
    order.planned_on = day
    for job in work.session.scalars(
        select(Job).where(Job.order_id == order.document_id, Job.state == "assigned")
    ):
        job.planned_on = day


def _excuse_late_notice(work: Work, order: InstallationOrder, told_on: date, late: int) -> None:
    """Record our own late notice: as many days as it was late do not count against the installer (INS-04)."""
    said = N_("Notice of {order} only on {day}")
    number = order.document.number
    work.session.add(
        HindranceRecord(
            company_id=work.company.id,
            contract_id=order.contract_id,
            lot_id=order.lot_id,
            order_id=order.document_id,
            party_id=order.party_id,
            cause=OURS,
            start_on=order.planned_on,
            end_on=order.planned_on + timedelta(days=late - 1),
            what=in_language(work.company.locale, said, order=number, day=told_on),
            state="confirmed",
            reported_at=work.now,
            reported_by_id=work.user.id,
            confirmed_by_id=work.user.id,
        )
    )


@operation(
    "installation_order.cancel",
    title=N_("Cancel the order"),
    on=InstallationOrder,
    moves={"open": "cancelled", "notified": "cancelled"},
    schema=order_schemas.Cancelled,
    roles=KEEPERS,
)
def cancel(work: Work, order: InstallationOrder, *, reason: str) -> InstallationOrder:
    """Call an order off on which nothing was done; its vehicles can be assigned anew."""
    jobs = list(work.session.scalars(select(Job).where(Job.order_id == order.document_id).order_by(Job.id)))
    done = [job for job in jobs if job.state not in ("assigned", "cancelled")]
    if done:
        raise OrderHasWork(order=order.document.number, count=len(done))
    mark(work, jobs, "unassigned", work.today, notes={job.id: reason for job in jobs})
    for job in jobs:
        if job.state == "assigned":
            job.state, job.order_id, job.assigned_on = "planned", None, None
    work.note(order.document, note=reason)
    return order


@question("job.candidates", schema=asking_schemas.CandidatesQuestion, roles=KEEPERS)
def candidates(work: Work, *, on: date | None = None, centre: Office | None = None) -> list[dict[str, Any]]:
    """Return the installers with open work, who of them may go on a day, and what speaks against the others (PTY-12)."""
    day = on or work.today
    query = select(Party).where(Party.id.in_(_busy(work, centre))).order_by(Party.code)
    parties = list(work.session.scalars(query))
    asked = [competence.Assignment(providers.INSTALLATION, one, day) for one in parties]
    against = competence.disqualified(work, asked)
    return [
        {
            "party": party.code,
            "name": party.name,
            "is_free": not reasons,
            "reasons": [str(reason.reason) for reason in reasons],
            "rules": sorted({reason.rule for reason in reasons}),
        }
        for party, reasons in zip(parties, against, strict=True)
    ]


def _busy(work: Work, centre: Office | None) -> Any:
    query = (
        select(Contract.party_id)
        .join(Document, Document.id == Contract.document_id)
        .where(Contract.company_id == work.company.id, Contract.our_side == "a", Document.closed_at.is_(None))
        .where(Document.state.not_in(WORK_OVER))
    )
    if centre is not None:
        of_centre = select(Job.contract_id).where(
            Job.company_id == work.company.id, Job.centre_id == centre.id
        )
        query = query.where(Contract.document_id.in_(of_centre))
    mine = scope.of(work)
    if mine.centres is not None:
        of_mine = select(Job.contract_id).where(Job.centre_id.in_(mine.centres))
        query = query.where(Contract.document_id.in_(of_mine))
    return query
