"""Jobs in the back office: the list of all of them, and those of an order on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import select, true

from sanbao.i18n import N_, _
from sanbao.registry.models import Host, Unit
from sanbao_admin.lists.spec import Col, ListSpec, Search, Through
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.admin import leading
from sanbao_installation_outsourcing.admin.deviations import REQUIREMENTS
from sanbao_installation_outsourcing.admin.providers import PROVIDERS
from sanbao_installation_outsourcing.kinds.jobs import JOB_STATES, ORDER
from sanbao_installation_outsourcing.models import Job
from sanbao_installation_outsourcing.operations.contracts import chargeable
from sanbao_installation_outsourcing.operations.jobs.asking import photos_of

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.documents.models import Document
    from sanbao.work import Work

_ALL: dict[str, Any] = {"is_filter": True, "is_group": True}
_DAY: dict[str, Any] = {"look": "date", "is_sortable": True, "is_filter": True, "is_group": True}
#: So many vehicles of an order stand on its page.
MOST_VEHICLES = 1_000


def _hers(work: Work) -> Sequence[Any]:
    """Return what narrows the list to what a person is bound to (INS-14)."""
    mine = scope.of(work)
    conditions: list[Any] = [true()]
    if mine.party_id is not None:
        conditions.append(Job.party_id == mine.party_id)
    if mine.centres is not None:
        conditions.append(Job.centre_id.in_(mine.centres))
    return conditions


def _owed(work: Work, keys: Sequence[int]) -> Mapping[int, Any]:
    """Return what the client owes for the units of a page; nothing of it to an installer (DLV-02)."""
    if scope.of(work).party_id is not None:
        return {}
    jobs = list(work.session.scalars(select(Job).where(Job.id.in_(keys))))
    return {key: one.amount for key, one in chargeable.standings(work, jobs).items()}


JOBS = ListSpec(
    name="installation/jobs",
    path="/installation/jobs",
    title=N_("Installation jobs"),
    help=N_("One job per vehicle: who goes where on which day, what was found, who signed."),
    menu="installation_outsourcing",
    icon="list",
    root=Job,
    need="job.list",
    sort="planned_on",
    where=_hers,
    called="id",
    columns=[
        Col("vehicle", Job.host_id, "reference", N_("Vehicle"), target="host", is_filter=True),
        Col("unit", Job.unit_id, "reference", N_("Terminal"), target="unit", is_filter=True),
        Col("state", Job.state, "words", words=JOB_STATES, **_ALL),
        Col("planned_on", Job.planned_on, title=N_("Planned on"), **_DAY),
        Col("party", Job.party_id, "reference", N_("Installing firm"), target="party", **_ALL),
        Col("centre", Job.centre_id, "reference", N_("Centre"), target="office", **_ALL),
        Col("order", Job.order_id, "reference", N_("Installation order"), target="document", **_ALL),
        Col("contract", Job.contract_id, "reference", N_("Contract"), target="document", **_ALL),
        Col("installed_on", Job.installed_on, **_DAY),
        Col("accepted_on", Job.accepted_on, **_DAY),
        Col("client_signed_on", Job.client_signed_on, title=N_("Client signed on"), is_shown=False, **_DAY),
        Col(
            "manager_confirmed_on", Job.manager_confirmed_on, title=N_("Confirmed on"), is_shown=False, **_DAY
        ),
        Col("client_charge", None, "amount", N_("Owed by the client"), is_shown=False, reckon=_owed),
        Col("fault", Job.fault, is_shown=False),
        Col("removed_on", Job.removed_on, title=N_("Taken out on"), is_shown=False, **_DAY),
        Col("person", Job.person, title=N_("Done by"), is_shown=False),
    ],
    search=Search(
        through=(
            Through(Job.host_id, Host, (Host.plate, Host.vin, Host.code), (Host.plate,)),
            Through(Job.unit_id, Unit, (Unit.serial, Unit.serial_tail)),
        ),
        hint=N_("Plate, VIN or serial number"),
    ),
    create=("job.plan",),
    empty=N_("No job stands here yet. Plan vehicles, or import them from Excel."),
)


def lists(_erp: Sanbao) -> Sequence[ListSpec]:
    """Return the lists of this plugin's own tables."""
    return [JOBS, PROVIDERS, REQUIREMENTS]


def vehicles(work: Work, document: Document) -> Sequence[Panel]:
    """Return the vehicles of an order, with what became of each."""
    if document.kind != ORDER.name or not work.access.may("job.list"):
        return []
    rows = work.ask("job.list", {"order": document.number, "limit": MOST_VEHICLES})
    if not rows:
        return []
    data = {
        "rows": rows,
        "photos": photos_of(work, [row["job"] for row in rows], document.id),
        "files": f"/paper/{quote(document.number or '')}/attachment",
    }
    return [
        Panel(
            _(N_("Vehicles")),
            data,
            "sanbao_installation_outsourcing/vehicles.html",
            next=leading.next_of(work, document, rows),
            not_yet=leading.not_yet(document, rows),
        )
    ]
