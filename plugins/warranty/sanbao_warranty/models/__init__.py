"""The warranty plugin's tables."""

from __future__ import annotations

from sanbao_warranty.models.base import Base
from sanbao_warranty.models.cards import Card
from sanbao_warranty.models.claims import Claim, Override
from sanbao_warranty.models.deliveries import Delivery, DeliveryLine, ProductPromise, ProductRelease
from sanbao_warranty.models.promises import Binding, TermExtension, UnitTerms
from sanbao_warranty.models.provisions import Provision, ProvisionLine, ProvisionRate
from sanbao_warranty.models.repairs import FinalTest, Repair, Usage, Wait
from sanbao_warranty.models.suppliers import SupplierTerms

__all__ = [
    "Base",
    "Binding",
    "Card",
    "Claim",
    "Delivery",
    "DeliveryLine",
    "FinalTest",
    "Override",
    "ProductPromise",
    "ProductRelease",
    "Provision",
    "ProvisionLine",
    "ProvisionRate",
    "Repair",
    "SupplierTerms",
    "TermExtension",
    "UnitTerms",
    "Usage",
    "Wait",
]
