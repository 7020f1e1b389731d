"""Setting aside: one batch for the units of a product or category that were sold in a month (LED-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sanbao.documents.operations import new_document
from sanbao.errors import Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao.registry.models import Product, Unit
from sanbao_warranty import postings
from sanbao_warranty.errors import BatchEnded, NoRate, NotADayYet, UnknownContra
from sanbao_warranty.models import Provision, ProvisionLine, ProvisionRate
from sanbao_warranty.models.provisions import ACCRUED, live_key
from sanbao_warranty.operations.provisions.holding import KEEPERS, day_of, held_in, hold, sale_day
from sanbao_warranty.operations.provisions.rates import rates_in
from sanbao_warranty.rules.provisions import amount_of
from sanbao_warranty.schemas import provisions as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: What provisions may be made against: selling expense, or cost of sales (Interpretation No. 18 of 2024).
CONTRAS = ("WARRANTY_EXP", "SALES_COST")
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Sales:
    """What was sold of a product in a month."""

    product_id: int
    code: str
    category: str | None
    units: int
    amount: Decimal
    without_price: int = 0


@operation("provision.accrue", title=N_("Accrue provisions"), schema=schemas.AccrueInput, roles=KEEPERS)
def accrue(
    work: Work,
    *,
    month: date,
    product: Product | None = None,
    sales: Decimal | None = None,
    units: int | None = None,
    on: date | None = None,
) -> dict[str, Any]:
    """Set aside for what was sold in a month; done again, only what has changed since is booked (LED-08)."""
    refuse_future(work, month)
    day = day_of(work, on, schemas.last_of(month))
    work.hold("provision-month", [month.year * 100 + month.month])
    is_typed = sales is not None or units is not None
    if is_typed and product is not None:
        found = [Sales(product.id, product.code, product.category, units or 0, sales or _NOTHING)]
    else:
        found = sold_in(work, month, product)
        if product is None:
            found += _no_longer_sold(work, month, found)
    groups, unrated = _by_batch(work, month, found, is_typed)
    if is_typed and product is not None and not groups:
        raise NoRate(product=product.code, month=f"{month:%Y-%m}")
    changed = [_accrue(work, provision, sold, is_typed, day) for provision, sold in groups]
    return {
        "batches": changed,
        "total": sum((row["accrued"] for row in changed), _NOTHING),
        "without_rate": sorted(one.code for one in unrated),
        "without_price": sum(one.without_price for one in found),
    }


def refuse_future(work: Work, month: date) -> None:
    """Refuse a month that has not begun."""
    if month > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise NotADayYet([Problem("month", message, {"day": month, "today": work.today})])


def sold_in(work: Work, month: date, product: Product | None = None) -> list[Sales]:
    """Return what was sold in a month, by product: one query; exchanged units are no sale."""
    query = (
        select(
            Product.id,
            Product.code,
            Product.category,
            func.count(),
            func.sum(Unit.price_paid),
            func.count() - func.count(Unit.price_paid),
        )
        .join_from(Unit, Product, Product.id == Unit.product_id)
        .where(
            Unit.company_id == work.company.id,
            sale_day.between(month, schemas.last_of(month)),
            Unit.replaces_id.is_(None),
        )
        .group_by(Product.id, Product.code, Product.category)
        .order_by(Product.code)
    )
    if product is not None:
        query = query.where(Unit.product_id == product.id)
    return [
        Sales(key, code, category, units, amount or _NOTHING, missing)
        for key, code, category, units, amount, missing in work.session.execute(query)
    ]


def _by_batch(
    work: Work, month: date, found: Iterable[Sales], is_typed: bool
) -> tuple[list[tuple[Provision, list[Sales]]], list[Sales]]:
    """Put what was sold to the batch of its product, its category, or a new one; and tell what has no rate."""
    standing = _standing(work, month)
    rates = rates_in(work, month)
    groups: dict[int, tuple[Provision, list[Sales]]] = {}
    unrated = []
    for sold in found:
        provision = standing.get(sold.product_id)
        rate = rates.of(sold.product_id, sold.category)
        if provision is None and rate is None:
            unrated.append(sold)
        elif provision is None and rate is not None and (rate.percent or rate.per_unit):
            provision = standing.get(rate.category) if rate.product_id is None else None
            provision = provision or _new(work, month, rate, sold, is_typed)
            standing[rate.category or sold.product_id] = provision
        if provision is not None:
            groups.setdefault(provision.document_id, (provision, []))[1].append(sold)
    return list(groups.values()), unrated


def _no_longer_sold(work: Work, month: date, found: Iterable[Sales]) -> list[Sales]:
    """Return, with nothing sold, the products of a month's batches of which no unit is left in the month."""
    there = {one.product_id for one in found}
    query = (
        select(Product.id, Product.code, Product.category)
        .join(ProvisionLine, ProvisionLine.product_id == Product.id)
        .where(
            ProvisionLine.company_id == work.company.id,
            ProvisionLine.first_on == month,
            ProvisionLine.live_key.is_not(None),
        )
        .order_by(Product.code)
    )
    return [
        Sales(key, code, category, 0, _NOTHING)
        for key, code, category in work.session.execute(query)
        if key not in there
    ]


