"""The entries of recovery from suppliers (LED-14)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.i18n import N_, in_language
from sanbao.ledger import Entry, Line, credit, debit

if TYPE_CHECKING:
    from sanbao.recovering.models import Recovery
    from sanbao.registry.models import CostCentre
    from sanbao.work import Work


def due_on_filing(work: Work, recovery: Recovery, pending: CostCentre, on: date) -> None:
    """Dr CLAIM_SUPPLIER / Cr WARRANTY_EXP[claims pending]: the whole claim is receivable once it is filed."""
    _post(
        work,
        recovery,
        on,
        f"filed:{recovery.answers_count + 1}",
        N_("{claim} is filed with {supplier}"),
        debit("CLAIM_SUPPLIER", recovery.claimed, party=recovery.supplier_id, rule="LED-14"),
        _no_longer_pending(recovery, recovery.claimed, pending),
    )


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
    """Dr WARRANTY_EXP[department] / Cr what waited: what the supplier rejects stays ours."""
    _post(
        work,
        recovery,
        on,
        f"rejected:{recovery.answers_count}",
        N_("{supplier} rejects part of {claim}"),
        debit("WARRANTY_EXP", amount, cost_centre=centre.id, cost_object=recovery.claim_id, rule="LED-14"),
        _open_no_more(recovery, amount, pending),
    )


def settled(work: Work, recovery: Recovery, amount: Decimal, against: str, on: date) -> None:
    """Dr AP or BANK / Cr CLAIM_SUPPLIER: set off against what we owe, or paid."""
    role, party = ("AP", recovery.supplier_id) if against == "payable" else ("BANK", None)
    _post(
        work,
        recovery,
        on,
        f"settled:{recovery.payments_count}",
        N_("{supplier} settles {claim}"),
        debit(role, amount, party=party, rule="LED-14"),
        credit("CLAIM_SUPPLIER", amount, party=recovery.supplier_id, rule="LED-14"),
    )


def written_off(
    work: Work,
    recovery: Recovery,
    owed: Decimal,
    still_open: Decimal,
    pending: CostCentre,
    centre: CostCentre,
    on: date,
) -> None:
    """Dr WARRANTY_EXP[department] / Cr CLAIM_SUPPLIER and what still waited: what is given up stays ours."""
    lines = [
        debit(
            "WARRANTY_EXP",
            owed + still_open,
            cost_centre=centre.id,
            cost_object=recovery.claim_id,
            rule="LED-14",
        )
    ]
    if owed:
        lines.append(credit("CLAIM_SUPPLIER", owed, party=recovery.supplier_id, rule="LED-14"))
    if still_open:
        lines.append(_open_no_more(recovery, still_open, pending))
    _post(work, recovery, on, "written_off", N_("{claim}: what {supplier} does not pay is given up"), *lines)


def _open_no_more(recovery: Recovery, amount: Decimal, pending: CostCentre) -> Line:
    """What is not accepted leaves where it stood: the receivable, if filing made it one, or the pending centre."""
    if recovery.due_on_filing:
        return credit("CLAIM_SUPPLIER", amount, party=recovery.supplier_id, rule="LED-14")
    return _no_longer_pending(recovery, amount, pending)


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
