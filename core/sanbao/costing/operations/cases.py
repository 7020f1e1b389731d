"""The case that carries cost: may it, and what does it still carry."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.costing import errors
from sanbao.documents.models import Document
from sanbao.i18n import _

if TYPE_CHECKING:
    from sanbao.work import Work

#: Who keeps the cost of cases.
COST_KEEPERS = ("service_manager", "service_engineer", "finance")


def refuse_no_cost_object(work: Work, document: Document) -> None:
    """Refuse cost on a paper that collects none, or that has ended."""
    kind = work.registry.kind_that_acts(document.kind, document.number or document.title)
    if not kind.collects_cost:
        raise errors.NoCostsHere(document=document.number)
    if kind.flow.state(document.state).is_final:
        raise errors.HasEnded(document=document.number, state=_(kind.flow.state(document.state).label))


def unsettled(work: Work, document: Document) -> Decimal:
    """Return what a case still carries."""
    return work.ledger.balance("SERVICE_WIP", cost_object=document.id)
