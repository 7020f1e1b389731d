"""What stands in the forms of a decision before anybody has typed: how far it should carry (CAL-10)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao_installation_outsourcing.carrying import proposed
from sanbao_installation_outsourcing.models import InstallerEvent

if TYPE_CHECKING:
    from sanbao.work import Work


def carries(work: Work, operation: str, event: InstallerEvent) -> dict[str, Any]:
    """Return up to which amount a decision carries: the most of its clause, or what the first person proposed."""
    if operation == "installer_event.decide":
        most = proposed(work, event)
    elif operation == "installer_event.approve":
        said = (event.proposal or {}).get("up_to")
        most = Decimal(said) if said is not None else None
    else:
        most = None
    return {"up_to": str(most)} if most is not None else {}
