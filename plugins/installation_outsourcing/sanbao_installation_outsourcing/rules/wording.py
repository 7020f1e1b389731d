"""A clause in words: the sentences of the contract come from the same data that the engine reckons with (PEN-08)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.delays import AUTO_RELIEF, NEGOTIATE
from sanbao_installation_outsourcing.rules.penalties.caps import SCOPES
from sanbao_installation_outsourcing.rules.penalties.pricing import BASES
from sanbao_installation_outsourcing.rules.penalties.terms import (
    Basis,
    Clause,
    Completion,
    Consequence,
    Direction,
    Per,
    RoundTo,
    Scope,
    Unaccepted,
)
from sanbao_installation_outsourcing.rules.penalties.titles import TRIGGERS, case_name

_OWES = {
    Direction.THEY_OWE: N_("Party B"),
    Direction.WE_OWE: N_("Party A"),
    Direction.INTERNAL: N_("The person responsible"),
}
_PER = {
    Per.OCCURRENCE: N_("for each occurrence"),
    Per.UNIT: N_("for each unit"),
    Per.DAY: N_("for each day"),
    Per.STARTED_DAY: N_("for each day, a started day counting as whole"),
    Per.HOUR: N_("for each hour"),
    Per.STARTED_HOUR: N_("for each hour, a started hour counting as whole"),
}
_CONSEQUENCES = {
    Consequence.DEDUCT: N_("It is deducted from the fee."),
    Consequence.NOT_PAYABLE: N_("The units concerned are not paid until rework has passed."),
    Consequence.INVOICE: N_("It is claimed separately and may be offset against the fee."),
    Consequence.SHIFT_COST: N_("The cost is borne by the one in breach."),
    Consequence.PAY: N_("It is paid out."),
    Consequence.TERMINATE: N_("The other party may terminate the contract."),
    Consequence.WARN: N_("It is recorded and warned of; no money is attached."),
}
_EXCUSES = {
    "ours": N_("the ordering party's own doing"),
    "client": N_("the client's doing"),
}
_ROUNDED = {RoundTo.HALF_UP: N_("half up"), RoundTo.UP: N_("up"), RoundTo.DOWN: N_("down")}


def sentences(clause: Clause, our_side: str = "a") -> tuple[Text, ...]:
    """Return the sentences that state a clause, complete: whatever the engine looks at is said."""
    return (
        _when(clause),
        *_price(clause, our_side),
        *_free(clause),
        *_excused(clause),
        *_counting(clause),
        *_limits(clause),
        _effect(clause),
        Text(_CONSEQUENCES[clause.consequence]),
        *_serious(clause),
    )


def _when(clause: Clause) -> Text:
    titled = N_("What the title says happens") if any(clause.names.values()) else None
    known = TRIGGERS.get(clause.trigger, titled)
    said = Text(known) if known is not None else clause.trigger.replace("_", " ")
    if clause.needs_verification:
        return Text(N_("{event}, and this is verified."), {"event": said})
    return Text(N_("{event}."), {"event": said})


def debtor(clause: Clause, our_side: str) -> Text:
    """Return who owes: we are party A or party B of the contract."""
    if our_side == "b" and clause.direction is not Direction.INTERNAL:
        mirrored = Direction.WE_OWE if clause.direction is Direction.THEY_OWE else Direction.THEY_OWE
        return Text(_OWES[mirrored])
    return Text(_OWES[clause.direction])


def _price(clause: Clause, our_side: str) -> Iterable[Text]:
    """Say who pays how much per what."""
    if not clause.has_money:
        return
    known = {
        "debtor": debtor(clause, our_side),
        "per": Text(_PER[clause.per]),
        "basis": Text(BASES[clause.basis]),
    }
    if clause.tariff:
        yield Text(N_("{debtor} pays {per}, by the case:"), known)
        for case, amount in clause.tariff.items():
            yield Text(N_("{case}: {amount}."), {"case": case_name(case), "amount": amount})
    elif clause.tiers:
        yield Text(N_("{debtor} pays {per}:"), known)
        yield from _tiers(clause)
    elif clause.amount is not None:
        yield Text(N_("{debtor} pays {amount} {per}."), {**known, "amount": clause.amount})
    elif clause.basis is Basis.ACTUAL_LOSS and clause.percent in (None, Decimal(100)):
        yield Text(N_("{debtor} makes good the proven loss."), known)
    else:
        yield Text(
            N_("{debtor} pays {percent} % of the {basis} {per}."),
            {**known, "percent": _short(clause.percent)},
        )
    if clause.each_unit:
        yield Text(N_("This is reckoned for each unit concerned."))


def _tiers(clause: Clause) -> Iterable[Text]:
    for tier in clause.tiers:
        told = {
            "start": _short(tier.start),
            "percent": _short(tier.percent),
            "amount": tier.amount,
            "basis": Text(BASES[clause.basis]),
        }
        said = (
            N_("from no. {start} on: {amount};")
            if tier.amount is not None
            else N_("from no. {start} on: {percent} % of the {basis};")
        )
        yield Text(said, told)
    yield Text(
        N_("the rate that is reached holds for all of them.")
        if clause.whole_tier
        else N_("each rate holds for its own part.")
    )


def _free(clause: Clause) -> Iterable[Text]:
    grace = clause.grace
    if grace.days and clause.measures_time:
        yield Text(N_("The first {count} days are free."), {"count": grace.days})
    if grace.hours and clause.measures_time:
        yield Text(N_("The first {count} hours are free."), {"count": _short(grace.hours)})
    if grace.count and not clause.measures_time:
        told = {"count": grace.count, "scope": Text(SCOPES[grace.within])}
        yield Text(N_("The first {count} within {scope} are free."), told)


def _excused(clause: Clause) -> Iterable[Text]:
    causes = [Text(_EXCUSES.get(cause, "{cause}"), {"cause": cause}) for cause in clause.excused_by]
    if causes and clause.measures_time:
        yield Text(N_("Time lost by {causes} does not count."), {"causes": causes})
    if clause.measures_time:
        if clause.fm_mode == AUTO_RELIEF:
            yield Text(N_("Force majeure that began before the agreed time gives relief by itself."))
        elif clause.fm_mode == NEGOTIATE:
            yield Text(N_("For force majeure both parties negotiate; until they agree it gives no relief."))
        else:
            yield Text(N_("Force majeure gives no relief."))
    if clause.exclusions:
        told = {"cases": [case_name(case) for case in clause.exclusions]}
        yield Text(N_("It does not apply to: {cases}."), told)


def _counting(clause: Clause) -> Iterable[Text]:
    """Say what counts as completion, and what becomes of works never accepted and of matters told twice."""
    if clause.measures_time:
        yield from _ending(clause)
    elif clause.once_per_matter:
        yield Text(N_("The same matter counts once."))
    if clause.rounding.step is not None or clause.rounding.to is not RoundTo.HALF_UP:
        told = {"way": Text(_ROUNDED[clause.rounding.to]), "step": clause.rounding.step or ""}
        yield Text(N_("The amount is rounded {way} {step}."), told)


def _ending(clause: Clause) -> Iterable[Text]:
    """Say what ends the time that counts: the works of a lot, unless a moment is told that ends it."""
    if clause.completion is Completion.ACCEPTED:
        yield Text(N_("Completion is the day of acceptance."))
    elif clause.ends_with_work:
        yield Text(N_("Completion is the day of the work that later passes, of the rework after a failure."))
    if clause.unaccepted is Unaccepted.LEFT_OUT:
        yield Text(N_("Works that are never accepted do not count as late."))
    elif clause.ends_with_work:
        yield Text(N_("Works that are never accepted count as late until the day of settlement."))


def _limits(clause: Clause) -> Iterable[Text]:
    for cap in clause.caps:
        scope = Text(SCOPES[cap.scope] if cap.scope is not Scope.EVENT else N_("one event"))
        if cap.amount is not None:
            yield Text(N_("At most {amount} within {scope}."), {"amount": cap.amount, "scope": scope})
        else:
            told = {"percent": _short(cap.percent), "basis": Text(BASES[cap.of]), "scope": scope}
            yield Text(N_("At most {percent} % of the {basis} within {scope}."), told)
    if clause.has_money:
        yield Text(
            N_("It counts towards the joint cap.") if clause.joint else N_("It stands outside the joint cap.")
        )


def _effect(clause: Clause) -> Text:
    if clause.is_right:
        return Text(
            N_("This is a right: whoever is entitled decides to apply, reduce or waive it, with a reason.")
        )
    return Text(N_("It applies by itself; it may be reduced or waived with a reason."))


def _serious(clause: Clause) -> Iterable[Text]:
    if clause.when_serious is not None:
        yield Text(
            N_("If it is serious: {consequence}"), {"consequence": Text(_CONSEQUENCES[clause.when_serious])}
        )


def _short(number: Decimal | None) -> str:
    return f"{number.normalize():f}" if number is not None else ""