def _standing(work: Work, month: date) -> dict[int | str | None, Provision]:
    """Return the batches of a month by the products in them, and by their category."""
    query = (
        select(ProvisionLine)
        .where(
            ProvisionLine.company_id == work.company.id,
            ProvisionLine.first_on == month,
            ProvisionLine.live_key.is_not(None),
        )
        .order_by(ProvisionLine.id)
        .options(joinedload(ProvisionLine.provision))
    )
    found: dict[int | str | None, Provision] = {}
    for line in work.session.scalars(query).unique():
        found[line.product_id] = line.provision
        if line.provision.category is not None:
            found[line.provision.category] = line.provision
    return found


def _new(work: Work, month: date, rate: ProvisionRate, sold: Sales, is_typed: bool) -> Provision:
    about = rate.category if rate.product_id is None else sold.code
    provision = Provision(
        document=new_document(work, "provision", title=f"{about} {month:%Y-%m}"),
        company_id=work.company.id,
        product_id=rate.product_id,
        category=rate.category,
        month=month,
        percent=rate.percent,
        per_unit=rate.per_unit,
        months=rate.months,
        contra=contra_role(work),
        cost_centre_id=rate.cost_centre_id,
        is_typed=is_typed,
        accrued=_NOTHING,
        postings_count=0,
        lines=[],
    )
    work.session.add(provision)
    work.session.flush()
    return provision


def contra_role(work: Work) -> str:
    """Return the role that the company makes provisions against."""
    role: str = work.setting("provision_contra")
    if role not in CONTRAS:
        raise UnknownContra(given=role, known=", ".join(CONTRAS))
    return role


def _accrue(
    work: Work, provision: Provision, sold: Iterable[Sales], is_typed: bool, on: date
) -> dict[str, Any]:
    """Write the sales down and book what they change."""
    if is_typed and provision.state != "open":
        label = work.state_label(provision, provision.state)
        raise BatchEnded(batch=provision.document.number, state=label)
    if provision.state != "open" or (provision.is_typed and not is_typed):
        return _row(provision, _NOTHING)
    provision.is_typed = is_typed
    _write_lines(provision, sold)
    units = sum(line.units_count for line in provision.lines)
    amount = sum((line.sales for line in provision.lines), _NOTHING)
    target = work.erp.currency.round(amount_of(units, amount, provision.percent, provision.per_unit))
    change = _bookable(work, provision, target - provision.accrued)
    provision.accrued += change
    if change:
        postings.set_aside(work, provision, change, ACCRUED, on)
        work.note(provision.document, note=_arithmetic(work, provision, units, amount, target))
    return _row(provision, change)


def _bookable(work: Work, provision: Provision, change: Decimal) -> Decimal:
    """Return what of a change can be booked: no batch gives back more than it holds."""
    if change >= 0:
        return change
    hold(work, [provision])
    return max(change, min(-held_in(work, [provision])[provision.document_id], _NOTHING))


def _write_lines(provision: Provision, sold: Iterable[Sales]) -> None:
    lines: Mapping[int, ProvisionLine] = {line.product_id: line for line in provision.lines}
    for one in sold:
        line = lines.get(one.product_id)
        if line is None:
            line = ProvisionLine(
                company_id=provision.company_id,
                product_id=one.product_id,
                first_on=provision.month,
                last_on=schemas.last_of(provision.month),
                live_key=live_key(one.product_id, provision.month),
            )
            provision.lines.append(line)
        line.units_count, line.sales = one.units, one.amount


def _arithmetic(work: Work, provision: Provision, units: int, sales: Decimal, target: Decimal) -> str:
    language = work.company.locale
    if provision.per_unit is not None:
        said = N_("{units} units × {per_unit} = {target}")
        return in_language(language, said, units=units, per_unit=provision.per_unit, target=target)
    said = N_("sales {sales} × {percent} % = {target}")
    return in_language(language, said, sales=sales, percent=provision.percent, target=target)


def _row(provision: Provision, change: Decimal) -> dict[str, Any]:
    return {
        "batch": provision,
        "about": provision.document.title,
        "units": sum(line.units_count for line in provision.lines),
        "sales": sum((line.sales for line in provision.lines), _NOTHING),
        "accrued": change,
    }
