"""The installer outsourcing plugin's tables."""

from __future__ import annotations

from sanbao_installation_outsourcing.models.base import Base
from sanbao_installation_outsourcing.models.bonds import Bond, BondMove
from sanbao_installation_outsourcing.models.consents import ConsentRecord
from sanbao_installation_outsourcing.models.contracts import Contract, ContractVersion, Lot
from sanbao_installation_outsourcing.models.events import InstallerEvent
from sanbao_installation_outsourcing.models.hindrances import HindranceRecord
from sanbao_installation_outsourcing.models.jobs import Job
from sanbao_installation_outsourcing.models.orders import InstallationOrder, JobMark
from sanbao_installation_outsourcing.models.people import NamedPerson
from sanbao_installation_outsourcing.models.settlements import (
    Accrual,
    BankChange,
    Settlement,
    SettlementJob,
    SettlementLine,
    SettlementRefusal,
    SettlementRun,
)
from sanbao_installation_outsourcing.models.terminals import Terminal, TerminalSlip

__all__ = [
    "Accrual",
    "BankChange",
    "Base",
    "Bond",
    "BondMove",
    "ConsentRecord",
    "Contract",
    "ContractVersion",
    "HindranceRecord",
    "InstallationOrder",
    "InstallerEvent",
    "Job",
    "JobMark",
    "Lot",
    "NamedPerson",
    "Settlement",
    "SettlementJob",
    "SettlementLine",
    "SettlementRefusal",
    "SettlementRun",
    "Terminal",
    "TerminalSlip",
]
