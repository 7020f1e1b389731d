"""What the installer outsourcing plugin shows in the back office; nothing else of it knows that there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sanbao_installation_outsourcing.admin import (
    charged_on,
    client_charges,
    contracts,
    deviations,
    events,
    jobs,
    picking,
    problems,
    safety,
    slips,
    surveys,
)
from sanbao_installation_outsourcing.admin.first_page import cards
from sanbao_installation_outsourcing.admin.jobs import lists

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_admin.papers.panels import Panel
    from sanbao_admin.views import View

__all__ = ["cards", "filled", "lists", "pages", "panels", "references"]


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this plugin."""
    from sanbao_installation_outsourcing.admin.accounts import InstallerAccounts
    from sanbao_installation_outsourcing.admin.centre import CentreDesk
    from sanbao_installation_outsourcing.admin.desk import InstallerDesk
    from sanbao_installation_outsourcing.admin.runs import SettlementRuns
    from sanbao_installation_outsourcing.admin.safety import SafetyPage
    from sanbao_installation_outsourcing.admin.settling import SettlementPreview
    from sanbao_installation_outsourcing.admin.trying import ClauseTrial

    return [
        InstallerDesk(),
        SafetyPage(),
        CentreDesk(),
        ClauseTrial(),
        SettlementPreview(),
        SettlementRuns(),
        InstallerAccounts(),
    ]


#: Kind of reference → what finds it while somebody types.
references = {**picking.references, **surveys.references, **safety.references}


def filled(work: Work, operation: str, record: Any) -> Sequence[dict[str, Any]]:
    """Return what forms of this plugin begin with: a contract's terms, the aspects of a survey, the points of a checklist."""
    return [
        *contracts.filled(work, operation, record),
        *deviations.standing(work, operation, record),
        *problems.standing(operation, record),
        *surveys.blank(work, operation),
        *safety.blank(work, operation),
    ]


def panels(work: Work, document: Document) -> Sequence[Panel]:
    """Return what this plugin shows on its papers: what was agreed, the vehicles, and why each amount is what it is."""
    return [
        *contracts.agreed(work, document),
        *contracts.team(work, document),
        *client_charges.charges(work, document),
        *deviations.deviating(work, document),
        *contracts.reasons(work, document),
        *events.why(work, document),
        *charged_on.charged_on(work, document),
        *jobs.vehicles(work, document),
        *slips.pieces(work, document),
        *problems.clocks(work, document),
        *surveys.marks(work, document),
        *safety.points(work, document),
    ]
