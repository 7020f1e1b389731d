"""What the installer outsourcing plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import Plugin
from sanbao_installation_outsourcing import contract_manifest, job_manifest, models, postings

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
        models.InstallerEvent,
        models.Settlement,
        models.SettlementLine,
        models.SettlementJob,
        models.Accrual,
        models.BankChange,
        models.Bond,
        models.BondMove,
    ],
    document_kinds=[*contract_manifest.KINDS, *job_manifest.KINDS],
    operations=[*contract_manifest.OPERATIONS, *job_manifest.OPERATIONS],
    questions=[*contract_manifest.QUESTIONS, *job_manifest.QUESTIONS],
    account_roles=sorted({*postings.POSTED_ROLES, *job_manifest.POSTED_ROLES}),
    profiles=[*contract_manifest.PROFILES],
    roles=job_manifest.ROLES,
    imports=[*job_manifest.IMPORTS],
    reports=[*job_manifest.REPORTS],
    forms=[*contract_manifest.FORMS, *job_manifest.FORMS],
    row_rules=[*job_manifest.ROW_RULES],
    jobs=[*job_manifest.JOBS],
    settings=[*contract_manifest.SETTINGS, *job_manifest.SETTINGS],
)
