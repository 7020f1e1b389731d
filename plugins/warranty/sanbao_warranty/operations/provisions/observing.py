"""What claims have cost so far, by product and age, and what that lets expect (LED-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import extract, func, select

from sanbao.costing.models import CostShareRecord
from sanbao.documents.models import Document
from sanbao.errors import Problem
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao.registry.models import Product, Unit
from sanbao_warranty import facts
from sanbao_warranty.errors import NoTerm
from sanbao_warranty.models import Binding, Provision, ProvisionLine
from sanbao_warranty.operations.provisions.holding import READERS, held_in, live, sale_day
from sanbao_warranty.operations.provisions.rates import rates_in
from sanbao_warranty.rules import ends
from sanbao_warranty.rules.provisions import Age, Sold, by_age, months_between, proposed_percent, remaining
from sanbao_warranty.schemas import provisions as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: Whose shares are the cost that a provision is made for; a supplier's or a customer's are not ours.
OURS = ("department", "provision")
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Observation:
    """What was seen of a product or category: its sales, its claims by age, over how many months."""

    sold: tuple[Sold, ...]
    ages: tuple[Age, ...]
    running: date
    months: int

    def expected(self, units: int, month: date) -> Decimal:
        """Return what units of a month of sale are still expected to cost, before rounding."""
        return remaining(self.ages, units, max(months_between(month, self.running), 0))


@question("provision.observe", schema=schemas.ObserveQuestion, roles=READERS)
def observe_question(
    work: Work,
    *,
    product: Product | None = None,
    category: str | None = None,
    on: date | None = None,
    months: int | None = None,
) -> dict[str, Any]:
    """Show what claims cost per unit and month of age, which rate that proposes, and what each batch should hold."""
    day = on or work.today
    products = products_of(work, product.id if product is not None else None, category)
    seen = observe(work, products, day, months or term_of(work, products, day))
    units = sum(one.units for one in seen.sold)
    per_unit = remaining(seen.ages, 1, 0)
    percent = proposed_percent(seen.ages, seen.sold)
    return {
        "product": product.code if product is not None else None,
        "category": category,
        "on": day,
        "months": seen.months,
        "units": units,
        "sales": sum((one.sales for one in seen.sold), _NOTHING),
        "cost": sum((one.cost for one in seen.ages), _NOTHING),
        "ages": [_age(one) for one in seen.ages],
        "per_unit": _fine(per_unit),
        "percent": _fine(percent) if percent is not None else None,
        "arithmetic": _arithmetic(seen, per_unit),
        "batches": _batches(work, seen, product.id if product is not None else None, category),
    }


def _age(one: Age) -> dict[str, Any]:
    return {
        "age": one.age,
        "units": one.units,
        "cost": one.cost,
        "per_unit": _fine(one.per_unit),
        "estimated": one.is_estimate,
    }


def _fine(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.0001"))


def _arithmetic(seen: Observation, per_unit: Decimal) -> str:
    """Write down how the cost per unit came about, month of age by month of age."""
    lived = [one for one in seen.ages if not one.is_estimate and one.cost]
    terms = " + ".join(f"{one.cost} / {one.units}" for one in lived) or "0"
    guessed = [one for one in seen.ages if one.is_estimate]
    if guessed:
        said = N_("{terms} + {count} months that no unit has lived yet × {average} = {per_unit} per unit")
        return _(
            said,
            terms=terms,
            count=len(guessed),
            average=_fine(guessed[0].per_unit),
            per_unit=_fine(per_unit),
        )
    return _(N_("{terms} = {per_unit} per unit"), terms=terms, per_unit=_fine(per_unit))


def _batches(
    work: Work, seen: Observation, product_id: int | None, category: str | None
) -> list[dict[str, Any]]:
    batches = [one for one in live(work) if (one.product_id, one.category) == (product_id, category)]
    held = held_in(work, batches)
    found = []
    for batch in batches:
        units = units_of(batch)
        expected = work.erp.currency.round(seen.expected(units, batch.month))
        found.append(
            {
                "batch": batch.document.number,
                "month": f"{batch.month:%Y-%m}",
                "units": units,
                "age": max(months_between(batch.month, seen.running), 0),
                "held": held[batch.document_id],
                "expected": expected,
                "difference": expected - held[batch.document_id],
            }
        )
    return found


def units_of(batch: Provision) -> int:
    """Return how many units a batch was set aside for."""
    return sum(line.units_count for line in batch.lines)


def products_of(work: Work, product_id: int | None, category: str | None) -> list[int]:
    """Return the products that a batch of this product or category is about."""
    if product_id is not None:
        return [product_id]
    query = select(Product.id).where(Product.company_id == work.company.id, Product.category == category)
    return list(work.session.scalars(query))


def observe(work: Work, products: Sequence[int], on: date, months: int) -> Observation:
    """Return what was sold and what it cost until a day; two queries however many units there are."""
    running = (on + timedelta(days=1)).replace(day=1)
    sold = _sold(work, products, on)
    return Observation(sold, by_age(sold, _costs(work, products, on), running, months), running, months)


def _sold(work: Work, products: Sequence[int], on: date) -> tuple[Sold, ...]:
    """Return the units and their price by month of sale; where sales were typed these count."""
    year, month = extract("year", sale_day), extract("month", sale_day)
    query = (
        select(year, month, func.count(), func.sum(Unit.price_paid))
        .where(
            Unit.company_id == work.company.id,
            Unit.product_id.in_(products),
            Unit.replaces_id.is_(None),
            sale_day <= on,
        )
        .group_by(year, month)
    )
    found = {
        date(int(in_year), int(in_month), 1): (units, sales or _NOTHING)
        for in_year, in_month, units, sales in work.session.execute(query)
    }
    typed = (
        select(ProvisionLine.first_on, func.sum(ProvisionLine.units_count), func.sum(ProvisionLine.sales))
        .join(Provision, Provision.document_id == ProvisionLine.provision_id)
        .where(
            Provision.company_id == work.company.id,
            Provision.is_typed,
            ProvisionLine.live_key.is_not(None),
            ProvisionLine.product_id.in_(products),
            ProvisionLine.first_on <= on,
        )
        .group_by(ProvisionLine.first_on)
    )
    found |= {first: (int(units), sales) for first, units, sales in work.session.execute(typed)}
    return tuple(Sold(first, units, sales) for first, (units, sales) in sorted(found.items()))


def _costs(work: Work, products: Sequence[int], on: date) -> Mapping[tuple[date, int], Decimal]:
    """Return what cases cost us, by month of sale and age on the day of the call."""
    sold_year, sold_month = extract("year", sale_day), extract("month", sale_day)
    year, month = extract("year", Document.dated_on), extract("month", Document.dated_on)
    query = (
        select(sold_year, sold_month, year, month, func.sum(CostShareRecord.amount))
        .join_from(CostShareRecord, Document, Document.id == CostShareRecord.document_id)
        .join(Unit, Unit.id == Document.unit_id)
        .where(
            CostShareRecord.company_id == work.company.id,
            CostShareRecord.state == "settled",
            CostShareRecord.bearer.in_(OURS),
            CostShareRecord.settled_on <= on,
            Unit.product_id.in_(products),
            sale_day <= on,
        )
        .group_by(sold_year, sold_month, year, month)
    )
    found = {}
    for in_year, in_month, called_year, called_month, cost in work.session.execute(query):
        sale, call = date(int(in_year), int(in_month), 1), date(int(called_year), int(called_month), 1)
        found[sale, months_between(sale, call)] = cost or _NOTHING
    return found


def term_of(work: Work, products: Sequence[int], on: date) -> int:
    """Return for how many months after the sale claims are expected: as the rate says, else as is promised."""
    stated = _stated(work, products, on)
    months = stated if stated is not None else _promised(work, products)
    if not months:
        message = N_(
            "Nothing is promised for these units; please say for how many months claims are expected."
        )
        raise NoTerm([Problem("months", message)])
    return months


def _stated(work: Work, products: Sequence[int], on: date) -> int | None:
    rates = rates_in(work, on.replace(day=1))
    categories = work.session.execute(select(Product.id, Product.category).where(Product.id.in_(products)))
    found = [rate.months for key, category in categories if (rate := rates.of(key, category)) is not None]
    return max((months for months in found if months), default=None)


def _promised(work: Work, products: Sequence[int]) -> int:
    """Return the months from the sale to the last end that is promised for the newest unit of each product."""
    newest = (
        select(func.max(Unit.id))
        .join(Binding, Binding.unit_id == Unit.id)
        .where(Unit.product_id.in_(products), sale_day.is_not(None), Binding.ended_at.is_(None))
        .group_by(Unit.product_id)
    )
    rows = work.session.execute(select(Unit.id, sale_day).where(Unit.id.in_(newest)))
    days: dict[int, date] = {key: day for key, day in rows}
    known = facts.cases(work, list(days))
    months = [
        months_between(days[key], end.until)
        for key, case in known.items()
        for policy in case.policies
        for end in ends(policy, case.facts, facts.roller(work, case.policies))
        if end.until is not None
    ]
    return max(months, default=0)
