"""What a customer may have of a piece beyond its repair, and what its use costs (RET-03, RET-07, RET-10, N-05, N-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.coverage import returns
from sanbao.coverage.history import repairs_of
from sanbao.coverage.returns import ReturnOffer, ReturnWish
from sanbao.documents import decisions
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao_rma import errors
from sanbao_rma.kinds import ASKERS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import pieces, promises
from sanbao_rma.rules.limits import Case
from sanbao_rma.rules.paying import PAID
from sanbao_rma.rules.terms import Terms, all_rights, return_step
from sanbao_rma.schemas.promises import EntitlementQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: Remedy of a promise → the solution that it gives.
GIVES = {"return": "refund", "exchange": "exchange", "replace_unit": "exchange"}
_REMEDY_OF = {"refund": "return", "exchange": "exchange"}
QUESTION = "entitlement"
#: Where this plugin's own answers come from, in words.
SOURCES = (N_("turnaround promise"), N_("repair guarantee"), N_("repair limit"))


def find_returns(work: Work, wishes: Sequence[ReturnWish]) -> list[list[ReturnOffer]]:
    """Answer what return promises give: repairs too many or too long, bad quality soon after the factory (N-04, N-05, RET-03)."""
    terms = promises.terms_of_units(work, [(wish.unit, wish.requested_on) for wish in wishes])
    known = repairs_of(work, [wish.unit.id for wish in wishes])
    return [
        [
            *_by_limits(wish, own, Case(tuple(known[wish.unit.id]), wish.part, wish.fault_code)),
            *_soon(wish, own),
        ]
        for wish, own in zip(wishes, terms, strict=True)
    ]


def _by_limits(wish: ReturnWish, terms: Terms, case: Case) -> list[ReturnOffer]:
    return [
        ReturnOffer(_REMEDY_OF[gives], promise.code, right.rule, promise.rank, steps=(right.step,))
        for promise, right in all_rights(terms, case, wish.requested_on)
        for gives in right.gives
    ]


def _soon(wish: ReturnWish, terms: Terms) -> list[ReturnOffer]:
    """Return what bad quality gives soon after a product left the factory: its full price back, or a new one (RET-03, RET-10)."""
    promise, made_on = terms.kindest("return_within"), wish.unit.ex_factory_on
    if promise is None or promise.return_within is None or made_on is None or not wish.own_quality:
        return []
    step = return_step(made_on, wish.requested_on, promise.return_within)
    if not step.holds:
        return []
    exchange = ReturnOffer("exchange", promise.code, "RET-03", promise.rank, steps=(step,))
    return [replace(exchange, remedy="return", price=wish.unit.price_paid, fee=Decimal(0)), exchange]


def refuse_without_right(
    work: Work, rma: Rma, line: RmaLine, solution: str, offers: Sequence[ReturnOffer]
) -> None:
    """Refuse to take a piece back beyond the terms: a promise gives it, or somebody approved it (RET-03)."""
    if line.special_case is not None or solution in (line.entitled_to or "").split(","):
        return
    if solution in {GIVES.get(offer.remedy) for offer in offers}:
        return
    raise errors.NoRight(piece=pieces.called(line), reason=_reason(work, line))


def _reason(work: Work, line: RmaLine) -> str:
    if not line.is_own_quality:
        return _(N_("its own quality is not found to be the cause"))
    made_on = line.unit.ex_factory_on if line.unit is not None else None
    if made_on is None:
        return _(N_("nobody knows when it left the factory"))
    within = promises.terms_of(work, [line])[line.id].longest("return_within")
    if within is None:
        return _(N_("no promise gives it"))
    return _(N_("returns were possible until {day}"), day=within.end(made_on))


def offers_for(
    work: Work, line: RmaLine, requested_on: date, same_model_available: bool | None
) -> list[ReturnOffer]:
    """Return what the law or a promise gives at the customer's choice, the hardest binding first (CAL-11, RET-07)."""
    wish = _wish(line, requested_on, same_model_available)
    return returns.offers(work, [wish])[0] if wish is not None else []


def _wish(line: RmaLine, requested_on: date, same_model_available: bool | None = None) -> ReturnWish | None:
    if line.unit is None:
        return None
    return ReturnWish(
        line.unit, requested_on, line.part, line.fault_code, line.is_own_quality, same_model_available
    )


def fee_of(offers: Sequence[ReturnOffer], paid: Decimal) -> tuple[Decimal, str | None]:
    """Return what the use costs by the promise that lets a piece be returned; without one, nothing (RET-10, N-08)."""
    fees = [(one.fee, one.rule) for one in offers if one.remedy == "return" and one.fee is not None]
    fee, rule = min(fees, key=lambda pair: pair[0], default=(Decimal(0), None))
    return min(fee, paid), rule


@question("rma.entitlement", schema=EntitlementQuestion, roles=ASKERS)
def entitlement(
    work: Work,
    *,
    rma: Rma,
    line: str,
    requested_on: date | None = None,
    same_model_available: bool | None = None,
) -> dict[str, Any]:
    """Tell what the customer may have of a piece beside its repair, by which promise, and why (CAL-12)."""
    piece = pieces.pick_one(work, rma, line)
    day = requested_on or piece.requested_on or rma.announced_on
    return _table(piece, day, offers_for(work, piece, day, same_model_available))


def _table(line: RmaLine, day: date, offers: Sequence[ReturnOffer]) -> dict[str, Any]:
    """Return offers as plain data with their reasons; a repair is no choice beside a repair."""
    beyond = [one for one in offers if one.remedy in GIVES]
    had = [one for one in (line.entitled_to or "").split(",") if one]
    steps = {(step.rule, str(step.text), step.arithmetic): step for one in beyond for step in one.steps}
    return {
        "requested_on": day,
        "solutions": list(dict.fromkeys([*had, *(GIVES[one.remedy] for one in beyond)])),
        "options": [
            {
                "remedy": one.remedy,
                "promise": one.promise,
                "rule": one.rule,
                "price": one.price,
                "fee": one.fee,
            }
            for one in beyond
        ],
        "cites": list(dict.fromkeys(one.rule for one in beyond if one.rule is not None)),
        "trace": [
            {"rule": step.rule, "text": step.text, "arithmetic": step.arithmetic, "holds": step.holds}
            for step in steps.values()
        ],
    }


def keep(work: Work, chosen: Sequence[tuple[Rma, Sequence[RmaLine]]]) -> None:
    """Keep on parcels what customers may have of pieces that are repaired free of charge, and why (N-04, CAL-12)."""
    wishes = [
        (line, wish)
        for rma, lines in chosen
        for line in lines
        if line.payment not in PAID and not line.is_no_fault
        if (wish := _wish(line, line.requested_on or rma.announced_on)) is not None
    ]
    offered = returns.offers(work, [wish for _line, wish in wishes]) if wishes else []
    tables = [
        (line, _table(line, wish.requested_on, offers))
        for (line, wish), offers in zip(wishes, offered, strict=True)
    ]
    made = [pieces.decided(work, line, QUESTION, table) for line, table in tables if table["options"]]
    every = {(line.document_id, line.position) for _rma, lines in chosen for line in lines}
    decisions.take_back(work, QUESTION, every - {(one.document_id, one.line) for one in made})
    decisions.keep(work, made)
