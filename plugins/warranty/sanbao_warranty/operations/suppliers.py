"""What suppliers promise us: their terms beside ours, and what these make them bear of a case (W-18, PTY-10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.costing.models import CostLine
from sanbao.costing.operations import unsettled
from sanbao.coverage import CostShare
from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.errors import Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.profiles.models import ProfileVersion
from sanbao.recovering.facts import RecoveryTerms
from sanbao.registry.models import Party, Product, Unit, UnitPart
from sanbao_warranty import facts, schemas
from sanbao_warranty.errors import NoSupplier, NoTerms, SameTerms
from sanbao_warranty.models import Claim, SupplierTerms
from sanbao_warranty.upstream import Owed, owed_on

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = ("purchasing", "service_manager")
READERS = (*KEEPERS, "finance", "service_head", "service_clerk", "service_engineer", "qc", "auditor")
_NOTHING = Decimal(0)


@operation(
    "supplier.bind_terms",
    title=N_("Bind a supplier's terms"),
    schema=schemas.BindTerms,
    roles=KEEPERS,
)
def bind_terms(
    work: Work,
    *,
    supplier: Party,
    policy: ProfileVersion,
    product: Product | None = None,
    part: str | None = None,
    item: Product | None = None,
    **values: Any,
) -> SupplierTerms:
    """Write down what a supplier promises us on a product, a part of it, or an item (W-18)."""
    if "supplier" not in supplier.roles:
        message = N_("{party} is no {role}; give the party that role first.")
        raise NoSupplier([Problem("supplier", message, {"party": supplier.code, "role": _(N_("Supplier"))})])
    product_id, item_id = product.id if product is not None else None, item.id if item is not None else None
    since: date = values["valid_from"]
    if any(since == one.valid_from for one in _about(work, supplier, product_id, part, item_id)):
        about = item or product
        raise SameTerms(supplier=supplier.name, about=about.code if about is not None else "–", since=since)
    terms = SupplierTerms(
        company_id=work.company.id,
        supplier_id=supplier.id,
        product_id=product_id,
        part=part,
        item_id=item_id,
        version_id=policy.id,
        bound_at=work.now,
        **values,
    )
    work.session.add(terms)
    work.session.flush()
    return terms


@operation("supplier.end_terms", title=N_("End a supplier's terms"), schema=schemas.EndTerms, roles=KEEPERS)
def end_terms(
    work: Work,
    *,
    supplier: Party,
    valid_until: date,
    product: Product | None = None,
    part: str | None = None,
    item: Product | None = None,
) -> int:
    """Let a supplier's terms count only for what was bought until a day; answers with how many were shortened."""
    about = product.id if product is not None else None, part, item.id if item is not None else None
    running = [
        one
        for one in _about(work, supplier, *about)
        if one.valid_from <= valid_until and (one.valid_until is None or one.valid_until > valid_until)
    ]
    if not running:
        raise NoTerms(supplier=supplier.name, until=valid_until)
    for terms in running:
        terms.valid_until = valid_until
    return len(running)


def _about(
    work: Work, supplier: Party, product_id: int | None, part: str | None, item_id: int | None
) -> Sequence[SupplierTerms]:
    """Return a supplier's terms on exactly this."""
    query = select(SupplierTerms).where(
        SupplierTerms.company_id == work.company.id,
        SupplierTerms.supplier_id == supplier.id,
        SupplierTerms.product_id.is_not_distinct_from(product_id),
        SupplierTerms.part.is_not_distinct_from(part),
        SupplierTerms.item_id.is_not_distinct_from(item_id),
        SupplierTerms.ended_at.is_(None),
    )
    return work.session.scalars(query.order_by(SupplierTerms.id)).unique().all()


@question("supplier.terms", roles=READERS)
def list_terms(work: Work) -> list[dict[str, Any]]:
    """Return what suppliers promise us, in the order in which it was written down."""
    query = (
        select(SupplierTerms).where(SupplierTerms.company_id == work.company.id).order_by(SupplierTerms.id)
    )
    shown = (
        "part",
        "valid_from",
        "valid_until",
        "notice_days",
        "answer_days",
        "evidence",
        "settled_by",
        "pays",
    )
    codes = {key: code for key, code in work.session.execute(select(Product.id, Product.code))}
    return [
        {
            "supplier": terms.supplier.code,
            "product": codes.get(terms.product_id or 0),
            "item": codes.get(terms.item_id or 0),
            "promise": f"{terms.version.profile.code}@{terms.version.version}",
            "is_manufacturer": terms.is_manufacturer,
            **{name: getattr(terms, name) for name in shown},
        }
        for terms in work.session.scalars(query).unique()
    ]


