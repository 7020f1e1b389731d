"""What a centre has to look after: what waits for whom, who comes today, what runs late (INS-14, INS-22)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao.registry.models import Office, Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import WATCHERS
from sanbao_installation_outsourcing.models import InstallationOrder, Job
from sanbao_installation_outsourcing.operations.events.asking import open_events
from sanbao_installation_outsourcing.operations.jobs.belongings import savings
from sanbao_installation_outsourcing.operations.jobs.selecting import jobs_query
from sanbao_installation_outsourcing.operations.safety.telling import lacks_today
from sanbao_installation_outsourcing.schemas.terminals import InstallerQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many orders stand on the desk.
MOST_ORDERS = 100
#: What waits: its title, the state of the jobs, and the operation that is next.
WAITING = (
    ("planned", N_("To be assigned"), "job.assign"),
    ("assigned", N_("Out with installers"), "installation_order.install"),
    ("installed", N_("To be inspected"), "installation_order.inspect"),
    ("rework", N_("To be reworked"), "installation_order.rework"),
    ("passed", N_("To be signed by the client"), "job.sign"),
    ("unconfirmed", N_("To be confirmed"), "job.confirm"),
)
#: These should have been done on the day for which they were planned.
NOT_BEGUN = ("planned", "assigned", "rework")
#: What an event waits for: its state → what is done next.
NEXT = {
    "reported": "installer_event.verify",
    "verified": "installer_event.notify",
    "answered": "installer_event.decide",
    "silent": "installer_event.decide",
    "disputed": "installer_event.decide",
    "proposed": "installer_event.approve",
    "outgrown": "installer_event.decide",
}


@question("centre.desk", schema=InstallerQuestion, roles=WATCHERS)
def desk(work: Work) -> dict[str, Any]:
    """Return what a centre has to look after: what waits for which step, orders, events, and what reworking saves (INS-22)."""
    return {
        "waiting": _waiting(work),
        "orders": _orders(work),
        "events": [{**row, "next": step} for row in open_events(work) if (step := _next(row, work.today))],
        "savings": savings(work),
    }


def _next(event: Mapping[str, Any], today: date) -> str | None:
    """Return what is done next about an event; while the installer may still answer, nothing is (PEN-08)."""
    due_on = event["answer_due_on"]
    if event["state"] == "notified" and due_on is not None and due_on < today:
        return "installer_event.note_silence"
    return NEXT.get(event["state"])


def _waiting(work: Work) -> list[dict[str, Any]]:
    """Return how many vehicles wait for which step, and how many of them are late (INS-02, INS-06)."""
    late = func.count().filter(Job.planned_on < work.today, Job.state.in_(NOT_BEGUN))
    query = jobs_query(work, Job.state, func.count(), late).group_by(Job.state)
    counts = {state: (count, behind) for state, count, behind in work.session.execute(query)}
    unconfirmed = jobs_query(work, func.count()).where(
        and_(Job.state == "accepted", Job.manager_confirmed_on.is_(None))
    )
    counts["unconfirmed"] = (work.session.scalar(unconfirmed) or 0, 0)
    return [
        {
            "state": state,
            "title": _(title),
            "next": operation,
            "count": counts[state][0],
            "late": counts[state][1],
        }
        for state, title, operation in WAITING
        if counts.get(state, (0, 0))[0]
    ]


def _orders(work: Work) -> list[dict[str, Any]]:
    """Return the orders that are out: to be notified, today's, and those whose day has passed."""
    left = func.count(Job.id).filter(Job.state.in_(("assigned", "rework")))
    uninspected = func.count(Job.id).filter(Job.state == "installed")
    query = (
        scope.picked(
            InstallationOrder, Document.number, Document.state, Party.name, Office.name, left, uninspected
        )
        .join(Document, Document.id == InstallationOrder.document_id)
        .join(Party, Party.id == InstallationOrder.party_id)
        .outerjoin(Office, Office.id == InstallationOrder.centre_id)
        .outerjoin(Job, Job.order_id == InstallationOrder.document_id)
        .where(InstallationOrder.company_id == work.company.id, Document.state.in_(("open", "notified")))
        .group_by(InstallationOrder.document_id, Document.number, Document.state, Party.name, Office.name)
        .order_by(InstallationOrder.planned_on, InstallationOrder.document_id)
        .limit(MOST_ORDERS)
    )
    query = scope.of(work).narrow(query, InstallationOrder.party_id, InstallationOrder.centre_id)
    unchecked = lacks_today(work)
    return [
        {
            "order": number,
            "state": state,
            "party": party,
            "centre": centre,
            "planned_on": one.planned_on,
            "place": one.place,
            "jobs": one.jobs_count,
            "left": open_jobs,
            "to_inspect": to_inspect,
            "rework_due_on": one.rework_due_on,
            "is_unchecked": one.document_id in unchecked,
        }
        for one, number, state, party, centre, open_jobs, to_inspect in work.session.execute(query)
    ]
