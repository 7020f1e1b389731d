"""Duties made from milestones: one per client, site and lot, reckoned anew until the first fulfilment (DLV-11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from sanbao.calendar import WorkCalendar, end_of_day
from sanbao.calendar.seed import load as load_calendar
from sanbao.documents.kinds import VOID
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.i18n import in_language
from sanbao.registry.models import Unit
from sanbao_training.models import Duty, Requirement
from sanbao_training.operations import timings
from sanbao_training.rules.timing import WHAT, Owed, Reckoned, reckon

if TYPE_CHECKING:
    from sanbao.profiles.models import ProfileVersion
    from sanbao.work import Work

#: Milestone → the unit's column that carries its day.
_DAYS = {"installed": Unit.installed_on, "commissioned": Unit.commissioned_on, "accepted": Unit.accepted_on}
_GROUP = (Unit.customer_id, Unit.site_id, Unit.contract_no, Unit.batch)


@dataclass(frozen=True, slots=True)
class Group:
    """Equipment of one client, site, contract and lot: what one course is held for."""

    party_id: int
    site_id: int | None
    contract_no: str | None
    batch: str | None


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a group is: its last unit's day, and how many have reached the milestone."""

    on: date
    count: int


def milestone_reached(work: Work, units: Sequence[Unit], kind: str) -> None:
    """Say what is owed now that these units reached a milestone; earlier answers are reckoned anew (DLV-11)."""
    if kind in _DAYS:
        reckon_groups(work, groups_of(units), kind)


def groups_of(units: Iterable[Unit]) -> list[Group]:
    """Return the groups that units belong to, each once; a unit without a customer has nobody to train."""
    found = {
        Group(unit.customer_id, unit.site_id, unit.contract_no, unit.batch): None
        for unit in units
        if unit.customer_id is not None
    }
    return list(found)


def reckon_groups(work: Work, groups: Sequence[Group], milestone: str) -> None:
    """Write, move or take back the duties of these groups after a milestone, in a few queries however many units."""
    if not groups:
        return
    reached = _reached(work, groups, milestone)
    open_duties = _duties(work, groups, milestone)
    policies = _policies(work, groups)
    calendar = load_calendar(work.connection, work.company.id, work.company.calendar)
    for group in groups:
        requirement, versions = policies[group]
        for version in versions:
            for owed in timings.owed_after(version, milestone):
                known = open_duties.get((group, owed.what))
                _settle(work, group, requirement, version, owed, known, reached.get(group), calendar)


def _settle(
    work: Work,
    group: Group,
    requirement: Requirement | None,
    version: ProfileVersion,
    owed: Owed,
    known: Duty | None,
    reached: Reached | None,
    calendar: WorkCalendar,
) -> None:
    if reached is None:
        if known is not None and known.state == "open":
            work.set_state(known, VOID)
        return
    if known is None:
        write_duty(work, group, requirement, version, owed, reached, calendar)
    elif known.state == "open":
        known.base_on, known.units_count = reached.on, reached.count
        if not known.was_moved:
            put_due(work, known, reckon(owed, reached.on, calendar), calendar)


def write_duty(
    work: Work,
    group: Group,
    requirement: Requirement | None,
    version: ProfileVersion,
    owed: Owed,
    reached: Reached,
    calendar: WorkCalendar,
) -> Duty:
    """Write down that training is owed, with the day and how it was counted (CAL-12)."""
    head = new_document(
        work,
        "training_duty",
        title=in_language(work.company.locale, WHAT[owed.what]),
        party_id=group.party_id,
    )
    duty = Duty(
        document=head,
        company_id=work.company.id,
        party_id=group.party_id,
        site_id=group.site_id,
        contract_no=group.contract_no,
        batch=group.batch,
        requirement_id=requirement.document_id if requirement is not None else None,
        version_id=version.id,
        what=owed.what,
        milestone=owed.after,
        base_on=reached.on,
        units_count=reached.count,
        is_free=owed.is_free or (requirement.is_free if requirement is not None else True),
        trace={},
    )
    work.session.add(duty)
    work.session.flush()
    if requirement is not None:
        link_documents(work, requirement.document, head, "originates")
    put_due(work, duty, reckon(owed, reached.on, calendar), calendar)
    return duty


