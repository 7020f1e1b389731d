"""What contracts demand of training, and each duty's life: fulfilled, moved with evidence, waived in writing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from sanbao.calendar.seed import load as load_calendar
from sanbao.charging.quotes import not_before, not_in_future
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Attachment, DeadlineRecord, Document
from sanbao.documents.operations import new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Party
from sanbao_training.errors import HasDuties, NeedsWriting
from sanbao_training.kinds import DUTY, MANAGERS, READERS
from sanbao_training.models import Duty, Requirement, RequirementTiming
from sanbao_training.operations import owed, timings
from sanbao_training.rules.timing import WHAT, reckon
from sanbao_training.schemas.common import Reason
from sanbao_training.schemas.duties import (
    DutiesQuestion,
    FulfilInput,
    MoveInput,
    RequirementInput,
    StartInput,
)

if TYPE_CHECKING:
    from sanbao.work import Work

WRITERS = (*MANAGERS, "project_manager", "sales", "sales_manager")
#: What counts as the customer's writing.
_WRITINGS = ("evidence", "signature")


@operation(
    "training_requirement.record",
    title=N_("Record what a contract demands"),
    schema=RequirementInput,
    roles=WRITERS,
)
def record(
    work: Work,
    *,
    party: Party,
    timings: Sequence[ProfileVersion],
    payer_party: Party | None = None,
    starts_on: date | None = None,
    **facts: Any,
) -> Requirement:
    """Record whom a contract wants trained in what by when; what has already happened counts at once (TRN-04)."""
    requirement = Requirement(
        document=new_document(work, "training_requirement", title=facts["trainee_roles"], party_id=party.id),
        company_id=work.company.id,
        party=party,
        payer_party_id=payer_party.id if payer_party is not None else None,
        **{"contract_no": None, **facts},
    )
    work.session.add(requirement)
    work.session.flush()
    work.session.add_all(
        RequirementTiming(company_id=work.company.id, document_id=requirement.document_id, version=version)
        for version in timings
    )
    work.session.flush()
    for milestone in ("installed", "commissioned", "accepted"):
        owed.reckon_groups(work, owed.groups_of_contract(work, requirement), milestone)
    if starts_on is not None:
        _start(work, requirement, starts_on)
    return requirement


@operation(
    "training_requirement.start",
    title=N_("Commissioning starts"),
    on=Requirement,
    moves={"open": "open"},
    schema=StartInput,
    roles=WRITERS,
)
def start(work: Work, requirement: Requirement, *, starts_on: date) -> Requirement:
    """Say when commissioning starts; the customer's people may watch from a month before (TRN-04)."""
    _start(work, requirement, starts_on)
    return requirement


def _start(work: Work, requirement: Requirement, starts_on: date) -> None:
    requirement.starts_on = starts_on
    calendar = load_calendar(work.connection, work.company.id, work.company.calendar)
    group = owed.Group(requirement.party_id, None, requirement.contract_no, None)
    known = {duty.what: duty for duty in _of_requirement(work, requirement, "commissioning_start")}
    for version in timings.bound_versions(work, [requirement.document_id]).get(requirement.document_id, []):
        for one in timings.owed_after(version, "commissioning_start"):
            duty = known.get(one.what)
            if duty is None:
                owed.write_duty(work, group, requirement, version, one, owed.Reached(starts_on, 0), calendar)
            elif duty.state == "open" and not duty.was_moved:
                duty.base_on = starts_on
                owed.put_due(work, duty, reckon(one, starts_on, calendar), calendar)


def _of_requirement(work: Work, requirement: Requirement, milestone: str | None = None) -> list[Duty]:
    query = (
        select(Duty)
        .join(Document, Document.id == Duty.document_id)
        .where(Duty.requirement_id == requirement.document_id, Document.state != VOID)
        .order_by(Duty.document_id)
    )
    if milestone is not None:
        query = query.where(Duty.milestone == milestone)
    return list(work.session.scalars(query))


@operation(
    "training_requirement.close",
    title=N_("Close"),
    on=Requirement,
    moves={"open": "done"},
    roles=WRITERS,
)
def close(work: Work, requirement: Requirement) -> Requirement:
    """Close what a contract demanded, once every duty from it is fulfilled or waived."""
    still = [str(one.document.number) for one in _of_requirement(work, requirement) if one.state == "open"]
    if still:
        raise HasDuties(requirement=requirement.document.number, duties=", ".join(still))
    return requirement


@operation(
    "training_duty.fulfil",
    title=N_("Fulfilled"),
    on=Duty,
    moves={"open": "fulfilled"},
    schema=FulfilInput,
    roles=(*WRITERS, "service_engineer", "service_clerk"),
)
def fulfil(
    work: Work, duty: Duty, *, how: str, fulfilled_on: date | None = None, minutes: str | None = None
) -> Duty:
    """Record that a meeting or training took place, or was offered though fewer came (TRN-04, TRN-05)."""
    on = not_before("fulfilled_on", not_in_future(work, "fulfilled_on", fulfilled_on), duty.earliest_on)
    if duty.what == "handover_meeting" and how == "held" and not minutes:
        raise Invalid([Problem("minutes", N_("Please write the minutes of the meeting (TRN-05)."))])
    fulfilled(work, duty, on, how)
    duty.minutes = minutes
    return duty


