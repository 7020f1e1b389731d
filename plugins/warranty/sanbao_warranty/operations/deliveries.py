"""Products released by the design department (PRD-02), deliveries held against quote and serial numbers (PRD-08, 09)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.charging.models import QuoteLine
from sanbao.charging.quotes import not_in_future
from sanbao.decision import Text, from_json, to_json
from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.registry.models import Party, Product, Unit, UnitPart
from sanbao_warranty import schemas
from sanbao_warranty.errors import DeliveryDiffers, NotAQuote, NotReleased, PapersMissing, QuoteNotInForce
from sanbao_warranty.kinds import ASKERS
from sanbao_warranty.models import Delivery, DeliveryLine, ProductPromise, ProductRelease
from sanbao_warranty.rules.deliveries import Delivered, differences, missing_papers
from sanbao_warranty.schemas.deliveries import PAPERS

if TYPE_CHECKING:
    from sanbao.profiles.models import ProfileVersion
    from sanbao.work import Work

KEEPERS = ("service_manager", "service_clerk", "sales", "implementation_manager")
#: A quote in one of these states is what a delivery is held against.
_IN_FORCE = ("draft", "sent", "agreed")


@operation(
    "product.release",
    title=N_("Release what is promised"),
    on=Product,
    schema=schemas.ReleaseProduct,
    roles=("design",),
)
def release(work: Work, product: Product, *, promises: Sequence[ProfileVersion], scope: str) -> Product:
    """Decide what is promised for a product; every unit registered from now on gets it (PRD-02)."""
    row = work.session.get(ProductRelease, product.id) or ProductRelease(
        product_id=product.id, company_id=work.company.id
    )
    row.scope, row.decided_at, row.decided_by_id = scope, work.now, work.user.id
    work.session.add(row)
    for old in promised_for(work, [product.id]).get(product.id, ()):
        work.session.delete(old)
    work.session.flush()
    for version in {version.id: version for version in promises}.values():
        work.session.add(
            ProductPromise(company_id=work.company.id, product_id=product.id, version_id=version.id)
        )
    work.session.flush()
    return product


def promised_for(work: Work, products: Collection[int]) -> dict[int, list[ProductPromise]]:
    """Return what the releases of these products promise, by product (PRD-02)."""
    query = select(ProductPromise).where(ProductPromise.product_id.in_(products)).order_by(ProductPromise.id)
    found: dict[int, list[ProductPromise]] = {}
    for row in work.session.scalars(query):
        found.setdefault(row.product_id, []).append(row)
    return found


def default_promises(work: Work, unit: Unit) -> list[ProfileVersion]:
    """Return what the product's release promises; :class:`NotReleased` where the company wants one first (PRD-02)."""
    if work.session.get(ProductRelease, unit.product_id) is None and work.setting("release_required"):
        raise NotReleased(product=unit.product.code)
    return [row.version for row in promised_for(work, [unit.product_id]).get(unit.product_id, ())]


@operation("delivery.record", title=N_("Record a delivery"), schema=schemas.RecordDelivery, roles=KEEPERS)
def record(
    work: Work,
    *,
    party: Party,
    lines: Sequence[dict[str, Any]],
    quote: Document | None = None,
    delivered_on: date | None = None,
    is_imported: bool,
    papers: Sequence[str],
) -> Delivery:
    """Take down what was delivered; where it is not what was quoted, acceptance waits (PRD-08, W-20)."""
    day = not_in_future(work, "delivered_on", delivered_on)
    if quote is not None:
        _refuse_wrong_quote(work, quote, party)
    head = new_document(work, "delivery", title=party.name, party_id=party.id, dated_on=day)
    delivery = Delivery(
        document=head,
        company_id=work.company.id,
        party_id=party.id,
        quote_id=quote.id if quote is not None else None,
        delivered_on=day,
        is_imported=is_imported,
        papers=list(papers),
        differences=[],
        lines=[_line(work, line) for line in lines],
    )
    work.session.add(delivery)
    work.session.flush()
    if quote is not None:
        link_documents(work, head, quote, "originates")
    _compare(work, delivery)
    return delivery


def _refuse_wrong_quote(work: Work, quote: Document, party: Party) -> None:
    """Refuse to hold a delivery against another paper, somebody else's quote, or one that ended (PRD-08)."""
    if quote.kind != "quote":
        raise NotAQuote(document=quote.number)
    if quote.state not in _IN_FORCE:
        raise QuoteNotInForce(quote=quote.number, state=work.state_label(quote, quote.state))
    if quote.party_id != party.id:
        message = N_("{quote} was made for somebody else.")
        raise Invalid([Problem("quote", message, {"quote": quote.number})])


def _line(work: Work, line: Mapping[str, Any]) -> DeliveryLine:
    given = {name: line.get(name) for name in ("brand", "model", "quantity", "serials")}
    return DeliveryLine(
        company_id=work.company.id, product_id=line["product"].id, product=line["product"], **given
    )


@operation(
    "delivery.correct",
    title=N_("Correct the delivery note"),
    on=Delivery,
    moves={"differs": ("matched", "differs"), "matched": ("matched", "differs")},
    schema=schemas.CorrectDelivery,
    roles=KEEPERS,
)
def correct(
    work: Work,
    delivery: Delivery,
    *,
    reason: str,
    papers: Sequence[str] | None = None,
    lines: Sequence[dict[str, Any]] | None = None,
) -> Delivery:
    """Put a delivery note right, or add papers that came later; it is compared anew (PRD-08)."""
    if papers is not None:
        delivery.papers = list(papers)
    if lines is not None:
        delivery.lines = [_line(work, line) for line in lines]
    work.session.flush()
    _compare(work, delivery)
    work.note(delivery.document, note=reason)
    return delivery


