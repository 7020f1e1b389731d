"""What the installer outsourcing plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.coverage.facts import CostShare
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_
from sanbao.plugin import Plugin, hookimpl
from sanbao.registry.models import Party, Unit
from sanbao.searching.facts import Found
from sanbao_installation_outsourcing import bearing, finding, models, service_file
from sanbao_installation_outsourcing.headings import HEADINGS
from sanbao_installation_outsourcing.manifests import contracts as contract_manifest
from sanbao_installation_outsourcing.manifests import jobs as job_manifest
from sanbao_installation_outsourcing.manifests import problems as problem_manifest
from sanbao_installation_outsourcing.manifests import safety as safety_manifest
from sanbao_installation_outsourcing.manifests import surveys as survey_manifest
from sanbao_installation_outsourcing.operations.contracts import (
    client_charges,
    client_credits,
    expenses,
    providers,
)
from sanbao_installation_outsourcing.operations.events import accounting
from sanbao_installation_outsourcing.operations.problems import following
from sanbao_installation_outsourcing.operations.safety import recording as safety_recording
from sanbao_installation_outsourcing.postings import settlements as postings
from sanbao_installation_outsourcing.providers import against

if TYPE_CHECKING:
    from sanbao.competence import Assignment, Disqualification
    from sanbao.work import Work

plugin = Plugin(
    name="installation_outsourcing",
    title=N_("Installer outsourcing"),
    version="0.1.0",
    package="sanbao_installation_outsourcing",
    prefix="outsourcing",
    models=[
        models.Contract,
        models.ContractVersion,
        models.Lot,
        models.Job,
        models.InstallationOrder,
        models.JobMark,
        models.TerminalSlip,
        models.Terminal,
        models.HindranceRecord,
        models.ConsentRecord,
        models.ClientCharge,
        models.ChargedJob,
        models.Provider,
        models.DeviationList,
        models.Deviation,
        models.NamedPerson,
        models.TeamPost,
        models.AgentSurvey,
        models.SurveyMark,
        models.SafetyCheck,
        models.SafetyPoint,
        models.InstallerEvent,
        models.ChargedOn,
        models.InstallationProblem,
        models.ProblemEvent,
        models.ProblemHold,
        models.ProblemClock,
        models.Settlement,
        models.SettlementLine,
        models.SettlementJob,
        models.SettlementRun,
        models.SettlementRefusal,
        models.Accrual,
        models.BankChange,
        models.Bond,
        models.BondMove,
    ],
    document_kinds=[
        *contract_manifest.KINDS,
        *job_manifest.KINDS,
        *problem_manifest.KINDS,
        *survey_manifest.KINDS,
        *safety_manifest.KINDS,
    ],
    operations=[
        *contract_manifest.OPERATIONS,
        *job_manifest.OPERATIONS,
        *problem_manifest.OPERATIONS,
        *survey_manifest.OPERATIONS,
        *safety_manifest.OPERATIONS,
    ],
    questions=[
        *contract_manifest.QUESTIONS,
        *job_manifest.QUESTIONS,
        *problem_manifest.QUESTIONS,
        *survey_manifest.QUESTIONS,
        *safety_manifest.QUESTIONS,
    ],
    account_roles=sorted({*postings.POSTED_ROLES, *job_manifest.POSTED_ROLES}),
    profiles=[
        *contract_manifest.PROFILES,
        *problem_manifest.PROFILES,
        *survey_manifest.PROFILES,
        *safety_manifest.PROFILES,
    ],
    roles=job_manifest.ROLES,
    finders={**contract_manifest.FINDERS, **job_manifest.FINDERS},
    imports=[*job_manifest.IMPORTS, *survey_manifest.IMPORTS],
    reports=[
        *contract_manifest.REPORTS,
        *job_manifest.REPORTS,
        *problem_manifest.REPORTS,
        *survey_manifest.REPORTS,
        *safety_manifest.REPORTS,
    ],
    forms=[
        *contract_manifest.FORMS,
        *job_manifest.FORMS,
        *survey_manifest.FORMS,
        *safety_manifest.FORMS,
    ],
    row_rules=[*job_manifest.ROW_RULES, *survey_manifest.ROW_RULES, *safety_manifest.ROW_RULES],
    jobs=[*contract_manifest.JOBS, *job_manifest.JOBS, *problem_manifest.JOBS],
    settings=[
        *contract_manifest.SETTINGS,
        *job_manifest.SETTINGS,
        *survey_manifest.SETTINGS,
        *safety_manifest.SETTINGS,
    ],
    headings={**HEADINGS, **problem_manifest.HEADINGS},
)


@hookimpl
def find_cost_shares(work: Work, documents: Sequence[Document]) -> Sequence[CostShare]:
    """Propose that an installer bears what he caused (INS-13)."""
    return bearing.find_cost_shares(work, documents)


@hookimpl
def find_work_limits(work: Work, assignments: Sequence[Assignment]) -> Sequence[Disqualification]:
    """Say which work a firm of its kind is not given (PTY-07)."""
    return against(work, assignments)


@hookimpl
def documents_moved(work: Work, documents: Sequence[Document], operation: str) -> None:
    """Let the accrued cost follow events that hold units back, or no longer do (LED-15)."""
    accounting.follow_units(work, documents)
    following.follow_undone(work, documents)
    safety_recording.follow_undone(work, documents)


@hookimpl
def check_operation(work: Work, operation: str, subjects: Sequence[Any], data: Mapping[str, Any]) -> None:
    """Let no client be charged before both sides accepted, or twice (DLV-02), and no installer claim his own outlay (INS-05)."""
    if operation == "charge.issue":
        client_charges.refuse_before_acceptance(work, data)
    if operation == "charge.cancel":
        client_credits.refuse_charged_anew(work, subjects)
    if operation == "costing.collect":
        expenses.refuse_his_own(work, subjects, data)


@hookimpl
def deadline_missed(work: Work, deadlines: Sequence[DeadlineRecord]) -> None:
    """Note at once that a problem was not answered in time (INS-11)."""
    following.note_missed(work, deadlines)


@hookimpl
def describe_party(work: Work, parties: Sequence[Party]) -> Sequence[Mapping[str, Any]]:
    """Show of which kind a firm is, what it may do and how it is settled (PTY-07)."""
    return providers.describe_party(work, parties)


@hookimpl
def describe_unit(work: Work, units: Sequence[Unit]) -> Sequence[Mapping[str, Any]]:
    """Show in the service file who installed a unit, and what was reported of it."""
    return service_file.describe_unit(work, units)


@hookimpl
def find_records(work: Work, text: str) -> Sequence[Found]:
    """Find a statement by the number of the installer's invoice."""
    return finding.find_records(work, text)
