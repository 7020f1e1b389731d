"""What a customer may have: return, exchange or repair, with days, amounts and reasons (N-01…N-30, RET-03, CAL-11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, tzinfo

from sanbao.calendar import WorkCalendar, plain_week, roll
from sanbao.calendar.periods import Period
from sanbao.coverage.judging import SHANGHAI, day_step, decision_day
from sanbao.coverage.selection import REMEDY_STRENGTH
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao.money import CNY, Currency
from sanbao_warranty.policy.rights import RefundPrice
from sanbao_warranty.policy.terms import Policy
from sanbao_warranty.rules.exclusions import names_exclusion
from sanbao_warranty.rules.facts import UnitFacts
from sanbao_warranty.rules.requests import Entitlement, Option, Request, Shop
from sanbao_warranty.rules.standing import NO_REASON, Standing

_STRENGTH = {remedy: place for place, remedy in enumerate(REMEDY_STRENGTH)}
_GIVEN_BACK = ("return", "exchange", "exchange_other")
#: Where no work calendar is at hand only Monday to Friday are known, and nothing is moved.
_UNKNOWN_CALENDAR = plain_week()


def entitle(
    policies: Sequence[Policy],
    unit: UnitFacts,
    request: Request,
    *,
    calendar: WorkCalendar | None = None,
    zone: tzinfo = SHANGHAI,
    currency: Currency = CNY,
) -> Entitlement:
    """Return everything that the customer may choose from, of every promise the kindest (CAL-11).

    In which order the promises were bound does not matter. Without a ``calendar`` no last day is moved off rest days
    and working days are Monday to Friday, as a flag says.
    """
    day = decision_day(request.fault, zone)
    steps, flags, standings = [day_step(request.fault, day)], list[str](), list[Standing]()
    for policy in sorted(policies, key=lambda one: (one.rank, one.code, one.version)):
        refusal = _does_not_apply(policy, request)
        if refusal is not None:
            steps.append(refusal)
            flags.append("proof_missing" if refusal.rule == "N-10" else "not_a_consumer")
            continue
        standings.append(_standing(policy, unit, request, day, calendar, currency))
    _look(standings)
    return _put_together(standings, request, day, steps, flags, calendar)


def _standing(
    policy: Policy,
    unit: UnitFacts,
    request: Request,
    day: date,
    calendar: WorkCalendar | None,
    currency: Currency,
) -> Standing:
    known = calendar or _UNKNOWN_CALENDAR
    moved = (lambda last: roll(last, known).day) if calendar is not None else None
    return Standing(
        policy, unit, _admitted(policy, request), day, known, moved, currency, policy.rights.refund_price
    )


def _admitted(policy: Policy, request: Request) -> Request:
    """Return the request without a cause that the policy excludes, where we count as having admitted the fault (W-15)."""
    fault = request.fault
    if fault.override is None or not names_exclusion(policy, fault):
        return request
    return replace(request, fault=replace(fault, cause=None))


def _look(standings: Sequence[Standing]) -> None:
    """Look at each promise; a law that gives the higher price gives it whichever promise takes the goods (N-26)."""
    is_higher = any(one.refund_price is RefundPrice.HIGHER for one in standings)
    for standing in standings:
        if is_higher and standing.refund_price is RefundPrice.PAID:
            standing.refund_price = RefundPrice.HIGHER
        standing.look()


def _does_not_apply(policy: Policy, request: Request) -> Step | None:
    """Return why a promise is not looked at: it is for consumers, or it wants another proof (N-10, N-13)."""
    if policy.consumers_only and not request.is_consumer:
        said = Text(N_("{promise} is for consumers only"), {"promise": policy.code})
        return Step("CAL-11", said, {"is_consumer": False}, holds=False)
    if policy.proof and request.proof is not None and request.proof not in policy.proof:
        said = Text(N_("{promise} wants a proof of the purchase"), {"promise": policy.code})
        return Step("N-10", said, {"proof": request.proof, "proofs": list(policy.proof)}, holds=False)
    return None


def _put_together(
    standings: Sequence[Standing],
    request: Request,
    day: date,
    steps: list[Step],
    flags: list[str],
    calendar: WorkCalendar | None,
) -> Entitlement:
    options = _kindest(option for standing in standings for option in standing.options)
    had = {option.remedy for option in options}
    proposals = _kindest(one for standing in standings for one in standing.proposals if one.remedy not in had)
    lender = max(standings, key=_loaner_days, default=None)
    shops = tuple(lender.shops()) if lender is not None else ()
    steps += [step for standing in standings for step in standing.steps]
    flags += [flag for standing in standings for flag in standing.flags]
    owed = sum(shop.loaner_days for shop in shops)
    if owed and lender is not None:
        steps.append(_loaner_step(lender.policy, shops, owed))
    if calendar is None:
        flags.append("rest_days_unchecked")
    rights = [standing.policy.rights for standing in standings]
    counted_from = request.requested_on
    return Entitlement(
        requested_on=request.requested_on,
        decided_on=day,
        remedies=tuple(option.remedy for option in options),
        options=options,
        proposals=proposals,
        repairs=shops,
        loaner_days=owed,
        answer_by=_earliest((one.answer_within for one in rights), counted_from, calendar),
        complete_by=_earliest((one.complete_within for one in rights), counted_from, calendar),
        repair_by=_earliest(_repair_limits(standings, request), _handed_in(shops, request), calendar),
        refund_by=_refund_by(standings, options, request, calendar),
        also_owed=_also_owed(standings, options),
        steps=tuple(steps),
        flags=tuple(dict.fromkeys(flags)),
    )


def _kindest(options: Iterable[Option]) -> tuple[Option, ...]:
    """Return each remedy once, as the promise gives it that is kindest to the customer; the strongest first."""
    best: dict[str, Option] = {}
    for option in options:
        held = best.get(option.remedy)
        if held is None or _unkindness(option) < _unkindness(held):
            best[option.remedy] = option
    return tuple(
        sorted(best.values(), key=lambda one: (_STRENGTH.get(one.remedy, len(_STRENGTH)), one.remedy))
    )


def _unkindness(option: Option) -> tuple[object, ...]:
    """Sort by what the customer is left with, to the last detail so that no tie is left to chance."""
    return (
        option.refund is None,
        -(option.refund or 0),
        option.fee is not None,
        option.fee or 0,
        -(option.extra or 0),
        option.needs or "",
        option.freight == "customer",
        option.rank,
        -(option.until or date.min).toordinal(),
        option.promise,
        -option.version,
        option.right,
    )


def _loaner_days(standing: Standing) -> tuple[int, int, str]:
    """Sort by how long another unit is owed; equals in an order that does not depend on who was bound first."""
    return sum(shop.loaner_days for shop in standing.shops()), -standing.policy.rank, standing.policy.code


def _loaner_step(policy: Policy, shops: Sequence[Shop], owed: int) -> Step:
    loaner = policy.rights.loaner
    assert loaner is not None  # noqa: S101 - days are owed only where a loaner is
    sums = " + ".join(f"({shop.days} − {loaner.after_days})" for shop in shops if shop.loaner_days)
    said = Text(N_("another unit is owed for {days} days"), {"days": owed})
    return Step("N-20", said, {"days": owed, "more_than": loaner.after_days}, f"{sums} = {owed}", holds=True)


def _earliest(limits: Iterable[Period | None], start: date, calendar: WorkCalendar | None) -> date | None:
    """Return the earliest of the days by which something is due; a limit on the seller is never moved (CAL-02)."""
    known = calendar or _UNKNOWN_CALENDAR
    return min((limit.end(start, calendar=known) for limit in limits if limit is not None), default=None)


def _repair_limits(standings: Sequence[Standing], request: Request) -> list[Period]:
    """Return the limits that hold for this class of fault, at this time of the year (N-16)."""
    stated = [limit for standing in standings for limit in standing.policy.rights.repair_within]
    return [
        one.limit
        for one in stated
        if one.fault_class in (None, request.fault.fault_class)
        and (request.in_season or not one.only_in_season)
    ]


def _handed_in(shops: Sequence[Shop], request: Request) -> date:
    """Return the day from which a repair's time runs: the unit was handed in, or it is asked for now."""
    still_there = (
        shop.started_on for shop in shops if shop.ended_on is None or shop.ended_on >= request.requested_on
    )
    return min(still_there, default=request.requested_on)


def _refund_by(
    standings: Sequence[Standing], options: Sequence[Option], request: Request, calendar: WorkCalendar | None
) -> date | None:
    """Return the day by which the money of a return without a reason is due, once the goods are back (N-28)."""
    giving = {option.promise for option in options if option.right == NO_REASON}
    terms = (one.policy.rights.no_reason_return for one in standings if one.policy.code in giving)
    if request.goods_back_on is None:
        return None
    return _earliest((one.refund_within for one in terms if one is not None), request.goods_back_on, calendar)


def _also_owed(standings: Sequence[Standing], options: Sequence[Option]) -> tuple[str, ...]:
    """Return what is compensated beside the goods by the promises that give them back (N-22)."""
    giving = {option.promise for option in options if option.remedy in _GIVEN_BACK}
    found = (code for one in standings if one.policy.code in giving for code in one.policy.rights.also_owed)
    return tuple(dict.fromkeys(found))
