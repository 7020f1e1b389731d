"""What the warranty plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_, _
from sanbao.plugin import Extension, Plugin, ProfileKind, SettingSpec, hookimpl
from sanbao.plugin.setting_forms import one_of
from sanbao.recovering.drafting import draft_by_terms
from sanbao_warranty import coverage, finding, imports, policy, service_file
from sanbao_warranty.facts import history
from sanbao_warranty.headings import HEADINGS
from sanbao_warranty.kinds import CARD, CLAIM, DELIVERY, FINAL_TEST, PROVISION
from sanbao_warranty.models import (
    Binding,
    Card,
    Claim,
    Delivery,
    DeliveryLine,
    FinalTest,
    Override,
    ProductPromise,
    ProductRelease,
    Provision,
    ProvisionLine,
    ProvisionRate,
    Repair,
    SupplierTerms,
    TermExtension,
    UnitTerms,
    Usage,
    Wait,
)
from sanbao_warranty.operations import (
    admissions,
    calls,
    cards,
    corrections,
    costs,
    deciding,
    deliveries,
    entitlements,
    exposure,
    final_tests,
    paid,
    promises,
    repairs,
    repeats,
    replacements,
    suppliers,
    terms,
    trying,
    usage,
)
from sanbao_warranty.operations.provisions import (
    accruing,
    holding,
    observing,
    rates,
    releasing,
    rolling,
    truing,
)
from sanbao_warranty.printouts import CLAIM_SHEET, SERVICE_FILE
from sanbao_warranty.reports import REPORTS
from sanbao_warranty.schemas import WarrantyFields
from sanbao_warranty.trust import BUNDLE, CARD_FORM, REPAIR_RECORD

if TYPE_CHECKING:
    from sanbao.coverage import CostShare, ProvisionBatch, UnitFault
    from sanbao.coverage.repairs import Repair as RepairDone
    from sanbao.coverage.returns import ReturnOffer, ReturnWish
    from sanbao.decision import Answer
    from sanbao.documents.models import Document
    from sanbao.recovering.facts import RecoveryTerms
    from sanbao.registry.models import Unit
    from sanbao.searching import Found
    from sanbao.work import Work

plugin = Plugin(
    name="warranty",
    title=N_("Warranty"),
    version="0.1.0",
    package="sanbao_warranty",
    models=[
        Binding,
        Card,
        UnitTerms,
        TermExtension,
        Claim,
        Override,
        Repair,
        Wait,
        Usage,
        FinalTest,
        SupplierTerms,
        Provision,
        ProvisionLine,
        ProvisionRate,
        ProductRelease,
        ProductPromise,
        Delivery,
        DeliveryLine,
    ],
    document_kinds=[CLAIM, CARD, DELIVERY, FINAL_TEST, PROVISION],
    operations=[
        promises.bind,
        terms.agree_terms,
        terms.extend,
        terms.withdraw_extension,
        usage.record_usage,
        usage.withdraw_usage,
        calls.open_claim,
        deciding.sign,
        paid.propose_quote,
        corrections.diagnose,
        corrections.correct,
        final_tests.plan,
        final_tests.record,
        final_tests.close,
        admissions.admit,
        admissions.withdraw_admission,
        entitlements.approve_special_case,
        entitlements.entitle_claim,
        repairs.start_repair,
        repairs.wait_for_parts,
        repairs.parts_arrived,
        repairs.replace_part,
        repairs.finish_repair,
        repairs.confirm_cure,
        repairs.close,
        deliveries.release,
        deliveries.record,
        deliveries.correct,
        cards.issue,
        cards.revoke,
        suppliers.bind_terms,
        suppliers.end_terms,
        rates.set_rate,
        accruing.accrue,
        truing.true_up,
        releasing.release,
        releasing.reverse,
    ],
    questions=[
        deciding.decision,
        deciding.quote,
        repeats.repeat_faults,
        entitlements.entitlement,
        replacements.replacements_owed,
        exposure.exposure,
        cards.verify,
        deliveries.check,
        deliveries.batch_units,
        costs.cost_by_fault,
        trying.try_profile,
        final_tests.due,
        suppliers.list_terms,
        rates.list_rates,
        observing.observe_question,
        rolling.roll_forward,
    ],
    extends={"unit.register": Extension(WarrantyFields, promises.save_warranty_fields)},
    account_roles=["WARRANTY_EXP", "WARRANTY_PROVISION", "SALES_COST"],
    profiles=[ProfileKind(promises.PROFILE_KIND, N_("Warranty promise"), policy.load)],
    imports=imports.KINDS,
    finders={"warranty_policy": promises.find_policy},
    reports=REPORTS,
    forms=[CLAIM_SHEET, SERVICE_FILE, CARD_FORM, REPAIR_RECORD, BUNDLE],
    settings=[
        SettingSpec(
            "provision_contra",
            "WARRANTY_EXP",
            N_(
                "What provisions are made against: WARRANTY_EXP (selling expense) or SALES_COST (cost of sales) (LED-08)."
            ),
            form=one_of(*accruing.CONTRAS),
        ),
        SettingSpec(
            "warranty_review", False, N_("Whether a decision is only a proposal until it is signed (001 §4).")
        ),
        SettingSpec(
            "release_required",
            False,
            N_(
                "Whether a unit is only registered once the design department has released its product (PRD-02)."
            ),
        ),
        SettingSpec(
            "delivery_papers",
            {
                "1": ["certificate", "manual", "training_manual", "drawings"],
                "2": ["certificate", "manual"],
                "3": ["certificate"],
                "imported": ["manual_zh", "manual_en", "customs", "origin", "operation_guide"],
            },
            N_("Which papers come with a delivery, by class of product and for imported goods (PRD-09)."),
        ),
        SettingSpec(
            "delivery_papers_block",
            False,
            N_("Whether units are only accepted once all papers of their delivery are there (PRD-09)."),
        ),
        SettingSpec(
            "card_page",
            "",
            N_(
                "The address before the code in a card's picture, such as https://example.com/card; empty: the code alone."
            ),
        ),
        SettingSpec(
            "repeat_fault_count",
            3,
            N_("From which case of the same part or fault on a unit an exchange is proposed."),
        ),
        SettingSpec(
            "warranty_cause_centres",
            {
                "design": "DESIGN",
                "process": "PROD",
                "material": "PROD",
                "quality": "PROD",
                "service": "SERVICE",
            },
            N_("Which cost centre bears a covered case, by its cause (PRD-03)."),
        ),
    ],
    headings=HEADINGS,
)


@hookimpl
def find_covers(work: Work, faults: Sequence[UnitFault]) -> Sequence[Sequence[Answer]]:
    """Say what every bound promise answers."""
    return coverage.find_covers(work, faults)


@hookimpl
def find_returns(work: Work, wishes: Sequence[ReturnWish]) -> Sequence[Sequence[ReturnOffer]]:
    """Say what customers may have of units that come back."""
    return entitlements.find_returns(work, wishes)


@hookimpl
def find_repairs(work: Work, unit_ids: Sequence[int]) -> Sequence[Sequence[RepairDone]]:
    """Tell the repairs on claims."""
    return history.find_repairs(work, unit_ids)


@hookimpl
def find_cost_shares(work: Work, documents: Sequence[Document]) -> Sequence[CostShare]:
    """Propose who bears a claim."""
    return coverage.find_cost_shares(work, documents)


@hookimpl
def find_provisions(
    work: Work, documents: Sequence[Document], unit_ids: Sequence[int | None]
) -> Sequence[ProvisionBatch]:
    """Say which batch was set aside for the units of these cases."""
    return holding.find_provisions(work, documents, unit_ids)


@hookimpl
def find_recovery_terms(work: Work, documents: Sequence[Document]) -> Sequence[RecoveryTerms]:
    """Say by which terms suppliers answer for claims."""
    return suppliers.find_recovery_terms(work, documents)


@hookimpl
def costs_settled(work: Work, documents: Sequence[Document]) -> None:
    """Draft the claims on suppliers whose share was just settled."""
    draft_by_terms(work, documents)


@hookimpl
def describe_unit(work: Work, units: Sequence[Unit]) -> Sequence[Mapping[str, Any]]:
    """Show coverage and claims in the service file."""
    return service_file.describe_unit(work, units)


@hookimpl
def find_records(work: Work, text: str) -> Sequence[Found]:
    """Find a card by its code, and claims by who called or by the order number."""
    return finding.find_records(work, text)


@hookimpl
def check_operation(work: Work, operation: str, subjects: Sequence[Any], data: Mapping[str, Any]) -> None:
    """Let nothing be accepted that is not what was quoted (PRD-08)."""
    if operation == "unit.accept":
        deliveries.refuse_unmatched(work, subjects)


@hookimpl
def facts_corrected(work: Work, units: Sequence[Unit], changes: Mapping[str, Any]) -> None:
    """Decide the open claims of corrected units anew, if that was asked for."""
    if changes.get("redecide"):
        deciding.redecide_open(work, units)


@hookimpl
def documents_moved(work: Work, documents: Sequence[Document], operation: str) -> None:
    """Take the part exchanges of a voided claim out of the unit's file."""
    corrections.forget_exchanges(work, documents)
    holding.forget_voided(work, documents)


@hookimpl
def units_accepted(work: Work, units: Sequence[Unit]) -> None:
    """Let the promises of released products count for units that nobody registered by hand."""
    promises.bind_released(work, units)


@hookimpl
def units_replaced(work: Work, old: Sequence[Unit], new: Sequence[Unit]) -> None:
    """Let the new unit keep the old one's promises."""
    promises.inherit(work, old, new)
    cards.end_of_replaced(work, old, _(N_("The unit was exchanged.")))
