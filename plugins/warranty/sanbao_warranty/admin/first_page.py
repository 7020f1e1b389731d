"""What the first page tells of promises and claims: cards, charts, and what to do first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Select, cast, func, select

from sanbao.documents.models import DecisionRecord, Document, NumberSeries
from sanbao.i18n import N_, _
from sanbao.ledger.models import AccountingPeriod, Balance
from sanbao.money import from_units
from sanbao.registry.models import Unit
from sanbao_admin.charts import Chart, Series
from sanbao_admin.home.cards import Card, FirstStep, countable, counted, open_states, shown_count
from sanbao_warranty.models import Binding

if TYPE_CHECKING:
    from sanbao.work import Work


#: So many months are drawn.
MONTHS = 12
#: Judging more units than these takes longer than a first page may; then the report is asked instead.
MOST_JUDGED = 2_000


def cards(work: Work) -> Iterator[Card]:
    """Give the numbers of the warranty work."""
    counts = counted(work, dict(_queries(work)))
    if "claim" in counts:
        yield Card(_(N_("Open claims")), shown_count(counts["claim"]), "/papers/claim?unfinished=yes")
    if counts.get("unsigned"):
        yield Card(
            _(N_("Decisions to sign")),
            shown_count(counts["unsigned"]),
            "/papers/claim?state=open&state=decided",
            look="warn",
        )
    if counts.get("recovery"):
        yield Card(
            _(N_("Claims on suppliers")), shown_count(counts["recovery"]), "/papers/recovery?unfinished=yes"
        )
    if work.access.may("provision.roll_forward"):
        balance = -work.ledger.balance("WARRANTY_PROVISION")
        shown = f"{work.erp.currency.round(balance):,f}"
        yield Card(_(N_("Warranty provision")), shown, _roll_forward(work), work.company.currency)


def _queries(work: Work) -> Iterator[tuple[str, Select[Any]]]:
    here = Document.company_id == work.company.id
    for kind in ("claim", "recovery"):
        if countable(work, kind):
            yield (
                kind,
                select(Document.id).where(
                    here, Document.kind == kind, Document.state.in_(open_states(work, kind))
                ),
            )
    if countable(work, "claim") and work.access.may("claim.sign") and work.setting("warranty_review"):
        states = open_states(work, "claim")
        yield (
            "unsigned",
            (
                select(DecisionRecord.id)
                .join(Document, Document.id == DecisionRecord.document_id)
                .where(here, Document.kind == "claim", Document.state.in_(states))
                .where(DecisionRecord.signed_at.is_(None), DecisionRecord.superseded_by_id.is_(None))
                .where(DecisionRecord.withdrawn_at.is_(None))
            ),
        )


def _roll_forward(work: Work) -> str:
    return f"/reports/provision_roll_forward?since={work.today:%Y}-01-01&until={work.today}"


def charts(work: Work) -> Iterator[Chart]:
    """Give the charts of the warranty work."""
    if countable(work, "claim"):
        yield _claims_by_state(work)
        yield _claims_by_month(work)
    if work.access.may("provision.roll_forward"):
        yield _provision_by_month(work)


def _claims_by_state(work: Work) -> Chart:
    """Draw where the open claims stand."""
    flow, states = work.registry.kinds["claim"].flow, open_states(work, "claim")
    here = (Document.company_id == work.company.id, Document.kind == "claim")
    counts = counted(
        work, {code: select(Document.id).where(*here, Document.state == code) for code in states}
    )
    labels = [_(flow.state(code).label) for code in states]
    links = [f"/papers/claim?state={code}" for code in states]
    values = [Decimal(counts[code]) for code in states]
    return Chart(
        "pie",
        _(N_("Open claims by state")),
        labels,
        [Series("", values, links)],
        address="/papers/claim?view=board",
    )


def _claims_by_month(work: Work) -> Chart:
    """Draw how many claims came in; each month's numbers say it, so that no claim is read."""
    months = last_months(work.today)
    query = select(NumberSeries.key, NumberSeries.last_number).where(
        NumberSeries.company_id == work.company.id, NumberSeries.kind == "claim"
    )
    counts = {key: last for key, last in work.session.execute(query)}
    values = [Decimal(counts.get(month.replace("-", ""), 0)) for month in months]
    links = [f"/papers/claim?dated_on.from={month}-01&dated_on.until={last_day(month)}" for month in months]
    return Chart(
        "column", _(N_("Claims by month")), months, [Series("", values, links)], address="/papers/claim"
    )


