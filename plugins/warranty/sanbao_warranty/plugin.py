"""What the warranty plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.plugin import Extension, Plugin, ProfileKind, SettingSpec, hookimpl
from sanbao_warranty import coverage, policy
from sanbao_warranty.kinds import CLAIM, RECOVERY
from sanbao_warranty.models import Binding, Claim, Recovery, UnitTerms
from sanbao_warranty.operations import claims, exposure, promises, recoveries
from sanbao_warranty.printouts import CLAIM_SHEET, SERVICE_FILE
from sanbao_warranty.schemas import WarrantyFields

if TYPE_CHECKING:
    from sanbao.coverage import CostShare, UnitFault
    from sanbao.decision import Answer
    from sanbao.documents.models import Document
    from sanbao.registry.models import Unit
    from sanbao.work import Work

plugin = Plugin(
    name="warranty",
    title=N_("Warranty"),
    version="0.1.0",
    package="sanbao_warranty",
    models=[Binding, UnitTerms, Claim, Recovery],
    document_kinds=[CLAIM, RECOVERY],
    operations=[
        promises.bind,
        claims.open_claim,
        claims.sign,
        claims.diagnose,
        claims.correct,
        claims.start_repair,
        claims.replace_part,
        claims.finish_repair,
        claims.close,
        recoveries.draft,
        recoveries.file,
        recoveries.answer,
        recoveries.withdraw_answer,
        recoveries.settle,
    ],
    questions=[claims.decision, claims.quote, exposure.exposure],
    extends={"unit.register": Extension(WarrantyFields, promises.save_warranty_fields)},
    account_roles=["WARRANTY_EXP", "CLAIM_SUPPLIER", "AP", "BANK"],
    profiles=[ProfileKind(promises.PROFILE_KIND, N_("Warranty promise"), policy.load)],
    finders={"warranty_policy": promises.find_policy},
    forms=[CLAIM_SHEET, SERVICE_FILE],
    settings=[
        SettingSpec(
            "warranty_review", False, N_("Whether a decision is only a proposal until it is signed (001 §4).")
        ),
        SettingSpec(
            "warranty_cause_centres",
            {"design": "DESIGN", "process": "PROD", "material": "PROD", "quality": "PROD", "service": "SERVICE"},
            N_("Which cost centre bears a covered case, by its cause (PRD-03)."),
        ),
    ],
)


@hookimpl
def find_covers(work: Work, faults: Sequence[UnitFault]) -> Sequence[Sequence[Answer]]:
    """Say what every bound promise answers."""
    return coverage.find_covers(work, faults)


@hookimpl
def find_cost_shares(work: Work, documents: Sequence[Document]) -> Sequence[CostShare]:
    """Propose who bears a claim."""
    return coverage.find_cost_shares(work, documents)


@hookimpl
def describe_unit(work: Work, units: Sequence[Unit]) -> Sequence[Mapping[str, Any]]:
    """Show coverage and claims in the service file."""
    return coverage.describe_unit(work, units)


@hookimpl
def facts_corrected(work: Work, units: Sequence[Unit], changes: Mapping[str, Any]) -> None:
    """Decide the open claims of corrected units anew, if that was asked for."""
    if changes.get("redecide"):
        claims.redecide_open(work, units)


@hookimpl
def documents_moved(work: Work, documents: Sequence[Document], operation: str) -> None:
    """Take the part exchanges of a voided claim out of the unit's file."""
    claims.forget_exchanges(work, documents)


@hookimpl
def units_replaced(work: Work, old: Sequence[Unit], new: Sequence[Unit]) -> None:
    """Let the new unit keep the old one's promises."""
    promises.inherit(work, old, new)
