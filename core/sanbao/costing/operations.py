"""What people do with the cost of a case: collect, take back, propose shares, approve goodwill, settle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.costing import errors, postings, schemas
from sanbao.costing.models import CostLine, CostShareRecord
from sanbao.coverage.operations import propose_shares
from sanbao.documents.models import Document
from sanbao.documents.operations import open_papers_on
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.ledger.models import PostedEntry
from sanbao.money import split
from sanbao.operation import operation, question
from sanbao.registry.finding import by_code
from sanbao.registry.models import CostCentre, Party, Product
from sanbao.schema import Input, RefField

if TYPE_CHECKING:
    from sanbao.work import Work

COST_KEEPERS = ("service_manager", "service_engineer", "finance")
_centre = by_code(CostCentre, N_("cost centre"))
_party = by_code(Party, N_("party"))


@operation("costing.collect", on="document", schema=schemas.Collect, roles=COST_KEEPERS)
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
    refuse_no_cost_object(work, document)
    on = incurred_on or work.today
    work.hold("stock", [line["product"].id for line in lines if line.get("product") is not None])
    given = [{"type": name, "amount": amount, "description": description} for name, amount in short.items()]
    refuse_future(work, on)
    taken: dict[tuple[int, int | None], Decimal] = {}
    made = [cost_line(work, document, position, cost, on, taken) for position, cost in enumerate([*given, *lines])]
    work.session.add_all(made)
    work.session.flush()
    postings.collected(work, document, made, on, event=f"cost:{made[0].id}")
    begun = work.registry.kinds[document.kind].starts_work.get(document.state)
    if begun is not None:
        work.set_state(document, begun)
    return document


def refuse_future(work: Work, on: date) -> None:
    """Refuse cost of a day that has not come."""
    if on > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise Invalid([Problem("incurred_on", message, {"day": on, "today": work.today})])


def cost_line(
    work: Work,
    document: Document,
    position: int,
    cost: dict[str, Any],
    on: date,
    taken: dict[tuple[int, int | None], Decimal],
) -> CostLine:
    """Return one cost with its amount reckoned: hours at the standard rate, parts at the moving average.

    ``taken`` counts what earlier lines of the same call take from each place.
    """
    kind = work.registry.cost_types.get(cost["type"])
    if kind is None:
        known = ", ".join(work.registry.cost_types)
        raise Invalid([Problem(f"lines.{position}.type", N_("“{given}” is not one of: {known}."), {"given": cost["type"], "known": known})])
    quantity, product = cost.get("quantity"), cost.get("product")
    rate = cost.get("rate")
    amount = cost.get("amount")
    if product is not None:
        if not kind.is_goods:
            message = N_("{kind} is no cost of goods; leave the product out.")
            raise Invalid([Problem(f"lines.{position}.product", message, {"kind": _(kind.title)})])
        quantity = quantity or Decimal(1)
        amount = _at_average(work, product, quantity, cost.get("place"), kind.role, taken)
    elif amount is None:
        rate = rate if rate is not None else work.setting("labour_rate")
        amount = work.erp.currency.round(quantity * rate)
    if not work.erp.currency.is_exact(amount):
        raise Invalid([Problem(f"lines.{position}.amount", N_("{amount} has more digits than {currency} allows"), {"amount": amount, "currency": work.erp.currency.code})])
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


def _at_average(
    work: Work,
    product: Product,
    quantity: Decimal,
    place: Any,
    role: str,
    taken: dict[tuple[int, int | None], Decimal],
) -> Decimal:
    """Return what pieces cost at the moving average; refuse more than lie there."""
    key = (product.id, place.id if place is not None else None)
    before = taken.get(key, Decimal(0))
    there, _value = work.ledger.stock(role, *key)
    if there - before < quantity:
        where = place.code if place is not None else _(N_("The stock"))
        raise errors.NotEnoughStock(place=where, there=there - before, product=product.code, wanted=quantity)
    taken[key] = before + quantity
    total_quantity, total_value = work.ledger.stock(role, product.id)
    return work.erp.currency.round(total_value * quantity / total_quantity)


@operation("costing.take_back", on="document", schema=schemas.TakeBack, roles=("service_manager", "finance"))
def take_back(
    work: Work, document: Document, *, lines: Sequence[int], reason: str, on: date | None = None
) -> Document:
    """Take wrongly collected costs back by red lines; the first lines stay (LED-01)."""
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


def refuse_no_cost_object(work: Work, document: Document) -> None:
    """Refuse cost on a paper that collects none, or that has ended."""
    kind = work.registry.kinds.get(document.kind)
    if kind is None or not kind.collects_cost:
        raise errors.NoCostsHere(document=document.number)
    if kind.flow.state(document.state).is_final:
        raise errors.HasEnded(document=document.number, state=_(kind.flow.state(document.state).label))


def unsettled(work: Work, document: Document) -> Decimal:
    """Return what a case still carries."""
    return work.ledger.balance("SERVICE_WIP", cost_object=document.id)


@operation("costing.propose", on="document", schema=schemas.Shares, roles=COST_KEEPERS)
def propose(
    work: Work, document: Document, *, shares: Sequence[dict[str, Any]], on: date | None = None
) -> Document:
    """Propose who bears the cost of a case; left out, the plugins' own proposal is taken (PRD-03, LED-05)."""
    refuse_no_cost_object(work, document)
    _forget_proposal(work, document)
    _write_shares(work, document, shares or proposed_by_plugins(work, document))
    return document


