"""Return promises: for whom they count, and what counts for a piece (N-05, RET-03, RMA-13, CAL-09)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.calendar import Period
from sanbao.charging.quotes import not_before
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.profiles.models import ProfileVersion
from sanbao.profiles.operations import find_version
from sanbao.registry.models import Party, Product, Unit
from sanbao_rma import errors
from sanbao_rma.kinds import ASKERS
from sanbao_rma.models import Rma, RmaBinding, RmaLine
from sanbao_rma.operations import pieces
from sanbao_rma.rules.promises import Promise, load
from sanbao_rma.rules.terms import Bound, Terms, choose
from sanbao_rma.schemas.promises import BindPromise, EndPromise, PromisesQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

KIND = "rma_promise"
KEEPERS = ("service_manager", "service_head", "sales_manager")


def find_promise(work: Work, key: str) -> ProfileVersion:
    """Return the version that ``CODE`` (the newest) or ``CODE@2`` names."""
    return find_version(work, KIND, key)


@operation("rma.bind_promise", title=N_("Let a return promise count"), schema=BindPromise, roles=KEEPERS)
def bind_promise(
    work: Work,
    *,
    promise: ProfileVersion,
    valid_from: date,
    valid_until: date | None = None,
    customer: Party | None = None,
    product: Product | None = None,
    contract: Document | None = None,
) -> RmaBinding:
    """Let a return promise count for a customer, a product, both, or everybody; parcels that have come keep theirs (CAL-09)."""
    about = (customer.id if customer is not None else None, product.id if product is not None else None)
    if any(one.version_id == promise.id for one in _of(work, *about) if one.valid_until is None):
        raise errors.BoundAlready(promise=promise.profile.code)
    bound = RmaBinding(
        company_id=work.company.id,
        version_id=promise.id,
        party_id=about[0],
        product_id=about[1],
        contract_id=contract.id if contract is not None else None,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    work.session.add(bound)
    work.session.flush()
    return bound


def _of(work: Work, party_id: int | None, product_id: int | None) -> list[RmaBinding]:
    """Return the promises that were bound for exactly these."""
    query = select(RmaBinding).where(
        RmaBinding.company_id == work.company.id,
        RmaBinding.party_id == party_id if party_id is not None else RmaBinding.party_id.is_(None),
        RmaBinding.product_id == product_id if product_id is not None else RmaBinding.product_id.is_(None),
    )
    return list(work.session.scalars(query.order_by(RmaBinding.id)).unique())


@operation("rma.end_promise", title=N_("End a return promise"), schema=EndPromise, roles=KEEPERS)
def end_promise(
    work: Work,
    *,
    promise: ProfileVersion,
    valid_until: date,
    customer: Party | None = None,
    product: Product | None = None,
) -> RmaBinding:
    """Say until when parcels still arrive under a promise; what came before keeps it."""
    about = (customer.id if customer is not None else None, product.id if product is not None else None)
    for bound in _of(work, *about):
        if bound.version_id == promise.id and bound.valid_until is None:
            bound.valid_until = not_before("valid_until", valid_until, bound.valid_from)
            return bound
    raise errors.NotBound(promise=promise.profile.code)


@question("rma.promises", schema=PromisesQuestion, roles=ASKERS)
def list_promises(
    work: Work, *, customer: Party | None = None, product: Product | None = None, on: date | None = None
) -> list[dict[str, Any]]:
    """List which return promises count for whom, from when to when."""
    found = [
        one
        for one in _bindings(work)
        if (customer is None or one.party_id == customer.id)
        and (product is None or one.product_id == product.id)
        and (on is None or (one.valid_from <= on and (one.valid_until is None or on <= one.valid_until)))
    ]
    return [_row(one) for one in found]


def _row(one: RmaBinding) -> dict[str, Any]:
    return {
        "promise": one.version.profile.code,
        "version": one.version.version,
        "name": one.version.profile.name,
        "customer": one.party.code if one.party is not None else None,
        "product": one.product.code if one.product is not None else None,
        "contract": one.contract.number if one.contract is not None else None,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
    }


def _bindings(work: Work) -> list[RmaBinding]:
    query = select(RmaBinding).where(RmaBinding.company_id == work.company.id).order_by(RmaBinding.id)
    return list(work.session.scalars(query).unique())


def terms_of(work: Work, lines: Sequence[RmaLine]) -> dict[int, Terms]:
    """Return what counts for each piece, by the day on which it came; one query however many there are."""
    bound, own = _bound(work), house(work)
    found = {}
    for line in lines:
        rma = pieces.rma_of(work, line)
        owner, day = pieces.owner_id(rma, line), _day(line, rma)
        found[line.id] = choose(bound, owner, line.product_id, day, own)
    return found


def _day(line: RmaLine, rma: Rma) -> date:
    return line.received_on or rma.announced_on


def terms_of_units(work: Work, units: Sequence[tuple[Unit, date]]) -> list[Terms]:
    """Return what counts for units that are asked about, each on its day."""
    bound, own = _bound(work), house(work)
    return [choose(bound, unit.customer_id, unit.product_id, on, own) for unit, on in units]


def _bound(work: Work) -> list[Bound]:
    return [
        Bound(
            load({**one.version.content, "version": one.version.version}),
            one.party_id,
            one.product_id,
            one.valid_from,
            one.valid_until,
        )
        for one in _bindings(work)
    ]


def house(work: Work) -> Promise:
    """Return the company's own promise, as its settings say it; it counts where no other one speaks."""
    within, months = str(work.setting("rma_turnaround") or ""), int(work.setting("rma_return_months"))
    rights = str(work.setting("rma_turnaround_right")).split(",")
    guarantee = str(work.setting("rma_guarantee") or "")
    return Promise(
        work.company.name,
        turnaround=within or None,
        gives=tuple(one.strip() for one in rights if one.strip()),
        return_within=Period.parse(f"{months}m") if months else None,
        guarantee=Period.parse(guarantee) if guarantee else None,
    )
