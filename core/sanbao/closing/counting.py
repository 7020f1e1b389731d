"""Counting goods (盘点): what was found is recorded beside what the books say; the difference is posted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.closing import goods, schemas
from sanbao.closing.models import StockCount, StockCountLine
from sanbao.documents.operations import new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.ledger.entries import Code
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.registry.models import Place
    from sanbao.work import Work


@operation(
    "stock.count",
    title=N_("Record a stock count"),
    schema=schemas.CountInput,
    roles=("finance", "service_manager"),
)
def count(work: Work, *, place: Place, counted_on: date, lines: Sequence[dict[str, Any]]) -> StockCount:
    """Record what was counted at a place; a month closes only when the books say the same (SPR-07)."""
    counted = _by_key(work, place, counted_on, lines)
    books = goods.booked(work, counted_on, list(counted))
    head = new_document(work, "stock_count", title=place.name, dated_on=counted_on)
    paper = StockCount(document=head, counted_on=counted_on, place_id=place.id)
    work.session.add(paper)
    work.session.add_all(
        StockCountLine(
            company_id=work.company.id,
            document_id=head.id,
            account_id=key[0],
            product_id=key[1],
            counted=pieces,
            booked=books.get(key, Decimal(0)),
        )
        for key, pieces in counted.items()
    )
    return paper


def _by_key(
    work: Work, place: Place, counted_on: date, lines: Sequence[dict[str, Any]]
) -> dict[goods.Where, Decimal]:
    problems: list[Problem] = []
    if counted_on > work.today:
        problems.append(Problem("counted_on", N_("Nobody has counted yet on {day}."), {"day": counted_on}))
    found: dict[goods.Where, Decimal] = {}
    for position, line in enumerate(lines):
        account = work.ledger.chart.account(Code(line["account"]) if "account" in line else "SPARES")
        key = (account.id, line["product"].id, place.id)
        if key in found:
            code = line["product"].code
            problems.append(
                Problem(f"lines.{position}.product", N_("{code} is counted twice here."), {"code": code})
            )
        found[key] = line["quantity"]
    if problems:
        raise Invalid(problems)
    return found