@operation(
    "costing.approve_goodwill",
    on="document",
    apart_from=("costing.propose", "costing.settle"),
    roles=("service_head", "general_manager", "sales_manager"),
)
def approve_goodwill(work: Work, document: Document) -> Document:
    """Approve, as a second person, what is given without an obligation."""
    records = shares_of(work, document, "proposed")
    waiting = [share for share in records if share.bearer == "goodwill"]
    if not waiting:
        raise errors.NoGoodwill(document=document.number)
    _measure(work, records, unsettled(work, document))
    for share in waiting:
        share.approved_by_id, share.approved_amount = work.user.id, share.amount
    return document


@operation("costing.settle", on="document", schema=schemas.Shares, roles=("service_manager", "finance"))
def settle(
    work: Work, document: Document, *, shares: Sequence[dict[str, Any]], on: date | None = None
) -> Document:
    """Empty the case's cost to whoever bears it; the interim account is zero afterwards (LED-05, LED-27)."""
    refuse_no_cost_object(work, document)
    if shares:
        _forget_proposal(work, document)
        _write_shares(work, document, shares)
    records = shares_of(work, document, "proposed")
    if not records:
        _write_shares(work, document, proposed_by_plugins(work, document))
        records = shares_of(work, document, "proposed")
    settle_shares(work, document, records, on or work.today)
    return document


def settle_shares(work: Work, document: Document, records: Sequence[CostShareRecord], on: date) -> None:
    """Split what the case carries by the shares and post it."""
    whole = unsettled(work, document)
    if not whole:
        raise errors.NothingToSettle(document=document.number)
    if any(share.bearer == "goodwill" and share.approved_by_id is None for share in records):
        raise errors.GoodwillNotApproved(document=document.number)
    _measure(work, records, whole)
    refuse_more_goodwill(document, records)
    postings.settled(work, document, records, _pending_centre(work), on, event=f"settle:{records[0].id}")
    for share in records:
        share.state = "settled"


def refuse_more_goodwill(document: Document, records: Sequence[CostShareRecord]) -> None:
    """Refuse to give away more than the second person approved."""
    for share in records:
        approved = share.approved_amount or Decimal(0)
        if share.bearer == "goodwill" and (share.amount or Decimal(0)) > approved:
            raise errors.ApprovedForLess(document=document.number, approved=approved, amount=share.amount)


@operation("costing.unsettle", on="document", schema=schemas.Unsettle, roles=("service_manager", "finance"))
def unsettle(work: Work, document: Document, *, reason: str, on: date | None = None) -> Document:
    """Take the last settlement back by its red mirror; the case carries its cost again (LED-01)."""
    refuse_no_cost_object(work, document)
    settled = shares_of(work, document, "settled")
    if not settled:
        raise errors.NothingSettled(document=document.number)
    resting = open_papers_on(work, document)
    if resting:
        raise errors.StillClaimed(document=document.number, papers=", ".join(resting))
    last = [share for share in settled if share.round == settled[-1].round]
    query = select(PostedEntry.id).where(
        PostedEntry.document_id == document.id, PostedEntry.event == f"settle:{last[0].id}"
    )
    entry = work.session.scalars(query).one()
    work.ledger.reverse(entry, on or work.today, reason, operation=work.operation_name, user_id=work.user.id)
    for share in last:
        share.state = "taken_back"
    return document


def _measure(work: Work, records: Sequence[CostShareRecord], whole: Decimal) -> None:
    """Turn percentages and weights into amounts that sum exactly to the whole (CAL-06, WE-18)."""
    weights = [share.weight if share.weight is not None else share.percent for share in records]
    measured = [weight for weight in weights if weight is not None]
    if len(measured) == len(records):
        if not sum(measured) or (records[0].weight is None and sum(measured) != 100):
            raise errors.SharesMismatch(sum=f"{sum(measured)} %", whole="100 %")
        for share, amount in zip(records, split(whole, measured, work.erp.currency), strict=True):
            share.amount = amount
        return
    amounts = [
        share.amount if share.amount is not None else work.erp.currency.round(whole * (share.percent or 0) / 100)
        for share in records
    ]
    if sum(amounts, Decimal(0)) != whole:
        raise errors.SharesMismatch(sum=sum(amounts, Decimal(0)), whole=whole)
    for share, amount in zip(records, amounts, strict=True):
        share.amount = amount


