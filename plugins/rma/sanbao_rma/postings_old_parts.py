"""The entries of old parts: pieces in custody, and those that go back into stock (LED-10, SPR-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.i18n import N_
from sanbao.ledger import Line, credit, debit, move
from sanbao_rma.postings_spares import post

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_rma.models.parts_orders import ZeroPriceLine, ZeroPriceOrder


def old_parts(
    work: Work,
    order: ZeroPriceOrder,
    shifts: Sequence[tuple[int, Decimal]],
    leaves: tuple[str, int | None, int | None],
    reaches: tuple[str, int | None, int | None],
    on: date,
    event: str,
) -> None:
    """Old parts leave one custody account for another (role, place, party): pieces without money (LED-10)."""
    kept = {"cost_object": order.case_id, "rule": "LED-10"}
    lines: list[Line] = []
    for product, quantity in shifts:
        for (role, place, party), pieces in ((leaves, -quantity), (reaches, quantity)):
            lines.append(move(role, product, pieces, place, party=party, **kept))  # type: ignore[arg-type]
    post(work, order.document, on, event, N_("Old parts of {case}"), lines, case=order.case.number)


def restocked(
    work: Work,
    order: ZeroPriceOrder,
    worth: Sequence[tuple[ZeroPriceLine, Decimal, Decimal]],
    place: int,
    centre: int,
    on: date,
) -> None:
    """Dr SPARES with its pieces / Cr WARRANTY_EXP; out of custody they go without money (SPR-06, LED-10)."""
    lines: list[Line] = []
    for line, quantity, value in worth:
        lines += [
            move(
                "CUSTOMER_GOODS",
                line.product_id,
                -quantity,
                line.place_id,
                party=order.party_id,
                cost_object=order.case_id,
                rule="LED-10",
            ),
            _in_stock(line.product_id, quantity, value, place),
        ]
    total = sum((value for _line, _quantity, value in worth), Decimal(0))
    if total:
        lines.append(
            credit("WARRANTY_EXP", total, cost_centre=centre, cost_object=order.case_id, rule="SPR-06")
        )
    said = N_("Old parts of {case} in stock again")
    post(work, order.document, on, f"restocked:{order.moves_count}", said, lines, case=order.case.number)


def _in_stock(product: int, quantity: Decimal, value: Decimal, place: int) -> Line:
    if not value:
        return move("SPARES", product, quantity, place, rule="SPR-06")
    return debit("SPARES", value, product=product, quantity=quantity, place=place, rule="SPR-06")
