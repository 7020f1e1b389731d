"""The printed papers of the work: order (F-19), registration (F-22), acceptance (F-26), slip, and notice of an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.documents.models import Attachment, Document
from sanbao.i18n import N_
from sanbao.registry.models import Host, Product, Unit
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import EVENT, JOB_STATES, ORDER, SLIP, TRIGGERS
from sanbao_installation_outsourcing.models import Job, JobMark, Terminal
from sanbao_installation_outsourcing.operations.events.answering import contract_of
from sanbao_installation_outsourcing.operations.jobs.asking import contact_of
from sanbao_installation_outsourcing.operations.jobs.slips import TITLES
from sanbao_installation_outsourcing.printouts.contracts import form

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_installation_outsourcing.models import InstallationOrder, InstallerEvent, TerminalSlip

# Said by the template through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("No."),
    N_("Plate"),
    N_("VIN"),
    N_("Vehicle owner"),
    N_("Phone"),
    N_("SIM card"),
    N_("Terminal"),
    N_("Product"),
    N_("Serial number"),
    N_("Installed on"),
    N_("Done by"),
    N_("Photos"),
    N_("Inspection"),
    N_("Client's signature"),
    N_("Remark"),
    N_("Service department"),
    N_("Installing firm"),
    N_("Client"),
    N_("Implementation manager"),
    N_("Inspected by"),
    N_("Keeper of the terminals"),
    N_("Our side"),
)
Columns = list[tuple[str, str, str]]
#: What every paper says of a vehicle first.
_VEHICLE: Columns = [
    ("No.", "position", "num"),
    ("Plate", "plate", "text"),
    ("VIN", "vin", "text"),
    ("Vehicle owner", "owner", "text"),
    ("Phone", "phone", "text"),
]
#: On what these papers are laid out.
_TEMPLATE = "outsourcing_work/sheet.html"


def order_context(work: Work, order: InstallationOrder) -> dict[str, Any]:
    """Gather what the installer is sent out with (派工单, F-19): where, when, which vehicles, whom to call."""
    columns = [*_VEHICLE, ("Remark", "blank", "text")]
    told = N_("Please come on the day with the terminals; vehicles that do not come are noted with a photo.")
    return _sheet(
        work,
        order,
        N_("Vehicles"),
        columns,
        _rows(work, order, (*JOB_STATES,)),
        ["Service department", "Installing firm", "Client"],
        remarks=[(N_("Please note"), Text(told))],
    )


def registration_context(work: Work, order: InstallationOrder) -> dict[str, Any]:
    """Gather what was installed where (安装登记表, F-22); SIM and contact data only for whom they are meant (INS-14)."""
    columns = [
        *_VEHICLE,
        ("Product", "product", "text"),
        ("Terminal", "serial", "text"),
        ("SIM card", "sim", "text"),
        ("Installed on", "installed_on", "text"),
        ("Done by", "person", "text"),
        ("Photos", "photos", "num"),
        ("Inspection", "inspection", "text"),
    ]
    rows = [row for row in _rows(work, order, (*JOB_STATES,)) if row["serial"]]
    signers = ["Installing firm", "Inspected by"]
    return _sheet(work, order, N_("Units installed"), columns, rows, signers, wide=True)


def acceptance_context(work: Work, order: InstallationOrder) -> dict[str, Any]:
    """Gather what the client signs for, and what the implementation manager confirms (车辆安装验收单据, F-26)."""
    columns = [
        *_VEHICLE[:3],
        ("Terminal", "serial", "text"),
        ("Installed on", "installed_on", "text"),
        ("Inspection", "inspection", "text"),
        ("Client's signature", "signed", "text"),
    ]
    told = N_("The terminals named above are installed, tested and work as agreed.")
    return _sheet(
        work,
        order,
        N_("Units handed over"),
        columns,
        _rows(work, order, ("installed", "passed", "accepted")),
        ["Client", "Installing firm", "Implementation manager"],
        remarks=[(N_("Statement"), Text(told))],
    )


def _sheet(
    work: Work,
    order: InstallationOrder,
    heading: str,
    columns: Columns,
    rows: list[dict[str, Any]],
    signers: list[str],
    *,
    remarks: Sequence[tuple[str, Text]] = (),
    wide: bool = False,
) -> dict[str, Any]:
    """Return a paper over an order: its head, a table of vehicles, what is said below it, who signs."""
    return {
        **_head(work, order),
        "heading": heading,
        "columns": columns,
        "rows": rows,
        "remarks": remarks,
        "signers": signers,
        "wide": wide,
    }


def slip_context(work: Work, slip: TerminalSlip) -> dict[str, Any]:
    """Gather what a slip over terminals shows: each piece by its serial number (SPR-07)."""
    return {
        "document": {"number": slip.document.number},
        "facts": [
            (N_("What happened"), Text(TITLES[slip.direction], {"party": slip.party.name})),
            (N_("Contract"), work.session.get_one(Document, slip.contract_id).number),
            (N_("Place"), f"{slip.place.code} {slip.place.name}"),
            (N_("Day"), slip.moved_on),
            (N_("Pieces"), slip.pieces),
            (N_("Remark"), slip.note),
        ],
        "heading": N_("Terminals"),
        "columns": [
            ("No.", "position", "num"),
            ("Product", "product", "text"),
            ("Serial number", "serial", "text"),
        ],
        "rows": _pieces(work, slip),
        "remarks": [],
        "signers": ["Keeper of the terminals", "Installing firm"],
        "wide": False,
    }


def notice_context(work: Work, event: InstallerEvent) -> dict[str, Any]:
    """Gather what an installer is told of an event: what, how much, until when to answer, what silence means (PEN-08)."""
    said = N_(
        "Please answer in writing by {day}. Without an answer the facts above count as accepted and are decided on."
    )
    remarks = [(N_("What happened"), Text("{said}", {"said": event.description}))]
    if event.answer_due_on is not None:
        remarks.append((N_("Your answer"), Text(said, {"day": event.answer_due_on})))
    if event.decision_reason is not None:
        remarks.append((N_("Decision"), Text("{said}", {"said": event.decision_reason})))
    return {
        "document": {"number": event.document.number},
        "facts": [
            (N_("Installing firm"), event.document.party.name if event.document.party is not None else None),
            (N_("Contract"), contract_of(work, event).document.number),
            (N_("What it is about"), Text(TRIGGERS.get(event.trigger, event.trigger))),
            (N_("Occurred on"), event.occurred_on),
            (N_("Assessed"), f"{event.assessed:,f} {work.company.currency}"),
            (N_("Told on"), event.notified_on),
            (N_("To be answered until"), event.answer_due_on),
            (N_("State"), Text(EVENT.flow.state(event.state).label)),
        ],
        "heading": "",
        "columns": [],
        "rows": [],
        "remarks": remarks,
        "signers": ["Our side", "Installing firm"],
        "wide": False,
    }


def _head(work: Work, order: InstallationOrder) -> dict[str, Any]:
    facts = [
        (N_("Installing firm"), order.party.name),
        (N_("Contract"), work.session.get_one(Document, order.contract_id).number),
        (N_("Lot"), " ".join(part for part in (order.lot.code, order.lot.name) if part)),
        (N_("Centre"), order.centre.name if order.centre is not None else None),
        (N_("Day"), order.planned_on),
        (N_("Where to come"), order.place or (order.site.name if order.site is not None else None)),
        (N_("Who comes"), ", ".join(order.people) or None),
        (N_("Number of units"), order.jobs_count),
        (N_("Notified at"), order.notified_at),
        (N_("Rework due on"), order.rework_due_on),
        (N_("State"), Text(ORDER.flow.state(order.state).label)),
    ]
    return {
        "document": {"number": order.document.number},
        "facts": [(label, value) for label, value in facts if value is not None],
    }


def _rows(work: Work, order: InstallationOrder, states: Sequence[str]) -> list[dict[str, Any]]:
    query = (
        scope.picked(Job, Host.plate, Host.vin, Unit.serial, Product.name)
        .join(Host, Host.id == Job.host_id)
        .outerjoin(Unit, Unit.id == Job.unit_id)
        .outerjoin(Product, Product.id == Unit.product_id)
        .where(Job.order_id == order.document_id, Job.state.in_(states))
        .order_by(Job.id)
    )
    found = work.session.execute(query).all()
    photos = _photos(work, [job.id for job, *_rest in found])
    return [
        {
            "position": position,
            "plate": plate or "",
            "vin": vin or "",
            "product": product or "",
            "serial": serial or "",
            "installed_on": job.installed_on or "",
            "person": job.person or "",
            "photos": photos.get(job.id, 0) or "",
            "inspection": _inspection(job),
            "signed": job.signer or job.client_signed_on or "",
            "blank": "",
            **{name: value or "" for name, value in contact_of(work, job).items()},
        }
        for position, (job, plate, vin, serial, product) in enumerate(found, 1)
    ]


def _inspection(job: Job) -> Text | str:
    if job.passed is None:
        return ""
    return Text(N_("passed on {day}"), {"day": job.inspected_on}) if job.passed else (job.fault or "")


def _photos(work: Work, jobs: Sequence[int]) -> dict[int, int]:
    query = (
        select(JobMark.job_id)
        .join(Attachment, Attachment.id == JobMark.attachment_id)
        .where(JobMark.job_id.in_(jobs), Attachment.purpose == "photo")
    )
    found: dict[int, int] = {}
    for job_id in work.session.scalars(query):
        found[job_id] = found.get(job_id, 0) + 1
    return found


def _pieces(work: Work, slip: TerminalSlip) -> list[dict[str, Any]]:
    """Return the pieces of a slip: those it issued, or those that the installer's rows ended with on its day."""
    query = (
        select(Unit.serial, Product.name)
        .join_from(Terminal, Unit, Unit.id == Terminal.unit_id)
        .join(Product, Product.id == Terminal.product_id)
        .where(
            Terminal.slip_id == slip.document_id
            if slip.direction != "issue"
            else Terminal.issue_id == slip.document_id
        )
        .order_by(Unit.serial)
    )
    rows = work.session.execute(query)
    return [
        {"position": position, "serial": serial, "product": name}
        for position, (serial, name) in enumerate(rows, 1)
    ]


FORMS = (
    form("installation_order", N_("Dispatch form"), _TEMPLATE, ORDER.name, order_context),
    form(
        "installation_registration",
        N_("Installation registration"),
        _TEMPLATE,
        ORDER.name,
        registration_context,
    ),
    form(
        "vehicle_acceptance",
        N_("Vehicle installation acceptance"),
        _TEMPLATE,
        ORDER.name,
        acceptance_context,
    ),
    form("terminal_slip", N_("Terminal slip"), _TEMPLATE, SLIP.name, slip_context),
    form("installer_notice", N_("Notice of an event"), _TEMPLATE, EVENT.name, notice_context),
)
