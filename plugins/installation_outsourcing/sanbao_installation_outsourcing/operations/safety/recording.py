"""An installer fills in and signs his safety checklist; what is not in order is an event under its clause (INS-18, PEN-01, PEN-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _, in_language
from sanbao.operation import operation
from sanbao_installation_outsourcing import agreed
from sanbao_installation_outsourcing.kinds.jobs import JOB_STATES
from sanbao_installation_outsourcing.models import (
    Contract,
    InstallationOrder,
    InstallerEvent,
    Job,
    Lot,
    SafetyCheck,
    SafetyPoint,
)
from sanbao_installation_outsourcing.operations.events.accounting import follow_units
from sanbao_installation_outsourcing.operations.events.making import make
from sanbao_installation_outsourcing.operations.events.reporting import UNDECIDED
from sanbao_installation_outsourcing.operations.jobs.installing import FIELD
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file
from sanbao_installation_outsourcing.operations.jobs.selecting import chosen
from sanbao_installation_outsourcing.rules import safety as rules
from sanbao_installation_outsourcing.rules.safety import FAILED, JOB, NOT_NEEDED, Checklist
from sanbao_installation_outsourcing.safety import asked_by, named, times
from sanbao_installation_outsourcing.schemas.safety import SafetyInput

if TYPE_CHECKING:
    from sanbao.work import Work

Given = Mapping[str, Mapping[str, Any]]


@operation("safety_check.record", title=N_("Fill in the safety checklist"), schema=SafetyInput, roles=FIELD)
def record(
    work: Work,
    *,
    order: InstallationOrder,
    points: Sequence[Mapping[str, Any]],
    vehicle: str | None = None,
    checked_on: date | None = None,
    remarks: str | None = None,
    signer: str | None = None,
) -> SafetyCheck:
    """Put on record what the installer found at each point, signed by him; each failed point opens an event (INS-18)."""
    version, checklist = asked_by(work)
    day = day_of(work, checked_on, "checked_on")
    given = _given(work, checklist, points, vehicle)
    job = _job(work, order, vehicle)
    check = _paper(work, order, job, day)
    check.checklist, check.remarks, check.signer = version, remarks, signer or work.user.name
    check.failed = sum(one["answer"] == FAILED for one in given.values())
    work.session.add(check)
    work.session.flush()
    link_documents(work, check.document, order.document, "claims")
    _keep(work, order, job, check, checklist, given)
    return check


def _given(
    work: Work, checklist: Checklist, points: Sequence[Mapping[str, Any]], vehicle: str | None
) -> dict[str, Mapping[str, Any]]:
    """Return what was said of each point; all that is missing, unknown or unproven is named at once."""
    found: dict[str, Mapping[str, Any]] = {}
    problems = []
    if times(work) == JOB and vehicle is None:
        problems.append(Problem("vehicle", N_("Please name the vehicle: each one has a check of its own.")))
    for position, row in enumerate(points):
        known, path = _known(checklist, row["point"]), f"points.{position}"
        if known is None:
            said = N_("The checklist has no point {point}.")
            problems.append(Problem(f"{path}.point", said, {"point": row["point"]}))
            continue
        if known.code in found:
            problems.append(Problem(f"{path}.point", N_("Each stands only once.")))
        found[known.code] = row
        if known.photo and row["answer"] != NOT_NEEDED and row.get("photo") is None:
            problems.append(Problem(f"{path}.photo", N_("A photo has to prove it.")))
        if row["answer"] == FAILED and not row.get("note"):
            problems.append(Problem(f"{path}.note", N_("Please say what is not in order.")))
    left = [named(one.names, one.code) for one in rules.missing(checklist, list(found))]
    if left:
        told = {"points": _(N_(", ")).join(left)}
        problems.append(Problem("points", N_("Nothing is said of: {points}."), told))
    if problems:
        raise Invalid(problems)
    return found


def _known(checklist: Checklist, said: str) -> rules.Point | None:
    """Return the point of a code, or of its words in either language."""
    by_words = (one for one in checklist.points if said in one.names.values())
    return checklist.point(said) or next(by_words, None)


def _job(work: Work, order: InstallationOrder, vehicle: str | None) -> Job | None:
    if vehicle is None:
        return None
    return chosen(work, tuple(JOB_STATES), path="vehicle", order=order, vehicles=[vehicle])[0]


def _paper(work: Work, order: InstallationOrder, job: Job | None, day: date) -> SafetyCheck:
    place = order.place or (order.site.name if order.site is not None else None)
    head = new_document(
        work,
        "safety_check",
        title=" · ".join(part for part in (order.party.name, place) if part),
        party_id=order.party_id,
        dated_on=day,
        unit_id=job.unit_id if job is not None else None,
    )
    return SafetyCheck(
        document=head,
        company_id=work.company.id,
        contract_id=order.contract_id,
        order_id=order.document_id,
        party_id=order.party_id,
        centre_id=order.centre_id,
        job_id=job.id if job is not None else None,
        host_id=job.host_id if job is not None else None,
        place=place,
        checked_on=day,
        signed_at=work.now,
        signed_by_id=work.user.id,
    )


def _keep(
    work: Work,
    order: InstallationOrder,
    job: Job | None,
    check: SafetyCheck,
    checklist: Checklist,
    given: Given,
) -> None:
    """Write down each point with its photo, and let what failed be an event of its own."""
    opened = []
    for point in checklist.points:
        row = given[point.code]
        photo = row.get("photo")
        kept = keep_file(work, check.document, photo, "photo") if photo is not None else None
        event = _event(work, order, job, check, point, row) if row["answer"] == FAILED else None
        opened += [event.document] if event is not None else []
        work.session.add(
            SafetyPoint(
                company_id=work.company.id,
                document_id=check.document_id,
                point=point.code,
                answer=row["answer"],
                note=row.get("note"),
                attachment_id=kept.id if kept is not None else None,
                event_id=event.document_id if event is not None else None,
            )
        )
    work.session.flush()
    follow_units(work, opened)


def _event(
    work: Work,
    order: InstallationOrder,
    job: Job | None,
    check: SafetyCheck,
    point: rules.Point,
    row: Mapping[str, Any],
) -> InstallerEvent:
    """Return the event of a failed point: the same point at the same place on the same day is the same matter."""
    contract = work.session.get_one(Contract, order.contract_id)
    where = f"job:{job.id}" if job is not None else check.place or f"order:{order.document_id}"
    matter = f"safety:{check.checked_on}:{where}:{point.code}"
    event = _standing(work, contract, matter)
    if event is None:
        clauses = agreed.terms_in_force(work, contract, check.checked_on).clauses
        said = N_("Safety check: {point}. {note}")
        words = point.names.get("en" if work.company.locale == "en" else "zh") or point.code
        event = make(
            work,
            contract,
            rules.breach_of(point, {one.trigger for one in clauses}),
            check.checked_on,
            description=in_language(work.company.locale, said, point=words, note=row["note"]),
            lot=work.session.get_one(Lot, order.lot_id),
            job=job,
            matter=matter,
            person=check.signer,
            serious=point.serious,
        )
        if row.get("photo") is not None:
            keep_file(work, event.document, row["photo"], "evidence")
    link_documents(work, event.document, check.document, "originates")
    return event


def _standing(work: Work, contract: Contract, matter: str) -> InstallerEvent | None:
    query = (
        select(InstallerEvent)
        .join(Document, Document.id == InstallerEvent.document_id)
        .where(InstallerEvent.contract_id == contract.document_id, InstallerEvent.matter == matter)
        .where(Document.state.not_in(("rejected", VOID)))
    )
    return work.session.scalars(query).first()


def follow_undone(work: Work, documents: Sequence[Document]) -> None:
    """Take back what rested on safety checks that were voided, as far as nobody has decided on it."""
    undone = [one.id for one in documents if one.kind == "safety_check" and one.state == VOID]
    if not undone:
        return
    query = (
        select(InstallerEvent)
        .join(SafetyPoint, SafetyPoint.event_id == InstallerEvent.document_id)
        .where(SafetyPoint.document_id.in_(undone))
    )
    others = _held_by_others(work, undone)
    for event in work.session.scalars(query):
        if event.document.state in UNDECIDED and event.document_id not in others:
            event.verified = False
            work.set_state(event.document, "rejected")
            work.note(
                event.document, note=in_language(work.company.locale, N_("Its safety check was voided."))
            )
    work.session.flush()


def _held_by_others(work: Work, undone: Sequence[int]) -> set[int | None]:
    """Return the events of which another check, that still stands, says the same."""
    query = (
        select(SafetyPoint.event_id)
        .join(Document, Document.id == SafetyPoint.document_id)
        .where(SafetyPoint.event_id.is_not(None), SafetyPoint.document_id.not_in(undone))
        .where(Document.state != VOID)
    )
    of_these = select(SafetyPoint.event_id).where(SafetyPoint.document_id.in_(undone))
    return set(work.session.scalars(query.where(SafetyPoint.event_id.in_(of_these))))
