"""The numbers and charts of money that is owed, for the first page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao_admin.charts import Chart, Series
from sanbao_admin.home.cards import Card, countable, counted, shown_count
from sanbao_billing.admin.links import to_items
from sanbao_billing.rules.ageing import NOT_DUE

if TYPE_CHECKING:
    from sanbao.work import Work

#: Accounts of open items whose sum stands on the first page, and what it is called there.
_SUMS = (("AR", N_("Open receivables")), ("AP", N_("Open payables")))
_NAMED = ("party", "name", "total")


def cards(work: Work) -> Iterator[Card]:
    """Give what is owed to us and by us, and which payments have no purpose yet."""
    if work.access.may("item.list"):
        for role, title in _SUMS:
            balance = work.ledger.balance(role)
            usual = balance if role == "AR" else -balance
            yield Card(_(title), f"{usual:,f}", to_items(role=role), work.company.currency)
    if countable(work, "payment") and work.access.may("payment.match"):
        query = select(Document.id).where(
            Document.company_id == work.company.id, Document.kind == "payment", Document.state == "open"
        )
        count = counted(work, {"payments": query})["payments"]
        if count:
            yield Card(_(N_("Payments to match")), shown_count(count), "/money/matching", look="warn")


def age(work: Work) -> Chart | None:
    """Draw the age of what customers owe; every open item is looked at for it."""
    if not work.access.may("ageing.report"):
        return None
    answer = work.ask("ageing.report")
    buckets = list(dict.fromkeys(name for row in answer for name in row if name not in _NAMED))
    values = [sum((row[name] for row in answer), Decimal(0)) for name in buckets]
    labels = [_(N_("Not due yet")) if name == NOT_DUE else name for name in buckets]
    links = [to_items(role="AR")] * len(buckets)
    said = _(N_("Days since what customers owe was due."))
    digits = work.erp.currency.digits
    return Chart(
        "column",
        _(N_("Age of receivables")),
        labels,
        [Series("", values, links)],
        said,
        digits,
        "/reports/ageing",
    )
