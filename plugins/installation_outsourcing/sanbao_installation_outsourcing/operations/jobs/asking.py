"""Questions about jobs: which there are, and what an installer has to look after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.database.pages import pages
from sanbao.documents.models import Attachment, Document
from sanbao.i18n import _
from sanbao.operation import question
from sanbao.registry.models import Host, Office, Unit
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import ENDED, EVERYBODY, JOB_STATES
from sanbao_installation_outsourcing.models import (
    Contract,
    InstallationOrder,
    Job,
    JobMark,
    Lot,
)
from sanbao_installation_outsourcing.operations.contracts import chargeable
from sanbao_installation_outsourcing.operations.events.asking import open_events
from sanbao_installation_outsourcing.operations.jobs.belongings import (
    booked,
    owed,
    pieces_at_hand,
    savings,
    statements,
)
from sanbao_installation_outsourcing.operations.jobs.counting import due_lots
from sanbao_installation_outsourcing.operations.jobs.selecting import hosts_named, jobs_query, narrowed
from sanbao_installation_outsourcing.operations.jobs.stock import terminal_stock
from sanbao_installation_outsourcing.operations.safety.telling import lacks_today
from sanbao_installation_outsourcing.rules.client_charges import STANDINGS
from sanbao_installation_outsourcing.schemas import asking as schemas
from sanbao_installation_outsourcing.schemas import terminals as terminal_schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: What of a job is shown as it stands.
_SHOWN = (
    "planned_on",
    "installed_on",
    "completed_on",
    "inspected_on",
    "passed",
    "fault",
    "client_signed_on",
    "signer",
    "manager_confirmed_on",
    "accepted_on",
    "removed_on",
    "person",
)


@question("job.list", schema=schemas.JobsQuestion, roles=EVERYBODY)
def list_jobs(
    work: Work,
    *,
    after: int,
    limit: int,
    contract: Contract | None = None,
    order: InstallationOrder | None = None,
    centre: Office | None = None,
    state: str | None = None,
    on: date | None = None,
    vehicle: str | None = None,
) -> list[dict[str, Any]]:
    """Return jobs with vehicle, terminal and dates, a page at a time; contact data only while the job is open (INS-14)."""
    query = scope.picked(Job, Host, Unit.serial, Lot.code, Office.code, Document.number).where(
        Job.company_id == work.company.id, Job.id > after
    )
    query = (
        scope.of(work)
        .narrow(query, Job.party_id, Job.centre_id)
        .join(Host, Host.id == Job.host_id)
        .join(Lot, Lot.id == Job.lot_id)
        .outerjoin(Unit, Unit.id == Job.unit_id)
        .outerjoin(Office, Office.id == Job.centre_id)
        .outerjoin(Document, Document.id == Job.order_id)
    )
    query = narrowed(work, query, contract=contract, order=order, centre=centre, from_day=on, until=on)
    if state is not None:
        query = query.where(Job.state == state)
    if vehicle is not None:
        query = query.where(Job.host_id.in_([host.id for host in hosts_named(work, [vehicle])]))
    rows = [tuple(row) for row in work.session.execute(query.order_by(Job.id).limit(limit))]
    charges = _charges(work, [row[0] for row in rows])
    return [{**_shown(work, *row), **charges.get(row[0].id, {})} for row in rows]


def _charges(work: Work, jobs: Sequence[Job]) -> dict[int, dict[str, Any]]:
    """Return what the client owes for each of these units, where that was agreed; nothing of it to an installer (DLV-02)."""
    if scope.of(work).party_id is not None:
        return {}
    return {
        key: {"client_charge": work.erp.currency.round(one.amount), "client_says": _(STANDINGS[one.code])}
        for key, one in chargeable.standings(work, jobs).items()
    }


def _shown(
    work: Work, job: Job, host: Host, serial: str | None, lot: str, centre: str | None, order: str | None
) -> dict[str, Any]:
    return {
        "job": job.id,
        "order": order,
        "lot": lot,
        "centre": centre,
        "plate": host.plate,
        "vin": host.vin,
        "serial": serial,
        "state": job.state,
        "says": _(JOB_STATES[job.state]),
        **{name: getattr(job, name) for name in _SHOWN},
        **contact_of(work, job),
    }


def contact_of(work: Work, job: Job) -> dict[str, str | None]:
    """Return a user's contact data as this person may see them: SIM to few, all of it masked once the job is done (INS-14)."""
    is_open = job.state not in ENDED
    bound = scope.of(work).party_id is not None
    sees_sim = bool(work.user.role_codes & scope.SIM_READERS) or (bound and is_open)
    if bound and not is_open:
        return {"owner": _first_letter(job.owner), "phone": scope.masked(job.phone), "sim": None}
    return {"owner": job.owner, "phone": job.phone, "sim": job.sim if sees_sim else scope.masked(job.sim)}


def photos_of(work: Work, jobs: Sequence[int], document_id: int) -> dict[int, list[int]]:
    """Return which files of a paper are photos of these jobs, the oldest first (F-22)."""
    found: dict[int, list[int]] = {}
    for page in pages(jobs):
        query = (
            select(JobMark.job_id, Attachment.id)
            .join(Attachment, Attachment.id == JobMark.attachment_id)
            .where(JobMark.job_id.in_(page), Attachment.document_id == document_id)
            .where(Attachment.purpose == "photo")
            .order_by(Attachment.id)
        )
        for job_id, key in work.session.execute(query):
            found.setdefault(job_id, []).append(key)
    return found


def _first_letter(name: str | None) -> str | None:
    return name[0] + "*" * (len(name) - 1) if name else name


@question("installer.desk", schema=terminal_schemas.InstallerQuestion, roles=("installer",))
def desk(work: Work) -> dict[str, Any]:
    """Return what an installer has to look after: today's orders, open work, terminals, events, days to be missed (INS-22)."""
    counted = jobs_query(work, Job.state, func.count()).group_by(Job.state)
    jobs: dict[str, int] = {state: count for state, count in work.session.execute(counted)}
    return {
        "jobs": [
            {"state": state, "says": _(JOB_STATES[state]), "count": jobs[state]}
            for state in JOB_STATES
            if state in jobs
        ],
        "orders": _open_orders(work),
        "terminals": terminal_stock(work),
        "pieces": pieces_at_hand(work),
        "events": open_events(work),
        "warnings": due_lots(work),
        "savings": savings(work),
        "statements": statements(work),
        "owed": owed(work),
        "booked": booked(work),
    }


def _open_orders(work: Work) -> list[dict[str, Any]]:
    query = (
        scope.picked(InstallationOrder, Document.number, Document.state)
        .join(Document, Document.id == InstallationOrder.document_id)
        .where(InstallationOrder.company_id == work.company.id, Document.state.in_(("open", "notified")))
        .order_by(InstallationOrder.planned_on, InstallationOrder.document_id)
        .limit(200)
    )
    query = scope.of(work).narrow(query, InstallationOrder.party_id, InstallationOrder.centre_id)
    unchecked = lacks_today(work)
    return [
        {
            "order": number,
            "state": state,
            "planned_on": one.planned_on,
            "place": one.place,
            "jobs": one.jobs_count,
            "rework_due_on": one.rework_due_on,
            "is_unchecked": one.document_id in unchecked,
        }
        for one, number, state in work.session.execute(query)
    ]