def shares_of(work: Work, document: Document, state: str | None = None) -> list[CostShareRecord]:
    """Return the shares of a case in their order."""
    query = select(CostShareRecord).where(CostShareRecord.document_id == document.id)
    if state is not None:
        query = query.where(CostShareRecord.state == state)
    work.session.flush()
    return list(work.session.scalars(query.order_by(CostShareRecord.round, CostShareRecord.position)))


def proposed_by_plugins(work: Work, document: Document) -> list[dict[str, Any]]:
    """Return the plugins' proposal as if a person had typed it; only the lowest rank counts."""
    found = propose_shares(work, [document])
    if not found:
        raise errors.NoShares(document=document.number)
    return [
        {
            "bearer": share.bearer,
            "percent": share.percent,
            "reason": str(share.reason),
            "rule": share.rule,
            "party": _party(work, share.party_code) if share.party_code else None,
            "cost_centre": _centre(work, share.cost_centre) if share.cost_centre else None,
        }
        for share in found
        if share.rank == found[0].rank
    ]


def _forget_proposal(work: Work, document: Document) -> None:
    for share in shares_of(work, document, "proposed"):
        share.state = "withdrawn"


def _write_shares(work: Work, document: Document, shares: Sequence[dict[str, Any]]) -> None:
    query = select(func.max(CostShareRecord.round)).where(CostShareRecord.document_id == document.id)
    number = (work.session.scalar(query) or 0) + 1
    refuse_wrong_parties(shares)
    for position, share in enumerate(shares, start=1):
        party, centre = share.get("party"), share.get("cost_centre")
        work.session.add(
            CostShareRecord(
                company_id=work.company.id,
                document_id=document.id,
                round=number,
                position=position,
                bearer=share["bearer"],
                party_id=party.id if party is not None else None,
                cost_centre_id=centre.id if centre is not None else None,
                percent=share.get("percent"),
                weight=share.get("weight"),
                amount=share.get("amount"),
                reason=share.get("reason", ""),
                rule=share.get("rule", "LED-05"),
                state="proposed",
                proposed_by_id=work.user.id,
            )
        )
    work.session.flush()


def refuse_wrong_parties(shares: Sequence[dict[str, Any]]) -> None:
    """Refuse a supplier's share for somebody who is none."""
    message = N_("{party} is no {role}; give the party that role first.")
    problems = [
        Problem(f"shares.{position}.party", message, {"party": share["party"].code, "role": _(schemas.BEARERS[share["bearer"]])})
        for position, share in enumerate(shares)
        if share["bearer"] in schemas.PARTIED and share["bearer"] not in share["party"].roles
    ]
    if problems:
        raise Invalid(problems)


def _pending_centre(work: Work) -> int:
    """Return the centre on which suppliers' shares wait until they answer (LED-14)."""
    centre: CostCentre = _centre(work, work.setting("claims_pending_centre"))
    return centre.id


class CaseQuestion(Input):
    """Which case."""

    document = RefField("document", required=True)


@question("cost.sheet", schema=CaseQuestion, roles=(*COST_KEEPERS, "service_head", "auditor"))
def cost_sheet(work: Work, *, document: Document) -> dict[str, Any]:
    """Return what a case cost and who bore it; it foots to the ledger (LED-26, LED-27)."""
    query = select(CostLine).where(CostLine.document_id == document.id).order_by(CostLine.id)
    lines = list(work.session.scalars(query))
    total = sum((line.amount for line in lines), Decimal(0))
    settled = [share for share in shares_of(work, document) if share.state == "settled"]
    borne = sum((share.amount or Decimal(0) for share in settled), Decimal(0))
    carried = unsettled(work, document)
    return {
        "document": document.number,
        "lines": [
            {
                "line": line.id,
                "type": line.cost_type,
                "title": _(work.registry.cost_types[line.cost_type].title),
                "description": line.description,
                "on": line.incurred_on,
                "quantity": line.quantity,
                "rate": line.rate,
                "amount": line.amount,
            }
            for line in lines
        ],
        "shares": [
            {
                "bearer": share.bearer,
                "title": _(schemas.BEARERS[share.bearer]),
                "party": _name(work, Party, share.party_id),
                "cost_centre": _name(work, CostCentre, share.cost_centre_id),
                "percent": share.percent,
                "amount": share.amount,
                "reason": share.reason,
                "rule": share.rule,
            }
            for share in settled
        ],
        "total": total,
        "borne": borne,
        "carried": carried,
        "foots": total - borne == carried,
    }


def _name(work: Work, model: type[Any], key: int | None) -> str | None:
    record = work.session.get(model, key) if key is not None else None
    return record.code if record is not None else None
