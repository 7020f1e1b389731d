"""The installer outsourcing plugin's tables."""

from __future__ import annotations

from sanbao_installation_outsourcing.models.base import Base
from sanbao_installation_outsourcing.models.bonds import Bond, BondMove
from sanbao_installation_outsourcing.models.charged_on import ChargedOn
from sanbao_installation_outsourcing.models.client_charges import ChargedJob, ClientCharge
from sanbao_installation_outsourcing.models.consents import ConsentRecord
from sanbao_installation_outsourcing.models.contracts import Contract, ContractVersion, Lot
from sanbao_installation_outsourcing.models.deviations import Deviation, DeviationList
from sanbao_installation_outsourcing.models.events import InstallerEvent
from sanbao_installation_outsourcing.models.hindrances import HindranceRecord
from sanbao_installation_outsourcing.models.jobs import Job
from sanbao_installation_outsourcing.models.orders import InstallationOrder, JobMark
from sanbao_installation_outsourcing.models.people import NamedPerson, TeamPost
from sanbao_installation_outsourcing.models.problems import (
    InstallationProblem,
    ProblemClock,
    ProblemEvent,
    ProblemHold,
)
from sanbao_installation_outsourcing.models.providers import Provider
from sanbao_installation_outsourcing.models.safety import SafetyCheck, SafetyPoint
from sanbao_installation_outsourcing.models.settlements import (
    Accrual,
    BankChange,
    Settlement,
    SettlementJob,
    SettlementLine,
    SettlementRefusal,
    SettlementRun,
)
from sanbao_installation_outsourcing.models.surveys import AgentSurvey, SurveyMark
from sanbao_installation_outsourcing.models.terminals import Terminal, TerminalSlip

__all__ = [
    "Accrual",
    "AgentSurvey",
    "BankChange",
    "Base",
    "Bond",
    "BondMove",
    "ChargedJob",
    "ChargedOn",
    "ClientCharge",
    "ConsentRecord",
    "Contract",
    "ContractVersion",
    "Deviation",
    "DeviationList",
    "HindranceRecord",
    "InstallationOrder",
    "InstallationProblem",
    "InstallerEvent",
    "Job",
    "JobMark",
    "Lot",
    "NamedPerson",
    "ProblemClock",
    "ProblemEvent",
    "ProblemHold",
    "Provider",
    "Settlement",
    "SettlementJob",
    "SettlementLine",
    "SettlementRefusal",
    "SettlementRun",
    "SafetyCheck",
    "SafetyPoint",
    "SurveyMark",
    "TeamPost",
    "Terminal",
    "TerminalSlip",
]
