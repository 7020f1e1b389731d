"""What the core itself puts on the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, select

from sanbao import codes
from sanbao.charging.models import Quote
from sanbao.costing.models import CostShareRecord
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_, _
from sanbao.ledger.models import AccountingPeriod, PostedEntry
from sanbao.registry.models import Product, Unit
from sanbao_admin.charts import Chart, Series
from sanbao_admin.home.cards import Card, FirstStep, countable, counted, shown_count

if TYPE_CHECKING:
    from sanbao.work import Work

#: A quote that ends within so many days is about to expire.
SOON = 7
#: Costs of so many days are drawn.
COST_DAYS = 365


def cards(work: Work) -> Iterator[Card]:
    """Give the core's own numbers."""
    counts = counted(work, dict(_queries(work)))
    if "overdue" in counts:
        late = counts["overdue"]
        yield Card(
            _(N_("Overdue deadlines")), shown_count(late), "#deadlines", look="bad" if late else "good"
        )
    if counts.get("expiring"):
        note = _(N_("within {days} days"), days=SOON)
        yield Card(
            _(N_("Quotes about to expire")),
            shown_count(counts["expiring"]),
            "/papers/quote?state=sent",
            note,
            "warn",
        )
    if counts.get("drafts"):
        yield Card(
            _(N_("Vouchers to post")),
            shown_count(counts["drafts"]),
            "/papers/voucher?state=draft",
            look="warn",
        )
    if counts.get("goodwill"):
        yield Card(_(N_("Goodwill to approve")), shown_count(counts["goodwill"]), "#role", look="warn")
    if "units" in counts:
        yield Card(_(N_("Units in service")), shown_count(counts["units"]), "/records/unit")
    if work.access.may("month_end.checklist"):
        yield from _month_to_close(work)


def _queries(work: Work) -> Iterator[tuple[str, Select[Any]]]:
    may, here = work.access.may, work.company.id
    kinds = [kind for kind in work.registry.kinds if countable(work, kind)]
    if kinds:
        yield "overdue", unmet(work, kinds).where(DeadlineRecord.due_at < work.now)
    if countable(work, "quote"):
        yield (
            "expiring",
            (
                select(Document.id)
                .join(Quote, Quote.document_id == Document.id)
                .where(Document.company_id == here, Document.kind == "quote", Document.state == "sent")
                .where(Quote.valid_until.between(work.today, work.today + timedelta(days=SOON)))
            ),
        )
    if countable(work, "voucher") and may("voucher.post"):
        yield (
            "drafts",
            select(Document.id).where(
                Document.company_id == here, Document.kind == "voucher", Document.state == "draft"
            ),
        )
    if may("costing.approve_goodwill"):
        yield "goodwill", select(CostShareRecord.id).where(*_waits_for_approval(work))
    if may("unit.search") or may("unit.file"):
        yield "units", select(Unit.id).where(Unit.company_id == here, Unit.state == "in_use")


def unmet(work: Work, kinds: list[str]) -> Select[Any]:
    """Return the query of the deadlines that nobody has met on papers that are still open."""
    return (
        select(DeadlineRecord.id)
        .join(Document, Document.id == DeadlineRecord.document_id)
        .where(DeadlineRecord.company_id == work.company.id, DeadlineRecord.met_at.is_(None))
        .where(Document.closed_at.is_(None), Document.kind.in_(kinds))
    )


def _waits_for_approval(work: Work) -> list[ColumnElement[bool]]:
    share = CostShareRecord
    return [
        share.company_id == work.company.id,
        share.bearer == "goodwill",
        share.settled_on.is_(None),
        share.state == "proposed",
        share.approved_by_id.is_(None),
    ]


def _month_to_close(work: Work) -> Iterator[Card]:
    has_entries = select(PostedEntry.id).where(PostedEntry.period_id == AccountingPeriod.id).exists()
    query = select(AccountingPeriod.code).where(
        AccountingPeriod.company_id == work.company.id, AccountingPeriod.state == "open", has_entries,
        AccountingPeriod.ends_on < work.today,
    )  # fmt: skip
    found = list(work.session.scalars(query.order_by(AccountingPeriod.code).limit(25)))
    if found:
        note = _(N_("{count} months are over and open"), count=len(found))
        yield Card(_(N_("Month to close")), found[0], f"/money/month-end?period={found[0]}", note, "warn")


def charts(work: Work) -> Iterator[Chart]:
    """Give the core's own charts: what cases cost, by who bears it."""
    if work.access.may("cost.report"):
        since = work.today - timedelta(days=COST_DAYS)
        share = CostShareRecord
        query = (
            select(share.bearer, func.sum(share.amount))
            .where(share.company_id == work.company.id, share.settled_on >= since, share.state == "settled")
            .group_by(share.bearer)
        )
        found = sorted(work.session.execute(query), key=lambda row: -(row[1] or 0))
        labels = [str(codes.worded("bearer", bearer)) for bearer, _amount in found]
        values = [Decimal(amount or 0) for _bearer, amount in found]
        yield Chart(
            "pie",
            _(N_("Cost by bearer")),
            labels,
            [Series("", values)],
            _(N_("What was settled in the last twelve months.")),
            work.erp.currency.digits,
            f"/reports/cost_by_case?start={since}",
        )


def first_steps(work: Work) -> Iterator[FirstStep]:
    """Give what a new company does first."""
    if work.access.may("product.create"):
        yield FirstStep(
            _(N_("Register the products")),
            _(N_("What is sold and serviced, by its code.")),
            select(Product.id).where(Product.company_id == work.company.id),
            "/records/product",
        )
    if work.access.may("unit.register"):
        yield FirstStep(
            _(N_("Bring the units")),
            _(N_("The register of delivered units, from the workbook that you have.")),
            select(Unit.id).where(Unit.company_id == work.company.id),
            "/import/unit",
        )
