"""The entries of recovery from suppliers (LED-14) and of the provision for warranties (LED-08)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.i18n import N_, in_language
from sanbao.ledger import Entry, Line, credit, debit
from sanbao_warranty.models.provisions import ACCRUED, RELEASED, TRUED_UP

if TYPE_CHECKING:
    from sanbao.registry.models import CostCentre
    from sanbao.work import Work
    from sanbao_warranty.models import Provision, Recovery


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


def set_aside(work: Work, provision: Provision, amount: Decimal, why: str, on: date) -> None:
    """Dr contra / Cr WARRANTY_PROVISION[batch]: more is set aside; less of it stands on the other sides (LED-08)."""
    provision.postings_count += 1
    size, grows = abs(amount), amount > 0
    batch = provision.document_id
    against, held = (debit, credit) if grows else (credit, debit)
    work.ledger.post(
        Entry(
            date=on,
            summary=in_language(work.company.locale, PROVISION_TEXTS[why], batch=provision.document.title),
            lines=[
                against(
                    provision.contra,
                    size,
                    cost_centre=provision.cost_centre_id,
                    cost_object=batch,
                    rule="LED-08",
                ),
                held("WARRANTY_PROVISION", size, cost_object=batch, rule="LED-08"),
            ],
            document_id=batch,
            event=f"{why}:{provision.postings_count}",
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


#: Why a batch changes → what the entry says.
PROVISION_TEXTS = {
    ACCRUED: N_("Warranty provision for {batch}"),
    TRUED_UP: N_("Warranty provision {batch} brought to what is still expected"),
    RELEASED: N_("Warranty provision {batch} released"),
}
