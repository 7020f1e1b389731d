"""A fault call: who called about which unit, and what was said (CSI)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.coverage.facts import fault_code
from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.finding import part_of, successor
from sanbao.registry.models import Party, Product, Unit
from sanbao_warranty import schemas
from sanbao_warranty.errors import UnitMissing, UnitReplaced
from sanbao_warranty.kinds import CLERKS
from sanbao_warranty.models import Claim, Repair
from sanbao_warranty.operations.deciding import decide

if TYPE_CHECKING:
    from sanbao.work import Work


@operation("claim.open", title=N_("Take a fault call"), schema=schemas.OpenClaim, roles=CLERKS)
def open_claim(
    work: Work,
    *,
    fault: str,
    unit: Unit | None = None,
    serial: str | None = None,
    product: Product | None = None,
    customer: Party | None = None,
    order_no: str | None = None,
    occurred_proven: bool,
    received_at: datetime | None = None,
    part: str | None = None,
    parts: Sequence[str] | None = None,
    cause: str = "unknown",
    evidence: bool = False,
    recurs_from: Claim | None = None,
    **said: Any,
) -> Claim:
    """Take a fault call and decide at once, per promise and per part (CSI, W-18, W-19).

    Where the company wants a review the decision is a proposal until it is signed (001 §4).
    """
    about = unit or _unit_of(work, serial, product, customer, order_no)
    refuse_replaced(work, about)
    refuse_later_than_now(work, received_at)
    code, words = fault_code(fault)
    head = new_document(work, "claim", title=fault, unit_id=about.id, party_id=about.customer_id)
    claim = Claim(
        document=head,
        company_id=work.company.id,
        unit_id=about.id,
        fault_code=code,
        fault_text=words,
        cause=cause,
        evidence=evidence,
        occurred_proven=occurred_proven,
        received_at=received_at or work.now,
        parts=[part_of(about, one) for one in parts or ([part] if part else [])],
        **said,
    )
    work.session.add(claim)
    work.session.flush()
    if recurs_from is not None:
        recurs(work, claim, recurs_from)
    decide(work, claim)
    if not work.setting("warranty_review"):
        work.set_state(claim, "decided")
    return claim


def recurs(work: Work, claim: Claim, earlier: Claim) -> None:
    """Write down that an earlier repair of this unit did not help: the fault is there again (N-04)."""
    if earlier.unit_id != claim.unit_id:
        message = N_("{claim} is about another unit.")
        raise UnitMissing([Problem("recurs_from", message, {"claim": earlier.document.number})])
    query = select(Repair).where(Repair.document_id == earlier.document_id, Repair.returned_on.is_not(None))
    last = work.session.scalars(query.order_by(Repair.id.desc()).limit(1)).one_or_none()
    if last is not None:
        last.cured = False
    link_documents(work, earlier.document, claim.document, "originates")
    work.note(earlier.document, note=claim.fault_text)


def refuse_replaced(work: Work, unit: Unit) -> None:
    """Refuse a call on a unit that was exchanged; its successor carries the promises on."""
    if unit.state == "replaced":
        raise UnitReplaced(unit=unit.serial, successor=successor(work, unit) or "–")


def refuse_later_than_now(work: Work, received_at: datetime | None) -> None:
    """Refuse a call that has not come yet."""
    if received_at is not None and received_at > work.now:
        message = N_("{moment} has not come yet.")
        shown = received_at.astimezone(work.zone).strftime("%Y-%m-%d %H:%M")
        raise UnitMissing([Problem("received_at", message, {"moment": shown})])


def _unit_of(
    work: Work, serial: str | None, product: Product | None, customer: Party | None, order_no: str | None
) -> Unit:
    """Return the unit that the call is about; one that nobody knows yet is registered on the spot."""
    if serial is not None and product is not None:
        query = select(Unit).where(
            Unit.company_id == work.company.id, Unit.serial == serial, Unit.product_id == product.id
        )
        known = work.session.scalars(query).one_or_none()
        if known is not None:
            return known
        given = {"customer": customer.code} if customer is not None else {}
        if order_no is not None:
            given["order_no"] = order_no
        registered: Unit = work.do("unit.register", {"serial": serial, "product": product.code, **given})
        return registered
    query = select(Unit).where(Unit.company_id == work.company.id, Unit.order_no == order_no).limit(2)
    found = list(work.session.scalars(query))
    if len(found) != 1:
        message = N_("The order {order} has {count} units here; please give the serial number.")
        raise UnitMissing([Problem("unit", message, {"order": order_no, "count": len(found)})])
    return found[0]