def put_due(work: Work, duty: Duty, found: Reckoned, calendar: WorkCalendar) -> None:
    """Set when a duty is due, on its paper and as a deadline that people see."""
    if duty.due_on != found.due_on or not duty.trace:
        work.note(duty.document, note=f"{duty.base_on} → {found.due_on or '–'}")
    duty.earliest_on, duty.due_on = found.earliest_on, found.due_on
    duty.trace = {
        "base_on": duty.base_on.isoformat(),
        "counted": [day.isoformat() for day in found.counted],
        "skipped": [day.isoformat() for day in found.skipped],
        "unknown_years": list(found.unknown_years),
    }
    put_deadline(work, duty, calendar)


def put_deadline(work: Work, duty: Duty, calendar: WorkCalendar) -> None:
    """Keep a duty's last day as the paper's deadline; an earlier one is replaced while it is not met."""
    mine = (DeadlineRecord.document_id == duty.document_id) & DeadlineRecord.met_at.is_(None)
    work.session.execute(delete(DeadlineRecord).where(mine))
    if duty.due_on is not None:
        work.session.add(
            DeadlineRecord(
                company_id=work.company.id,
                document_id=duty.document_id,
                kind=duty.what,
                due_at=end_of_day(duty.due_on, calendar.tz),
                reckoning=duty.trace,
            )
        )
    work.session.flush()


def _reached(work: Work, groups: Sequence[Group], milestone: str) -> dict[Group, Reached]:
    """Return how far each group is; a lot is commissioned with its last unit."""
    day = _DAYS[milestone]
    query = (
        select(*_GROUP, func.max(day), func.count())
        .where(
            Unit.company_id == work.company.id,
            Unit.customer_id.in_({group.party_id for group in groups}),
            day.is_not(None),
        )
        .group_by(*_GROUP)
    )
    return {
        Group(party, site, contract, batch): Reached(last, count)
        for party, site, contract, batch, last, count in work.session.execute(query)
        if party is not None and last is not None
    }


def _duties(work: Work, groups: Sequence[Group], milestone: str) -> dict[tuple[Group, str], Duty]:
    """Return the duties that stand for these groups; one that was voided does not count."""
    query = (
        select(Duty)
        .join(Document, Document.id == Duty.document_id)
        .where(
            Duty.company_id == work.company.id,
            Duty.party_id.in_({group.party_id for group in groups}),
            Duty.milestone == milestone,
            Document.state != VOID,
        )
        .order_by(Duty.document_id)
    )
    return {
        (Group(duty.party_id or 0, duty.site_id, duty.contract_no, duty.batch), duty.what): duty
        for duty in work.session.scalars(query)
    }


def _policies(
    work: Work, groups: Sequence[Group]
) -> dict[Group, tuple[Requirement | None, list[ProfileVersion]]]:
    """Return what counts for each group: its contract's requirement, else the customer's, else the company's policies."""
    query = (
        select(Requirement)
        .join(Document, Document.id == Requirement.document_id)
        .where(
            Requirement.company_id == work.company.id,
            Requirement.party_id.in_({group.party_id for group in groups}),
            Document.state == "open",
        )
        .order_by(Requirement.document_id)
    )
    known = {(one.party_id, one.contract_no): one for one in work.session.scalars(query)}
    bound = timings.bound_versions(work, [one.document_id for one in known.values()])
    found: dict[Group, tuple[Requirement | None, list[ProfileVersion]]] = {}
    for group in groups:
        mine = known.get((group.party_id, group.contract_no)) or known.get((group.party_id, None))
        versions = bound.get(mine.document_id, []) if mine is not None else timings.default_versions(work)
        found[group] = mine, versions
    return found


def groups_of_contract(work: Work, requirement: Requirement) -> list[Group]:
    """Return the groups of equipment that a contract's requirement is about."""
    query = select(*_GROUP).where(
        Unit.company_id == work.company.id, Unit.customer_id == requirement.party_id
    )
    if requirement.contract_no is not None:
        query = query.where(Unit.contract_no == requirement.contract_no)
    rows: Iterable[Any] = work.session.execute(query.distinct())
    return [Group(*row) for row in rows]