def fulfilled(work: Work, duty: Duty, on: date, how: str) -> None:
    """Write down when and how a duty was fulfilled, and end its deadline; late is late, but done."""
    duty.fulfilled_on, duty.fulfilled_how = on, how
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == duty.document_id, DeadlineRecord.met_at.is_(None)
    )
    for deadline in work.session.scalars(query):
        deadline.met_at = work.now
        if duty.due_on is not None and on > duty.due_on:
            deadline.missed_at = deadline.missed_at or deadline.due_at


@operation(
    "training_duty.move",
    title=N_("Move the deadline"),
    on=Duty,
    moves={"open": "open"},
    schema=MoveInput,
    roles=WRITERS,
)
def move(work: Work, duty: Duty, *, due_on: date, reason: str) -> Duty:
    """Move what is owed to the day that the customer asked for; its letter is attached (TRN-06)."""
    writing = _customers_writing(work, duty)
    not_before("due_on", due_on, duty.base_on)
    duty.trace = {
        **duty.trace,
        "writing": writing,
        "moved_from": duty.due_on.isoformat() if duty.due_on else None,
        "reason": reason,
    }
    duty.due_on, duty.was_moved, duty.reason = due_on, True, reason
    owed.put_deadline(work, duty, load_calendar(work.connection, work.company.id, work.company.calendar))
    work.note(duty.document, note=reason)
    return duty


@operation(
    "training_duty.waive",
    title=N_("Waive"),
    on=Duty,
    moves={"open": "waived"},
    schema=Reason,
    roles=("service_manager", "service_head", "project_manager"),
)
def waive(work: Work, duty: Duty, *, reason: str) -> Duty:
    """Note that the customer does without it, in writing (TRN-06)."""
    _customers_writing(work, duty)
    duty.reason = reason
    for deadline in work.session.scalars(
        select(DeadlineRecord).where(
            DeadlineRecord.document_id == duty.document_id, DeadlineRecord.met_at.is_(None)
        )
    ):
        work.session.delete(deadline)
    return duty


def _customers_writing(work: Work, duty: Duty) -> int:
    """Return the newest writing of the customer on a duty; one by which it was moved before says nothing else."""
    query = select(func.max(Attachment.id)).where(
        Attachment.document_id == duty.document_id,
        Attachment.purpose.in_(_WRITINGS),
        Attachment.id > duty.trace.get("writing", 0),
    )
    found = work.session.scalar(query)
    if found is None:
        raise NeedsWriting(duty=duty.document.number)
    return found


@question("training.duties", title=N_("Training that is owed"), schema=DutiesQuestion, roles=READERS)
def list_duties(
    work: Work,
    *,
    party: Party | None = None,
    start: date | None = None,
    end: date | None = None,
    all: bool,  # noqa: A002
) -> list[dict[str, Any]]:
    """List what is owed to whom by when, the earliest first, with how it was counted (KPI-15)."""
    query = (
        select(Duty)
        .join(Document, Document.id == Duty.document_id)
        .where(Duty.company_id == work.company.id, Document.state != VOID)
    )
    if not all:
        query = query.where(Document.state == "open")
    if party is not None:
        query = query.where(Duty.party_id == party.id)
    if start is not None:
        query = query.where(or_(Duty.due_on.is_(None), Duty.due_on >= start))
    if end is not None:
        query = query.where(or_(Duty.due_on.is_(None), Duty.due_on <= end))
    return [
        _row(work, duty)
        for duty in work.session.scalars(query.order_by(Duty.due_on.is_(None), Duty.due_on, Duty.document_id))
    ]


def _row(work: Work, duty: Duty) -> dict[str, Any]:
    late = (
        duty.due_on is not None and (duty.fulfilled_on or work.today) > duty.due_on and duty.state != "waived"
    )
    return {
        "number": duty.document.number,
        "party": duty.document.party.code if duty.document.party is not None else None,
        "name": duty.document.party.name if duty.document.party is not None else None,
        "site": duty.site.code if duty.site is not None else None,
        "contract_no": duty.contract_no,
        "batch": duty.batch,
        "what": duty.what,
        "title": _(WHAT[duty.what]),
        "state": duty.state,
        "shown": _(DUTY.flow.state(duty.state).label),
        "units": duty.units_count,
        "base_on": duty.base_on,
        "earliest_on": duty.earliest_on,
        "due_on": duty.due_on,
        "fulfilled_on": duty.fulfilled_on,
        "is_free": duty.is_free,
        "late": late,
    }
