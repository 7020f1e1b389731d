"""What comes in about warranties and claims."""

from __future__ import annotations

from sanbao_warranty.schemas.cards import IssueCard, RevokeCard, VerifyCard
from sanbao_warranty.schemas.claims import (
    Admit,
    ClaimQuestion,
    CorrectClaim,
    CostInput,
    FoundFaults,
    OpenClaim,
    QuoteQuestion,
    ReplacePart,
    WithdrawAdmission,
)
from sanbao_warranty.schemas.deliveries import (
    BatchQuestion,
    CorrectDelivery,
    DeliveryQuestion,
    RecordDelivery,
    ReleaseProduct,
)
from sanbao_warranty.schemas.entitlements import Entitle, EntitlementQuestion, SpecialCase
from sanbao_warranty.schemas.final_tests import (
    CloseFinalTest,
    FinalTestsQuestion,
    PlanFinalTests,
    RecordFinalTest,
)
from sanbao_warranty.schemas.paid import ProposeQuote
from sanbao_warranty.schemas.repairs import ConfirmCure, FinishRepair, PartsArrived, StartRepair, WaitForParts
from sanbao_warranty.schemas.suppliers import BindTerms, EndTerms
from sanbao_warranty.schemas.terms import (
    AgreeTerms,
    BindInput,
    ExposureQuestion,
    Extend,
    TermField,
    WarrantyFields,
    WithdrawExtension,
)
from sanbao_warranty.schemas.trying import TryProfile
from sanbao_warranty.schemas.units import OwedQuestion, RecordUsage, RepeatQuestion, WithdrawUsage

__all__ = [
    "BatchQuestion",
    "CorrectDelivery",
    "DeliveryQuestion",
    "RecordDelivery",
    "ReleaseProduct",
    "IssueCard",
    "RevokeCard",
    "VerifyCard",
    "TryProfile",
    "Entitle",
    "EntitlementQuestion",
    "SpecialCase",
    "RecordFinalTest",
    "PlanFinalTests",
    "FinalTestsQuestion",
    "CloseFinalTest",
    "WithdrawUsage",
    "RepeatQuestion",
    "RecordUsage",
    "OwedQuestion",
    "WithdrawAdmission",
    "Admit",
    "WithdrawExtension",
    "Extend",
    "AgreeTerms",
    "BindInput",
    "BindTerms",
    "ClaimQuestion",
    "ConfirmCure",
    "CorrectClaim",
    "CostInput",
    "EndTerms",
    "ExposureQuestion",
    "FoundFaults",
    "FinishRepair",
    "OpenClaim",
    "PartsArrived",
    "ProposeQuote",
    "QuoteQuestion",
    "ReplacePart",
    "StartRepair",
    "TermField",
    "WaitForParts",
    "WarrantyFields",
]