def shares_of_suppliers(work: Work, claim: Claim, own: CostShare) -> list[CostShare]:
    """Propose what suppliers bear of a free repair by their terms, and leave the rest where it was (LED-14, W-18)."""
    rest, found = unsettled(work, claim.document), []
    for terms in terms_of_claim(work, claim):
        amount = min(rest, rest if terms.pays == "all" else _price_of_parts(work, claim, terms))
        if amount <= 0:
            continue
        rest -= amount
        reason = Text(N_("{supplier} still warrants it to us."), {"supplier": terms.supplier.name})
        share = CostShare(claim.document_id, "supplier", _NOTHING, reason, "W-18", own.rank)
        found.append(replace(share, party_code=terms.supplier.code, amount=amount))
    if not found:
        return [own]
    return [*found, replace(own, percent=_NOTHING, amount=rest)] if rest else found


def terms_of_claim(work: Work, claim: Claim) -> list[SupplierTerms]:
    """Return the terms by which suppliers answer for a claim: they ran on the day of the fault, for what failed."""
    moment = (
        claim.occurred_at if claim.occurred_proven and claim.occurred_at is not None else claim.received_at
    )
    day = moment.astimezone(work.zone).date()
    failed = _failed_parts(work, claim)
    keys = [owed.terms_id for owed in _owed_on(work, claim) if _runs(owed, day) and _concerns(owed, failed)]
    found = [work.session.get_one(SupplierTerms, key) for key in dict.fromkeys(keys)]
    return sorted(found, key=lambda terms: (terms.pays == "all", terms.id))


def find_recovery_terms(work: Work, documents: Sequence[Document]) -> list[RecoveryTerms]:
    """Return for claims by which terms each supplier answers; its notice runs from the call (PTY-10)."""
    found = []
    for document in documents:
        claim = work.session.get(Claim, document.id) if document.kind == "claim" else None
        for terms in terms_of_claim(work, claim) if claim is not None else ():
            found.append(_recovery_terms(work, document, claim, terms))
    return found


def _recovery_terms(
    work: Work, document: Document, claim: Claim | None, terms: SupplierTerms
) -> RecoveryTerms:
    notice, called = terms.notice_days, claim.received_at if claim is not None else None
    due = (
        called.astimezone(work.zone).date() + timedelta(days=notice)
        if called and notice is not None
        else None
    )
    return RecoveryTerms(
        document.id, terms.supplier_id, due, terms.answer_days, tuple(terms.evidence), terms.settled_by
    )


def _owed_on(work: Work, claim: Claim) -> Iterator[Owed]:
    work.session.flush()
    rows = work.connection.execute(select(Unit.__table__).where(Unit.id == claim.unit_id)).all()
    known = {claim.unit_id: facts.cases(work, [claim.unit_id])[claim.unit_id].facts}
    return owed_on(work.connection, rows, known, facts.policy_of)


def _runs(owed: Owed, day: date) -> bool:
    since = owed.upstream.since
    return (since is None or since <= day) and day <= owed.upstream.until


def _concerns(owed: Owed, failed: set[str]) -> bool:
    return owed.upstream.parts is None or bool(owed.upstream.parts & failed)


def _failed_parts(work: Work, claim: Claim) -> set[str]:
    """Return the parts that a claim is about, that were replaced on it, or that its cost names as items."""
    replaced = select(UnitPart.code).where(
        UnitPart.document_id == claim.document_id, UnitPart.withdrawn_at.is_(None)
    )
    used = select(CostLine.product_id).where(CostLine.document_id == claim.document_id)
    items = {key for key in work.session.scalars(used) if key is not None}
    built_in = {part.code for part in claim.unit.product.parts if part.item_id in items}
    return {*claim.parts, *work.session.scalars(replaced), *built_in}


def _price_of_parts(work: Work, claim: Claim, terms: SupplierTerms) -> Decimal:
    """Return what the parts of a claim cost that the terms are about: of the item, else of all its goods."""
    goods = [code for code, kind in work.registry.cost_types.items() if kind.is_goods]
    query = select(func.sum(CostLine.amount)).where(
        CostLine.document_id == claim.document_id, CostLine.cost_type.in_(goods)
    )
    items = _items(claim, terms)
    if items:
        query = query.where(CostLine.product_id.in_(items))
    return work.session.scalar(query) or _NOTHING


def _items(claim: Claim, terms: SupplierTerms) -> set[int]:
    """Return the stock items that terms are about, as far as the product's parts name them."""
    if terms.item_id is not None:
        return {terms.item_id}
    return {
        part.item_id
        for part in claim.unit.product.parts
        if part.code == terms.part and part.item_id is not None
    }