def _compare(work: Work, delivery: Delivery) -> None:
    """Hold slip, quote and serial records against each other; what agrees sets the day of delivery."""
    units = _units(work, delivery)
    found = differences(
        [_delivered(line) for line in delivery.lines],
        _quoted(work, delivery),
        {serial: unit.product.code for serial, unit in units.items()},
        {line.product.code: (line.product.code, line.product.name) for line in delivery.lines},
    )
    delivery.differences = [to_json(text) for text in found]
    work.set_state(delivery, "differs" if found else "matched")
    if not found:
        for unit in units.values():
            unit.delivered_on = unit.delivered_on or delivery.delivered_on


def _delivered(line: DeliveryLine) -> Delivered:
    return Delivered(line.product.code, line.model or "", line.quantity, tuple(line.serials))


def _units(work: Work, delivery: Delivery) -> dict[str, Unit]:
    """Return the units that the slip names; of one serial number on two products, the one on the slip."""
    wanted = {serial: line.product_id for line in delivery.lines for serial in line.serials}
    query = select(Unit).where(Unit.company_id == work.company.id, Unit.serial.in_(list(wanted)))
    found: dict[str, Unit] = {}
    for unit in work.session.scalars(query).unique():
        if unit.serial not in found or wanted[unit.serial] == unit.product_id:
            found[unit.serial] = unit
    return found


def _quoted(work: Work, delivery: Delivery) -> dict[str, Decimal] | None:
    if delivery.quote_id is None:
        return None
    query = (
        select(Product.code, func.sum(QuoteLine.quantity))
        .join(Product, Product.id == QuoteLine.product_id)
        .where(QuoteLine.document_id == delivery.quote_id, QuoteLine.is_agreed.is_not(False))
        .group_by(Product.code)
    )
    return {code: quantity for code, quantity in work.session.execute(query)}


def papers_missing(work: Work, delivery: Delivery) -> list[str]:
    """Return the papers that should have come with a delivery and did not (PRD-09)."""
    classes = [line.product.service_class for line in delivery.lines]
    return missing_papers(work.setting("delivery_papers"), classes, delivery.is_imported, delivery.papers)


def refuse_unmatched(work: Work, units: Sequence[Unit]) -> None:
    """Refuse to accept units whose delivery is not what was quoted, or comes without its papers (PRD-08, PRD-09)."""
    serials = {unit.serial: unit.product_id for unit in units}
    states = ("differs", "matched") if work.setting("delivery_papers_block") else ("differs",)
    of_products = select(DeliveryLine.document_id).where(DeliveryLine.product_id.in_(set(serials.values())))
    query = (
        select(Delivery)
        .join(Document, Document.id == Delivery.document_id)
        .where(Delivery.company_id == work.company.id, Document.state.in_(states))
        .where(Delivery.document_id.in_(of_products))
    )
    for delivery in work.session.scalars(query).unique():
        named = [
            serial
            for line in delivery.lines
            for serial in line.serials
            if serials.get(serial) == line.product_id
        ]
        if not named:
            continue
        if delivery.differences:
            raise DeliveryDiffers(
                delivery=delivery.document.number, differences="; ".join(map(str, _said(delivery)))
            )
        missing = papers_missing(work, delivery)
        if missing:
            raise PapersMissing(
                delivery=delivery.document.number, papers=", ".join(_(PAPERS[one]) for one in missing)
            )


def _said(delivery: Delivery) -> list[Text]:
    return [from_json(one) for one in delivery.differences]


@question("delivery.check", schema=schemas.DeliveryQuestion, roles=(*ASKERS, *KEEPERS))
def check(work: Work, *, delivery: Delivery) -> dict[str, Any]:
    """Tell what on a delivery disagrees, and which papers did not come (PRD-08, PRD-09)."""
    missing = papers_missing(work, delivery)
    return {
        "delivery": delivery.document.number,
        "state": delivery.state,
        "differences": [str(text) for text in _said(delivery)],
        "missing": missing,
        "missing_titles": [_(PAPERS[one]) if one in PAPERS else one for one in missing],
    }


@question("batch.units", schema=schemas.BatchQuestion, roles=(*ASKERS, "purchasing"))
def batch_units(work: Work, *, batch: str) -> list[dict[str, Any]]:
    """Return the units of a batch, and those that hold a part whose serial number begins with it (PRD-11)."""
    parted = select(UnitPart.unit_id).where(
        UnitPart.company_id == work.company.id,
        UnitPart.serial.startswith(batch, autoescape=True),
        UnitPart.removed_on.is_(None),
        UnitPart.withdrawn_at.is_(None),
    )
    query = (
        select(Unit)
        .where(Unit.company_id == work.company.id, (Unit.batch == batch) | Unit.id.in_(parted))
        .order_by(Unit.serial)
    )
    return [
        {
            "unit": unit.serial,
            "product": unit.product.code,
            "batch": unit.batch,
            "customer": unit.customer.code if unit.customer else None,
        }
        for unit in work.session.scalars(query).unique()
    ]
