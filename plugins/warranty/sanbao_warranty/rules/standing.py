"""One customer's request before one policy: which remedies it gives, in which window or by what count (29.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sanbao.calendar import WorkCalendar
from sanbao.coverage.selection import Outcome
from sanbao.coverage.visits import Visit, visits
from sanbao.decision import Answer, Step, Text
from sanbao.i18n import N_
from sanbao.money import Currency
from sanbao_warranty.policy.lengths import JudgedOn
from sanbao_warranty.policy.rights import Measure, RefundPrice, Trigger
from sanbao_warranty.policy.terms import Guarantee, Policy
from sanbao_warranty.rules.case import Case
from sanbao_warranty.rules.charges import PAID_IN_FULL
from sanbao_warranty.rules.counting import count
from sanbao_warranty.rules.ends import rolled_end
from sanbao_warranty.rules.facts import Roll, UnitFacts
from sanbao_warranty.rules.offers import RETURN, Ground, instead, offer
from sanbao_warranty.rules.requests import Option, Request, Shop
from sanbao_warranty.rules.starts import first_known, term_start
from sanbao_warranty.rules.visits import days_in_shop
from sanbao_warranty.rules.words import kind_label

SPECIAL_CASE = "special_case"
COMPENSATION = "compensation"
NO_REASON = "no_reason"


@dataclass
class Standing:
    """What one policy gives, collected while its guarantees and rights are looked at one after the other."""

    policy: Policy
    unit: UnitFacts
    request: Request
    decided_on: date
    calendar: WorkCalendar
    roll: Roll | None
    currency: Currency
    refund_price: RefundPrice
    options: list[Option] = field(default_factory=list)
    proposals: list[Option] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Look at the guarantees, at the rights that arise by counting, and at what needs no fault."""
        covering: dict[str, Guarantee] = {}
        for guarantee in self.policy.guarantees:
            if self._look_at(guarantee):
                covering[guarantee.kind] = guarantee
        for answer in self._other_answers():
            self._offer(answer.remedies, _window(answer.kind, answer))
        for trigger in self.policy.rights.triggers:
            within = covering.get(trigger.within or self.policy.rights.within or "")
            if within is not None:
                self._weigh(trigger, within)
        self._without_reason()
        self._for_fraud()

    @property
    def start(self) -> date | None:
        """The day from which the policy's counted rights and fees run."""
        wanted = self.policy.rights.within
        first = next(iter(self.policy.guarantees), None)
        guarantee = next((one for one in self.policy.guarantees if one.kind == wanted), first)
        return term_start(self.policy, self.unit, guarantee)

    def visits(self) -> tuple[Visit, ...]:
        """Return the repairs since the term began."""
        return visits(self.unit.repairs, self.start or date.min, self.request.requested_on)

    def shops(self) -> list[Shop]:
        """Return each repair with its days, and for how many of them another unit is owed (N-20, N-25)."""
        loaner = self.policy.rights.loaner
        measure = loaner.measured_in if loaner is not None else Measure.CALENDAR_DAYS
        found = []
        for visit in self.visits():
            days = days_in_shop(visit, measure, self.request.requested_on, self.calendar)
            owed = max(0, days - loaner.after_days) if loaner is not None else 0
            found.append(Shop(visit.case, visit.first_day, visit.last_day, days, owed))
        return found

    def _case(self, day: date) -> Case:
        return Case(self.policy, self.unit, self.request.fault, day, PAID_IN_FULL, self.roll, trace=True)

    def _look_at(self, guarantee: Guarantee) -> bool:
        """Offer what a guarantee gives; tell whether it covers the fault."""
        day = self.request.requested_on if guarantee.judged_on is JudgedOn.REQUEST else self.decided_on
        answers = list(self._case(day).of_guarantee(guarantee))
        covered = [answer for answer in answers if answer.covered]
        for answer in covered:
            self.steps += [step for step in answer.steps if step not in self.steps]
            self._offer(answer.remedies, _window(guarantee.kind, answer, guarantee))
        if not covered and guarantee.special_case:
            self._offer_special_case(guarantee, answers)
        return bool(covered)

    def _other_answers(self) -> Iterator[Answer]:
        """Yield what covers beside the guarantees: a repair's own guarantee, goods that failed acceptance."""
        case = self._case(self.decided_on)
        if self.unit.repairs and self.policy.repair_guarantee is not None:
            yield from (answer for answer in case.of_repairs() if answer.covered)
        yield from (answer for answer in case.of_failed_acceptance() if answer.covered)

    def _offer_special_case(self, guarantee: Guarantee, answers: list[Answer]) -> None:
        """Offer after the term what a house may grant by approval (RET-03)."""
        ended = next((one for one in answers if one.flags and one.flags[0] == Outcome.ENDED), None)
        if ended is None:
            return
        said = Text(N_("after {until} this is granted only as a special case"), {"until": ended.until})
        self.steps.append(Step("RET-03", said, {"until": ended.until}, holds=self.request.special_case))
        ground = Ground(guarantee.kind, guarantee.rule, ended.until, needs=SPECIAL_CASE, because=said)
        into = self.options if self.request.special_case else self.proposals
        for remedy in guarantee.remedies:
            into.append(
                offer(
                    self.policy, self.unit, self.request, remedy, ground, self.currency, self.refund_price
                ).option
            )

    def _weigh(self, trigger: Trigger, within: Guarantee) -> None:
        """Count, and offer what the count gives (N-04, N-05, N-19)."""
        found = count(trigger, self.unit, self.request, self.visits(), self.calendar)
        reached = trigger.is_reached(found)
        self.steps.append(_count_step(trigger, found, reached))
        if not reached:
            return
        start = term_start(self.policy, self.unit, within)
        right = Text(N_("{right}: {count}"), {"right": Text(kind_label(trigger.right)), "count": found})
        ground = Ground(trigger.right, trigger.rule, start=start, trigger=trigger, because=right)
        self._offer(trigger.remedies, ground)

    def _offer(self, remedies: tuple[str, ...], ground: Ground) -> None:
        request = self.request
        for remedy in instead(self.policy.rights, remedies, request, counted=ground.trigger is not None):
            found = offer(self.policy, self.unit, request, remedy, ground, self.currency, self.refund_price)
            self.options.append(found.option)
            self.steps += [step for step in found.steps if step not in self.steps]
            self.flags += found.flags
        if request.same_model_available is None and "exchange" in remedies:
            self.flags.append("same_model_not_checked")

    def _without_reason(self) -> None:
        """Offer the return of goods sold at a distance (N-28)."""
        terms = self.policy.rights.no_reason_return
        if terms is None or not self.request.is_distance_sale:
            return
        start = first_known(self.policy, self.unit.dates, terms.start_events)[0]
        until = rolled_end(self.policy, terms.term, start, self.roll) if start is not None else None
        if start is None or until is None or not start <= self.request.requested_on <= until:
            return
        said = Text(
            N_("goods sold at a distance may go back without a reason until {until}"), {"until": until}
        )
        self.steps.append(
            Step("N-28", said, {"start": start, "until": until}, f"{start} + {terms.term} = {until}")
        )
        ground = Ground(NO_REASON, "N-28", until, freight=terms.freight, because=said)
        self.options.append(
            offer(
                self.policy, self.unit, self.request, RETURN, ground, self.currency, self.refund_price
            ).option
        )

    def _for_fraud(self) -> None:
        """Offer the damages for fraud: so many times the price, a least sum (N-28)."""
        damages, price = self.policy.rights.fraud, self.unit.price
        if damages is None or not self.request.is_fraud:
            return
        if price is None:
            self.flags.append("price_missing")
            return
        owed = self.currency.round(max(damages.times * price, damages.least))
        said = Text(N_("fraud costs {amount} on top of the price"), {"amount": owed})
        arithmetic = f"max({damages.times} × {price}, {damages.least}) = {owed}"
        self.steps.append(Step("N-28", said, {"price_paid": price}, arithmetic, holds=True))
        policy = self.policy
        self.options.append(
            Option(
                COMPENSATION,
                policy.code,
                policy.version,
                policy.rank,
                "fraud",
                "N-28",
                extra=owed,
                because=said,
            )
        )


def _window(kind: str, answer: Answer, guarantee: Guarantee | None = None) -> Ground:
    rule = next(iter(answer.cites), None)
    recover_from = guarantee.recover_from if guarantee is not None else None
    return Ground(kind, rule, answer.until, recover_from=recover_from, because=answer.sentence)


def _count_step(trigger: Trigger, found: int, reached: bool) -> Step:
    inputs = {"count": found, "at_least": trigger.at_least, "more_than": trigger.more_than}
    words = {"right": Text(kind_label(trigger.right)), "count": found}
    said = (
        N_("{right}: {count}, that gives the right")
        if reached
        else N_("{right}: {count}, that is not enough")
    )
    limit = trigger.at_least if trigger.at_least is not None else trigger.more_than
    sign = "≥" if trigger.at_least is not None else ">"
    arithmetic = f"{found} {sign} {limit}" if limit is not None else ""
    return Step(trigger.rule or "29.5", Text(said, words), inputs, arithmetic, holds=reached)
