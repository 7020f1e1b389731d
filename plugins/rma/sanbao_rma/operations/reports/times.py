"""How long pieces were with us, and which of them came back (RMA-09, RMA-13)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from sanbao.documents.models import Document
from sanbao.operation import question
from sanbao.registry.models import Product
from sanbao_rma.models import Outbound, RmaLine
from sanbao_rma.operations.reports import facts
from sanbao_rma.rules.counting import class_of, classes, mean, median
from sanbao_rma.schemas.reports import Span

if TYPE_CHECKING:
    from sanbao.work import Work


@question("rma.turnaround", schema=Span, roles=facts.READERS)
def turnaround(work: Work, *, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """Tell after how many days the pieces went that left us in this time: as classes, and by product."""
    first, last = facts.span(work, since, until)
    days: Counter[int] = Counter()
    products: dict[tuple[str, str], Counter[int]] = {}
    columns = (
        Product.code, Product.name, RmaLine.received_on, Outbound.shipped_at, RmaLine.ended_on, RmaLine.state
    )  # fmt: skip
    query = facts.pieces(work, *columns, func.count()).where(
        RmaLine.outbound_id.is_not(None) | RmaLine.ended_on.is_not(None)
    )
    for code, name, received, shipped_at, ended, state, count in work.session.execute(
        query.group_by(*columns)
    ):
        left = facts.left_on(work, shipped_at, ended, state)
        if left is not None and first <= left <= last:
            took = (left - received).days
            days[took] += count
            products.setdefault((code or "", name or ""), Counter())[took] += count
    return {
        "classes": _classes(days),
        "products": [_product(*key, counter) for key, counter in sorted(products.items())],
        "pieces": days.total(),
        "mean": mean(list(days.items())),
        "median": median(list(days.items())),
    }


def _classes(days: Counter[int]) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    for took, count in days.items():
        counts[class_of(took)] += count
    total = days.total()
    return [
        {
            "days": name,
            "pieces": counts[name],
            "share": (Decimal(counts[name]) / total).quantize(Decimal("0.0001")) if total else Decimal(0),
        }
        for name in classes()
    ]


def _product(code: str, name: str, days: Counter[int]) -> dict[str, Any]:
    counted = list(days.items())
    return {
        "product": code,
        "name": name,
        "pieces": days.total(),
        "mean": mean(counted),
        "median": median(counted),
        "longest": max(days),
    }


@question("rma.repeats", schema=Span, roles=facts.READERS)
def repeats(work: Work, *, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """Tell which pieces came back with the same fault within the guarantee, and how many of those repaired (RMA-13)."""
    first, last = facts.span(work, since, until)
    return {"rows": _again(work, first, last), "products": _shares(work, first, last)}


def _again(work: Work, first: date, last: date) -> list[dict[str, Any]]:
    before, before_paper = aliased(RmaLine), aliased(Document)
    query = (
        facts.pieces(
            work, Document.number, facts.Owner.code, Product.code, RmaLine.serial,
            func.coalesce(RmaLine.fault_code, RmaLine.fault, ""),
            RmaLine.received_on, before_paper.number, before.delivered_on, before.remedy,
        )
        .join(before, before.id == RmaLine.repeat_of_id)
        .join(before_paper, before_paper.id == before.document_id)
        .where(RmaLine.received_on.between(first, last))
        .order_by(RmaLine.received_on, RmaLine.id)
    )  # fmt: skip
    return [
        {
            "rma": number,
            "customer": customer,
            "product": product,
            "serial": serial,
            "fault": fault,
            "received_on": received,
            "first": earlier,
            "delivered_on": delivered,
            "days": (received - delivered).days if delivered is not None else None,
            "remedy": remedy,
        }
        for number, customer, product, serial, fault, received, earlier, delivered, remedy
        in work.session.execute(query)
    ]  # fmt: skip


def _shares(work: Work, first: date, last: date) -> list[dict[str, Any]]:
    """Return by product how many pieces came in this time, how many of them once more, and the share."""
    query = (
        select(Product.code, Product.name, func.count(), func.count(RmaLine.repeat_of_id))
        .join(RmaLine, RmaLine.product_id == Product.id)
        .where(RmaLine.company_id == work.company.id, RmaLine.state != "void")
        .where(RmaLine.received_on.between(first, last))
        .group_by(Product.code, Product.name)
        .order_by(Product.code)
    )
    return [
        {
            "product": code,
            "name": name,
            "pieces": count,
            "repeats": again,
            "share": (Decimal(again) / count).quantize(Decimal("0.0001")),
        }
        for code, name, count, again in work.session.execute(query)
    ]
