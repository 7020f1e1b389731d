"""The entries of recovery from suppliers (LED-14)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.i18n import N_, in_language
from sanbao.ledger import Entry, Line, credit, debit

if TYPE_CHECKING:
    from sanbao.registry.models import CostCentre
    from sanbao.work import Work
    from sanbao_warranty.models import Recovery


def accepted(work: Work, recovery: Recovery, amount: Decimal, pending: CostCentre, on: date) -> None:
    """Dr CLAIM_SUPPLIER / Cr WARRANTY_EXP[claims pending]: what the supplier accepts becomes a receivable."""
    _post(
        work,
        recovery,
        on,
        f"accepted:{recovery.answers_count}",
        N_("{supplier} accepts {claim}"),
        debit("CLAIM_SUPPLIER", amount, party=recovery.supplier_id, rule="LED-14"),
        _no_longer_pending(recovery, amount, pending),
    )


def rejected(
    work: Work, recovery: Recovery, amount: Decimal, pending: CostCentre, centre: CostCentre, on: date
) -> None:
    """Dr WARRANTY_EXP[department] / Cr WARRANTY_EXP[claims pending]: what it rejects stays ours."""
    _post(
        work,
        recovery,
        on,
        f"rejected:{recovery.answers_count}",
        N_("{supplier} rejects part of {claim}"),
        debit("WARRANTY_EXP", amount, cost_centre=centre.id, cost_object=recovery.claim_id, rule="LED-14"),
        _no_longer_pending(recovery, amount, pending),
    )


def settled(work: Work, recovery: Recovery, against: str, on: date) -> None:
    """Dr AP or BANK / Cr CLAIM_SUPPLIER: set off against what we owe, or paid."""
    amount = recovery.accepted or Decimal(0)
    role, party = ("AP", recovery.supplier_id) if against == "payable" else ("BANK", None)
    _post(
        work,
        recovery,
        on,
        "settled",
        N_("{supplier} settles {claim}"),
        debit(role, amount, party=party, rule="LED-14"),
        credit("CLAIM_SUPPLIER", amount, party=recovery.supplier_id, rule="LED-14"),
    )


def _no_longer_pending(recovery: Recovery, amount: Decimal, pending: CostCentre) -> Line:
    """What waited on the supplier's answer waits no longer."""
    return credit(
        "WARRANTY_EXP",
        amount,
        party=recovery.supplier_id,
        cost_centre=pending.id,
        cost_object=recovery.claim_id,
        rule="LED-14",
    )


def _post(work: Work, recovery: Recovery, on: date, event: str, summary: str, *lines: Line) -> None:
    named = {"supplier": recovery.supplier.name, "claim": recovery.document.title}
    work.ledger.post(
        Entry(
            date=on,
            summary=in_language(work.company.locale, summary, **named),
            lines=lines,
            document_id=recovery.document_id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )
