"""The days from which a term may run (W-01)."""

from __future__ import annotations

from enum import StrEnum


class StartEvent(StrEnum):
    """The days from which a term may run (起算日, W-01)."""

    INVOICE = "invoice"
    SALE = "sale"
    DELIVERY = "delivery"
    HANDOVER = "handover"
    SITE_ACCEPTANCE = "site_acceptance"
    COMPLETION_ACCEPTANCE = "completion_acceptance"
    INSTALLATION = "installation"
    EX_FACTORY = "ex_factory"
    COMMISSIONING = "commissioning"
    REPLACEMENT = "replacement"


#: The fallback chain of W-01.
DEFAULT_START = (
    StartEvent.SITE_ACCEPTANCE,
    StartEvent.HANDOVER,
    StartEvent.DELIVERY,
    StartEvent.SALE,
)
