"""What a case cost: collected line by line, or taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.costing import errors, postings, schemas
from sanbao.costing.models import CostLine
from sanbao.costing.operations.cases import COST_KEEPERS, refuse_no_cost_object
from sanbao.costing.taking import Taking
from sanbao.coverage.unchecked import refuse_unchecked
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "costing.collect",
    title=N_("Collect cost"),
    on="document",
    schema=schemas.Collect,
    roles=COST_KEEPERS,
)
def collect(
    work: Work,
    document: Document,
    *,
    lines: Sequence[dict[str, Any]],
    incurred_on: date | None = None,
    description: str,
    **short: Decimal,
) -> Document:
    """Collect what a case cost: labour, parts, travel, freight, outside work (LED-04)."""
    given = [
        {"type": name, "amount": amount, "description": description, "field": name}
        for name, amount in short.items()
    ]
    collect_all(work, [(document, [*given, *lines])], incurred_on or work.today)
    return document


def collect_all(
    work: Work, cases: Sequence[tuple[Document, Sequence[dict[str, Any]]]], on: date
) -> list[list[CostLine]]:
    """Collect what many cases cost: an entry for each, its lines in the order in which they were given (LED-04)."""
    for document, _lines in cases:
        refuse_no_cost_object(work, document)
    refuse_unchecked(work, [document for document, _lines in cases])
    goods = [
        cost["product"].id for _case, lines in cases for cost in lines if cost.get("product") is not None
    ]
    work.hold("stock", goods)
    wrong = [*_future(work, on), *(one for _case, lines in cases for one in _wrong(work, lines))]
    if wrong:
        raise Invalid(wrong)
    taking = Taking(work)
    made = [[cost_line(work, document, cost, on, taking) for cost in lines] for document, lines in cases]
    work.session.add_all(line for lines in made for line in lines)
    work.session.flush()
    for (document, _given), lines in zip(cases, made, strict=True):
        postings.collected(work, document, lines, on, event=f"cost:{lines[0].id}")
        begin_work(work, document)
    return made


def begin_work(work: Work, document: Document) -> None:
    """Move a paper along with its first cost, unless the work itself must still wait (RMA-04)."""
    kind = work.registry.kinds[document.kind]
    begun = kind.starts_work.get(document.state)
    if begun is not None and not (kind.work_waits is not None and kind.work_waits(work, document)):
        work.set_state(document, begun)


def _future(work: Work, on: date) -> list[Problem]:
    message = N_("{day} has not come yet; today is {today}.")
    return [Problem("incurred_on", message, {"day": on, "today": work.today})] if on > work.today else []


def _wrong(work: Work, costs: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    """Name all that is wrong with costs, each where it was typed: in a field of its own, or in a line."""
    types, currency = work.registry.cost_types, work.erp.currency
    short = sum("field" in cost for cost in costs)
    for position, cost in enumerate(costs):
        row, kind, amount = f"lines.{position - short}", types.get(cost["type"]), cost.get("amount")
        if kind is None:
            known = {"given": cost["type"], "known": ", ".join(types)}
            yield Problem(f"{row}.type", N_("“{given}” is not one of: {known}."), known)
        elif cost.get("product") is not None and not kind.is_goods:
            message = N_("{kind} is no cost of goods; leave the product out.")
            yield Problem(f"{row}.product", message, {"kind": _(kind.title)})
        if amount is not None and not currency.is_exact(amount):
            said = {"amount": amount, "currency": currency.code}
            message = N_("{amount} has more digits than {currency} allows")
            yield Problem(cost.get("field", f"{row}.amount"), message, said)


def cost_line(work: Work, document: Document, cost: dict[str, Any], on: date, taking: Taking) -> CostLine:
    """Return one cost with its amount reckoned: hours at the standard rate, parts at the moving average."""
    kind = work.registry.cost_types[cost["type"]]
    quantity, product = cost.get("quantity"), cost.get("product")
    rate = cost.get("rate")
    amount = cost.get("amount")
    if product is not None:
        quantity = quantity or Decimal(1)
        amount = taking.cost_of(kind.role, product, quantity, cost.get("place"))
    elif amount is None:
        rate = rate if rate is not None else work.setting("labour_rate")
        amount = work.erp.currency.round(quantity * rate)
    return CostLine(
        company_id=work.company.id,
        document_id=document.id,
        cost_type=cost["type"],
        description=cost.get("description", ""),
        incurred_on=on,
        quantity=quantity,
        rate=rate,
        amount=amount,
        product_id=product.id if product is not None else None,
        place_id=cost["place"].id if cost.get("place") is not None else None,
        party_id=cost["party"].id if cost.get("party") is not None else None,
    )


@operation(
    "costing.take_back",
    title=N_("Take cost back"),
    on="document",
    schema=schemas.TakeBack,
    roles=("service_manager", "finance"),
)
def take_back(
    work: Work,
    document: Document,
    *,
    lines: Sequence[int],
    reason: str,
    quantity: Decimal | None = None,
    on: date | None = None,
) -> Document:
    """Take wrongly collected costs, or parts that were not used, back by red lines; the first lines stay (LED-01)."""
    refuse_no_cost_object(work, document)
    made: list[CostLine] = []
    for line_id in lines:
        if any(one.reverses_id == line_id for one in made):
            raise errors.UnknownCostLine(document=document.number, line=line_id)
        line = work.session.get(CostLine, line_id)
        query = select(CostLine.id).where(CostLine.reverses_id == line_id)
        if line is None or line.document_id != document.id or line.reverses_id or work.session.scalar(query):
            raise errors.UnknownCostLine(document=document.number, line=line_id)
        made.append(_mirror(line, reason, on or work.today))
        made += _rest(work, document, line, quantity)
    work.session.add_all(made)
    work.session.flush()
    postings.collected(work, document, made, on or work.today, event=f"cost:{made[0].id}")
    return document


def _mirror(line: CostLine, reason: str, on: date) -> CostLine:
    copied = ("company_id", "document_id", "cost_type", "rate", "product_id", "place_id", "party_id")
    return CostLine(
        **{name: getattr(line, name) for name in copied},
        description=reason,
        incurred_on=on,
        quantity=-line.quantity if line.quantity is not None else None,
        amount=-line.amount,
        reverses_id=line.id,
    )


def _rest(work: Work, document: Document, line: CostLine, returned: Decimal | None) -> list[CostLine]:
    """Return the line anew with the pieces that stay on the case, at what they were taken at; nothing if all go back."""
    if returned is None or returned == line.quantity:
        return []
    if line.product_id is None or line.quantity is None or returned > line.quantity:
        raise errors.MoreThanTaken(document=document.number, line=line.id, taken=line.quantity or 0)
    stays = line.quantity - returned
    amount = line.amount - work.erp.currency.round(line.amount * returned / line.quantity)
    copied = (
        "company_id",
        "document_id",
        "cost_type",
        "description",
        "incurred_on",
        "rate",
        "product_id",
        "place_id",
        "party_id",
    )
    return [CostLine(**{name: getattr(line, name) for name in copied}, quantity=stays, amount=amount)]