def _provision_by_month(work: Work) -> Chart:
    """Draw what was set aside as each month ended."""
    months = last_months(work.today)
    net = cast(func.sum(Balance.credit - Balance.debit), BigInteger)
    query = (
        select(AccountingPeriod.code, net)
        .join_from(Balance, AccountingPeriod, AccountingPeriod.id == Balance.period_id)
        .where(
            Balance.company_id == work.company.id,
            Balance.account_id == work.ledger.chart.account("WARRANTY_PROVISION").id,
        )
        .group_by(AccountingPeriod.code)
    )
    moved = {
        code: from_units(int(units), work.erp.currency.digits) for code, units in work.session.execute(query)
    }
    values = [
        sum((amount for code, amount in moved.items() if code <= month), Decimal(0)) for month in months
    ]
    links = [f"/reports/provision_roll_forward?since={month}-01&until={last_day(month)}" for month in months]
    series = [Series(_(N_("Provision")), values, links)]
    digits = work.erp.currency.digits
    return Chart(
        "line", _(N_("Provision by month")), months, series, digits=digits, address=_roll_forward(work)
    )


def exposure(work: Work) -> Chart | None:
    """Draw when the running promises end, where she may know it and there are not too many units to judge."""
    return _exposure(work) if work.access.may("warranty.exposure") and _is_small(work) else None


#: Charts that take more than a moment: they follow once the page stands.
LATER_CHARTS = {"exposure": exposure}


def _is_small(work: Work) -> bool:
    query = select(Unit.id).where(Unit.company_id == work.company.id)
    return counted(work, {"units": query}, most=MOST_JUDGED)["units"] <= MOST_JUDGED


def _exposure(work: Work) -> Chart:
    """Draw in which quarters the terms end that run today (W-18)."""
    answer = work.ask("warranty.exposure")
    quarters = sorted({row["quarter"] for row in answer["ends"]})[:MONTHS]
    promises = sorted({row["promise"] for row in answer["ends"]})
    counts = {(row["promise"], row["quarter"]): Decimal(row["units"]) for row in answer["ends"]}
    series = [Series(code, [counts.get((code, one), Decimal(0)) for one in quarters]) for code in promises]
    said = _(N_("{covered} of {units} units are covered by at least one promise today."), **answer)
    title = _(N_("When the running promises end"))
    return Chart("stacked", title, quarters, series, said, address="/reports/exposure")


def first_steps(work: Work) -> Iterator[FirstStep]:
    """Give what a new company does once its units are there."""
    if work.access.may("warranty.bind"):
        yield FirstStep(
            _(N_("Bind the promises")),
            _(N_("Which warranty policy counts for which units.")),
            select(Binding.id).where(Binding.company_id == work.company.id),
            "/records/unit",
        )
    if work.access.may("claim.open"):
        yield FirstStep(
            _(N_("Take a fault call")),
            _(N_("Serial number, fault, and who is on the line.")),
            select(Document.id).where(Document.company_id == work.company.id, Document.kind == "claim"),
            "/call",
        )


def last_months(today: date, count: int = MONTHS) -> list[str]:
    """Return the last months up to today's, the oldest first.

    >>> last_months(date(2025, 2, 10), 3)
    ['2024-12', '2025-01', '2025-02']
    """
    ends = today.year * 12 + today.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(ends - count + 1, ends + 1)]


def last_day(month: str) -> date:
    """Return the last day of a month."""
    from calendar import monthrange

    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])
