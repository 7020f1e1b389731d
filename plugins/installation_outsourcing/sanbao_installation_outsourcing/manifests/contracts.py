"""What contracts, bonds and statements bring to the manifest."""

from __future__ import annotations

from decimal import Decimal

from sanbao.i18n import N_
from sanbao.plugin import Job, ProfileKind, SettingSpec
from sanbao.plugin.setting_forms import not_negative, one_of, whole
from sanbao_installation_outsourcing import clauses, foreseeing, questions, trying, versions
from sanbao_installation_outsourcing import providers as kinds_of_provider
from sanbao_installation_outsourcing.kinds.bids import DEVIATION_LIST
from sanbao_installation_outsourcing.kinds.contracts import BOND, CONTRACT, SETTLEMENT
from sanbao_installation_outsourcing.operations import bonds
from sanbao_installation_outsourcing.operations.contracts import (
    charges_asked,
    client_charges,
    client_credits,
    deviations,
    ending,
    owing,
    providers,
    signing,
    writing,
)
from sanbao_installation_outsourcing.operations.settlements import (
    banks,
    confirming,
    invoicing,
    requesting,
    running,
)
from sanbao_installation_outsourcing.printouts.bids import DEVIATION_FORM
from sanbao_installation_outsourcing.printouts.contracts import CONTRACT_FORM, SETTLEMENT_FORM
from sanbao_installation_outsourcing.reports.contracts import REPORTS

KINDS = (CONTRACT, SETTLEMENT, BOND, DEVIATION_LIST)
OPERATIONS = (
    writing.draft,
    writing.change,
    writing.amend,
    signing.sign,
    ending.terminate,
    ending.end_work,
    ending.close,
    owing.book_owed,
    owing.advance,
    owing.release_retention,
    providers.classify,
    deviations.draft,
    deviations.change,
    deviations.submit,
    deviations.name_contract,
    client_charges.agree,
    client_charges.charge_client,
    client_credits.credit_client,
    requesting.request,
    running.request_all,
    requesting.refresh,
    requesting.approve,
    confirming.sign,
    invoicing.invoice,
    requesting.cancel,
    banks.propose,
    banks.answer,
    bonds.pay,
    bonds.deduct,
    bonds.give_back,
)
QUESTIONS = (
    questions.preview,
    questions.assessment,
    questions.text,
    questions.lines,
    running.runs,
    banks.changes,
    trying.try_clause,
    versions.versions,
    charges_asked.client_charges,
    providers.list_providers,
    deviations.list_deviations,
    foreseeing.foresee,
)
FORMS = (CONTRACT_FORM, SETTLEMENT_FORM, DEVIATION_FORM)
PROFILES = (
    ProfileKind(clauses.KIND, N_("Penalty clause"), clauses.clause_of, clauses.FOLDER),
    ProfileKind(
        kinds_of_provider.KIND, N_("Kind of provider"), kinds_of_provider.kind_of, kinds_of_provider.FOLDER
    ),
)
#: What a contract's form names: kind of reference → how it is found.
FINDERS = {"clause_profile": clauses.find_profile}
JOBS = (Job("installer_settlements", every_minutes=5, run=running.settle_month),)
SETTINGS = (
    SettingSpec(
        "outsourcing_settle_day",
        0,
        N_(
            "On which day of the month the month before is settled for all installers; 0 for never by itself."
        ),
        form=whole(0, 31),
    ),
    SettingSpec(
        "outsourcing_signed_copy",
        True,
        N_("Whether the signed copy must be attached before a contract takes effect (INS-17)."),
    ),
    SettingSpec(
        "outsourcing_warn_percent",
        Decimal(30),
        N_("From how many per cent of the fee, or above the proven loss, penalties are warned of (INS-09)."),
        form=not_negative,
    ),
    SettingSpec(
        "outsourcing_payable",
        "AP",
        N_(
            "The account of what statements settle: AP at once, or GRIR until the bill is entered (LED-09, LED-15)."
        ),
        form=one_of("AP", "GRIR"),
    ),
)

__all__ = [
    "FINDERS",
    "FORMS",
    "JOBS",
    "KINDS",
    "OPERATIONS",
    "PROFILES",
    "QUESTIONS",
    "REPORTS",
    "SETTINGS",
]
