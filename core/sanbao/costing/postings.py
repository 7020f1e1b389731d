"""The entries of a case's cost: collected on SERVICE_WIP, emptied to whoever bears it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.costing.models import CostLine, CostShareRecord
from sanbao.i18n import N_, in_language
from sanbao.ledger import Entry, Line, credit, debit, move

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

#: Bearer → the role that its share is debited to (LED-05, 06, 08, 14, 15).
BEARER_ROLES = {
    "department": "WARRANTY_EXP",
    "goodwill": "WARRANTY_EXP",
    "supplier": "WARRANTY_EXP",
    "installer": "CLAIM_SUPPLIER",
    "customer": "SERVICE_COST",
    "provision": "WARRANTY_PROVISION",
    "contract": "SALES_COST",
}


def collected(work: Work, document: Document, lines: Sequence[CostLine], on: date, event: str) -> None:
    """Dr SERVICE_WIP[case] / Cr what each cost was paid from (LED-04); parts leave their place as goods too."""
    total = sum((line.amount for line in lines), Decimal(0))
    posted: list[Line] = []
    if total:
        posted.append(debit("SERVICE_WIP", total, cost_object=document.id, rule="LED-04"))
    by_account: dict[tuple[str, int | None], Decimal] = {}
    for line in lines:
        role = work.registry.cost_types[line.cost_type].role
        if line.product_id is not None:
            posted += _part_used(line, role, document)
        elif line.amount:
            key = (role, line.party_id)
            by_account[key] = by_account.get(key, Decimal(0)) + line.amount
    for (role, party), amount in by_account.items():
        if amount:
            posted.append(credit(role, amount, party=party, rule="LED-04"))
    work.ledger.post(
        Entry(
            date=on,
            summary=in_language(
                work.company.locale, N_("Cost of {document}"), document=document.number or document.title
            ),
            lines=posted,
            document_id=document.id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


def _part_used(line: CostLine, role: str, document: Document) -> list[Line]:
    """A part leaves its place at its moving average and is counted as consumed (LED-04)."""
    quantity = line.quantity or Decimal(0)
    product, place = line.product_id or 0, line.place_id
    return [
        credit(role, line.amount, product=product, quantity=-quantity, place=place, rule="LED-04"),
        move("CONSUMED", product, quantity, cost_object=document.id, rule="LED-10"),
    ]


def _role(work: Work, document: Document, bearer: str) -> str:
    """Return the role that a share falls on; a department bears what is its kind of case (LED-05, LED-21)."""
    return work.registry.kinds[document.kind].expense_role if bearer == "department" else BEARER_ROLES[bearer]


def settled(
    work: Work,
    document: Document,
    shares: Sequence[CostShareRecord],
    pending_centre: int,
    on: date,
    event: str,
) -> None:
    """Dr whoever bears it / Cr SERVICE_WIP[case] with the whole (LED-05); suppliers' shares wait on a centre."""
    lines = []
    for share in shares:
        amount = share.amount or Decimal(0)
        if not amount:
            continue
        waits = share.bearer == "supplier"
        lines.append(
            debit(
                _role(work, document, share.bearer),
                amount,
                party=share.party_id,
                cost_centre=pending_centre if waits else share.cost_centre_id,
                cost_object=share.provision_id or document.id,
                rule=share.rule,
            )
        )
    total = sum((line.debit for line in lines), Decimal(0))
    lines.append(credit("SERVICE_WIP", total, cost_object=document.id, rule="LED-05"))
    work.ledger.post(
        Entry(
            date=on,
            summary=in_language(
                work.company.locale,
                N_("Settlement of {document}"),
                document=document.number or document.title,
            ),
            lines=lines,
            document_id=document.id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )
