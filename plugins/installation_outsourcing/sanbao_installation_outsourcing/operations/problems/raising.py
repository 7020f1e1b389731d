"""A problem comes in: which job it is about, what binds the installer, and how severe it is (INS-11, SLA-02)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry.models import Host, Party
from sanbao_installation_outsourcing import agreed, service_levels
from sanbao_installation_outsourcing.errors.problems import NotGivenOut
from sanbao_installation_outsourcing.kinds.jobs import JOB_STATES, KEEPERS
from sanbao_installation_outsourcing.models import Contract, InstallationProblem, Job, Lot
from sanbao_installation_outsourcing.operations.jobs.selecting import chosen, lot_of
from sanbao_installation_outsourcing.operations.problems.following import follow, level_of
from sanbao_installation_outsourcing.rules.response_words import urgency_named
from sanbao_installation_outsourcing.rules.service_levels import SEVERITIES, ServiceLevel
from sanbao_installation_outsourcing.schemas import problems as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: So much of what the user says stands in the title of the paper.
_TITLE = 60


@operation(
    "installation_problem.open",
    title=N_("Record a problem"),
    schema=schemas.ProblemInput,
    roles=(*KEEPERS, "qc"),
)
def open_problem(
    work: Work,
    *,
    contract: Contract,
    description: str,
    severity: str,
    urgency: str,
    vehicle: str | None = None,
    lot: str | None = None,
    client: Party | None = None,
    raised_at: datetime | None = None,
) -> InstallationProblem:
    """Put on record what a client's user says is wrong (安装问题); from then on the installer's clocks run (INS-11)."""
    if contract.our_side != "a":
        raise NotGivenOut(contract=contract.document.number)
    at = _not_ahead(work, raised_at)
    version = agreed.in_force(work, contract, at.astimezone(work.zone).date())
    job = (
        chosen(work, tuple(JOB_STATES), path="vehicle", contract=contract, vehicles=[vehicle])[0]
        if vehicle
        else None
    )
    place = work.session.get_one(Lot, job.lot_id) if job is not None else _lot(work, contract, lot)
    _refuse_unknown(service_levels.kept(version.terms), urgency)
    made = _paper(work, contract, job, place, at, description)
    made.contract_version, made.severity, made.urgency = version.version, severity, urgency
    made.customer_class = _class_of(work, job, client)
    work.session.add(made)
    work.session.flush()
    link_documents(work, made.document, contract.document, "claims")
    follow(work, [made])
    return made


def _refuse_unknown(level: ServiceLevel, urgency: str) -> None:
    """Refuse a word for how pressing it is that neither the trade nor the service level knows (SLA-10)."""
    if urgency not in level.urgencies:
        said = N_("“{given}” is not one of: {known}.")
        known = _(N_(", ")).join(f"{urgency_named(code)} ({code})" for code in level.urgencies)
        raise Invalid([Problem("urgency", said, {"given": urgency, "known": known})])


def _class_of(work: Work, job: Job | None, client: Party | None) -> str | None:
    """Return the class of the client whose vehicle it is, as it stands in his record on that day (PTY-01, SLA-10)."""
    host = work.session.get(Host, job.host_id) if job is not None and job.host_id is not None else None
    owner = client
    if host is not None and host.party_id is not None:
        owner = work.session.get_one(Party, host.party_id)
        if client is not None and client.id != owner.id:
            said = N_("{vehicle} belongs to {party}.")
            told = {"vehicle": host.plate or host.vin or host.code, "party": owner.code}
            raise Invalid([Problem("client", said, told)])
    return (owner.segment or "").strip() or None if owner is not None else None


def _not_ahead(work: Work, given: datetime | None) -> datetime:
    if given is not None and given > work.now:
        raise Invalid([Problem("raised_at", N_("That moment has not come yet."))])
    return given or work.now


def _lot(work: Work, contract: Contract, code: str | None) -> Lot | None:
    """Return the lot that is meant: the one named, or the only one."""
    if code is not None:
        return lot_of(work, contract, code)
    lots = agreed.terms_in_force(work, contract).lots
    if len(lots) > 1:
        raise Invalid([Problem("lot", N_("Please name the vehicle, or the lot: the contract has several."))])
    return lot_of(work, contract, lots[0].code)


def _paper(
    work: Work, contract: Contract, job: Job | None, lot: Lot | None, raised_at: datetime, description: str
) -> InstallationProblem:
    head = new_document(
        work,
        "installation_problem",
        title=_short(description),
        party_id=job.party_id if job is not None and job.party_id is not None else contract.party_id,
        dated_on=raised_at.astimezone(work.zone).date(),
        unit_id=job.unit_id if job is not None else None,
    )
    centre = job.centre_id if job is not None and job.centre_id is not None else None
    return InstallationProblem(
        document=head,
        company_id=work.company.id,
        contract_id=contract.document_id,
        party_id=head.party_id,
        lot_id=lot.id if lot is not None else None,
        centre_id=centre if centre is not None or lot is None else lot.centre_id,
        job_id=job.id if job is not None else None,
        description=description,
        raised_at=raised_at,
    )


def _short(description: str) -> str:
    """Return what the user says on one line, and no longer than a title may be."""
    line = " ".join(description.split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"


@operation(
    "installation_problem.classify",
    title=N_("Change severity or urgency"),
    on=InstallationProblem,
    schema=schemas.SeverityInput,
    roles=KEEPERS,
)
def classify(
    work: Work, problem: InstallationProblem, *, severity: str, reason: str, urgency: str | None = None
) -> InstallationProblem:
    """Say how severe and how pressing a problem proved to be, with the reason; its limits follow (SLA-02, SLA-10)."""
    level, _profile = level_of(work, problem)
    if urgency is not None:
        _refuse_unknown(level, urgency)
        problem.urgency = urgency
    problem.severity = severity
    said = _(N_(", ")).join((_(SEVERITIES[severity]), str(urgency_named(problem.urgency))))
    work.note(problem.document, note=f"{said}: {reason}")
    follow(work, [problem])
    return problem
