"""What a warranty promise says, as typed data: every difference between promises is a parameter here."""

from __future__ import annotations

from sanbao_warranty.policy.events import StartEvent
from sanbao_warranty.policy.schema import GuaranteeSchema, PolicySchema
from sanbao_warranty.policy.shipped import shipped, shipped_codes
from sanbao_warranty.policy.source import BadPolicy, canonical, dump, load, load_text
from sanbao_warranty.policy.terms import (
    DEFAULT_EXCLUSIONS,
    RANKS,
    Floor,
    Guarantee,
    Policy,
    PostWarranty,
    ProductCause,
    Restart,
)

__all__ = [
    "DEFAULT_EXCLUSIONS",
    "RANKS",
    "BadPolicy",
    "Floor",
    "Guarantee",
    "GuaranteeSchema",
    "Policy",
    "PolicySchema",
    "PostWarranty",
    "ProductCause",
    "Restart",
    "StartEvent",
    "canonical",
    "dump",
    "load",
    "load_text",
    "shipped",
    "shipped_codes",
]
