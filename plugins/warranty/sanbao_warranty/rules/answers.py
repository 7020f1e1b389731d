"""What each promise answers for one fault: every matching source, winners and losers (W-18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from sanbao.coverage.selection import Outcome
from sanbao.decision import Answer, Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Guarantee, Policy, PostWarranty
from sanbao_warranty.rules.charges import PAID_IN_FULL, rates_after
from sanbao_warranty.rules.ends import base_end, rolled_end
from sanbao_warranty.rules.exclusions import (
    exclusion_step,
    is_excluded,
    is_in_scope,
    names_exclusion,
    scope_step,
)
from sanbao_warranty.rules.facts import Fault, Repair, Roll, UnitFacts
from sanbao_warranty.rules.parts import part_cover
from sanbao_warranty.rules.sentences import sentence, what_would_change
from sanbao_warranty.rules.starts import chain, first_known, start_day
from sanbao_warranty.rules.words import term_text

_NOBODY: tuple[str, ...] = ()
_EXCLUDABLE = (Outcome.COVERED, Outcome.UNFILLED, Outcome.NO_START)


def answers(
    policy: Policy,
    unit: UnitFacts,
    fault: Fault,
    day: date,
    post: PostWarranty | None = None,
    roll: Roll | None = None,
    trace: bool = True,
) -> tuple[Answer, ...]:
    """Return what the policy says about the fault on the day that decides, one answer for each source (W-18).

    ``post`` are the prices where it is not free; without it the policy's own.
    """
    case = _Case(policy, unit, fault, day, post or policy.post_warranty or PAID_IN_FULL, roll, trace)
    return tuple(case.answers())


class _Case:
    """One fault before one policy: carries what every answer needs, so that functions stay short."""

    __slots__ = ("policy", "unit", "fault", "day", "post", "roll", "trace", "recover_from")

    def __init__(
        self,
        policy: Policy,
        unit: UnitFacts,
        fault: Fault,
        day: date,
        post: PostWarranty,
        roll: Roll | None,
        trace: bool,
    ) -> None:
        self.policy, self.unit, self.fault, self.day = policy, unit, fault, day
        self.post, self.roll, self.trace = post, roll, trace
        self.recover_from = recoverable_from(unit, fault.part, day) if unit.upstream else _NOBODY

    def answers(self) -> Iterator[Answer]:
        for guarantee in self.policy.guarantees:
            yield from self.of_guarantee(guarantee)
        if self.unit.repairs and self.policy.repair_guarantee is not None:
            yield from self.of_repairs()
        if not self.policy.guarantees:
            yield self.lifetime_service()

    def of_guarantee(self, guarantee: Guarantee) -> Iterator[Answer]:
        steps: list[Step] | None = [] if self.trace else None
        start, _event = first_known(self.policy, self.unit.dates, chain(self.policy, guarantee))
        if steps is not None:
            steps.extend(start_day(self.policy, self.unit, guarantee)[1])
        if guarantee.parts is not None and self.fault.part not in guarantee.parts:
            yield self.answer(guarantee, Outcome.OTHER_PART, steps, start)
            return
        if start is None:
            yield self.answer(guarantee, self.judge(guarantee, None, None, False, steps), steps)
            return
        until, stated = base_end(self.policy, guarantee, self.unit, self.fault.part, start, self.roll, steps)
        outcome = self.judge(guarantee, start, until, stated, steps)
        yield self.answer(guarantee, outcome, steps, start, until, end_from=self.end_from(guarantee))
        if guarantee.restart is not None and self.unit.replacements and until is not None:
            yield from self.of_part(guarantee, start, until)

    def of_part(self, guarantee: Guarantee, start: date, until: date) -> Iterator[Answer]:
        """The replaced part's own warranty, a source beside the machine's (W-07, W-18)."""
        steps: list[Step] | None = [] if self.trace else None
        part = self.fault.part
        if part is None:
            return
        own = part_cover(self.policy, guarantee, self.unit, part, start, until, self.day, self.roll, steps)
        if own is not None and own[1] > until:
            outcome = self.judge(guarantee, own[0], own[1], True, steps)
            yield self.answer(guarantee, outcome, steps, own[0], own[1], source="part")

    def of_repairs(self) -> Iterator[Answer]:
        """The guarantee on a repair that was handed back before the day (W-07, N-07, RMA-13)."""
        done = [repair for repair in self.unit.repairs if self.concerns(repair) and repair.returned_on < self.day]
        if not done:
            return
        term = self.policy.repair_guarantee
        assert term is not None  # noqa: S101 - asked by the caller
        start = max(repair.returned_on for repair in done)
        until = rolled_end(self.policy, term, start, self.roll)
        guarantee = Guarantee(kind="repair", term=term, remedies=("repair",))
        said = Text(N_("a repair is guaranteed for {term}, until {until}"), {"term": term_text(term), "until": until})
        steps = [Step("N-07", said, {"repaired_on": start}, f"{start} + {term} = {until}")] if self.trace else None
        outcome = self.judge(guarantee, start, until, True, steps)
        yield self.answer(guarantee, outcome, steps, start, until, source="repair")

    def concerns(self, repair: Repair) -> bool:
        """Tell whether the repair was of this part or this fault."""
        if repair.part is not None and repair.part == self.fault.part:
            return True
        return repair.fault_code is not None and repair.fault_code == self.fault.fault_code

    def lifetime_service(self) -> Answer:
        """The obligation to serve after the warranty, paid (W-12, W-13)."""
        said = Text(N_("service goes on for life, at the prices after the warranty"))
        steps = [Step("W-13", said)] if self.trace else None
        service = Guarantee(kind="lifetime_service", term=None, remedies=("repair",))
        return self.answer(service, Outcome.LIFETIME_SERVICE, steps)

    def judge(
        self, guarantee: Guarantee, start: date | None, until: date | None, stated: bool, steps: list[Step] | None
    ) -> Outcome:
        """Return what the guarantee says on the day: scope, then term, then exclusions."""
        if not is_in_scope(guarantee, self.fault):
            outcome = Outcome.NOT_LISTED
        else:
            outcome = self.in_term(start, until, stated)
            # A proven exclusion decides even where the term is still open.
            if outcome in _EXCLUDABLE and is_excluded(self.policy, self.fault):
                outcome = Outcome.EXCLUDED
        if steps is not None:
            steps.extend(self.judged_steps(guarantee, outcome, until))
        return outcome

    def in_term(self, start: date | None, until: date | None, stated: bool) -> Outcome:
        """Return where the day lies (W-19)."""
        if start is None:
            return Outcome.NO_START
        if self.day < start:
            return Outcome.NOT_STARTED
        if until is None or self.day > until:
            return Outcome.ENDED if stated else Outcome.UNFILLED
        return Outcome.COVERED

    def judged_steps(self, guarantee: Guarantee, outcome: Outcome, until: date | None) -> Iterator[Step]:
        if guarantee.fault_classes is not None or guarantee.causes is not None or outcome is Outcome.NOT_LISTED:
            yield scope_step(guarantee, self.fault)
        if outcome in (Outcome.ENDED, Outcome.COVERED, Outcome.EXCLUDED) and until is not None:
            holds = self.day <= until
            inputs = {"day": self.day, "until": until}
            said = N_("{day} lies within the term") if holds else N_("{day} lies after the term")
            arithmetic = f"{self.day} {'<=' if holds else '>'} {until}"
            yield Step("W-19", Text(said, {"day": self.day}), inputs, arithmetic, holds)
        if outcome in (Outcome.COVERED, Outcome.EXCLUDED):
            yield exclusion_step(self.policy, self.fault)
        if outcome is Outcome.COVERED:
            yield Step("W-08", Text(N_("within the warranty we bear every cost of the fault")), {}, holds=True)

    def end_from(self, guarantee: Guarantee) -> Callable[[date], date | None] | None:
        """Return the end of the term for another start, for what would change the outcome."""
        if not self.trace:
            return None
        return lambda start: base_end(self.policy, guarantee, self.unit, self.fault.part, start, self.roll)[0]

    def answer(
        self,
        guarantee: Guarantee,
        outcome: Outcome,
        steps: list[Step] | None,
        start: date | None = None,
        until: date | None = None,
        source: str | None = None,
        end_from: Callable[[date], date | None] | None = None,
    ) -> Answer:
        """Put the answer together."""
        policy, fault = self.policy, self.fault
        covered = outcome is Outcome.COVERED
        changes: tuple[Text, ...] = ()
        if steps is not None:
            changes = what_would_change(policy, guarantee, fault, outcome, self.day, start, until, end_from)
        rates = self.rates(outcome)
        return Answer(
            covered=covered,
            promise=policy.code,
            source=source or policy.kind,
            part=fault.part,
            profile=policy.code,
            version=policy.version,
            kind=guarantee.kind,
            start=start,
            until=until,
            remedies=remedies(guarantee, fault) if covered else (),
            charge_rates=rates,
            rank=policy.rank,
            steps=tuple(steps or ()),
            changes=changes,
            flags=self.flags(guarantee, outcome),
            bearer="self" if covered else "customer",
            recover_from=self.recover_from,
            free_parts_up_to=None if covered else self.post.small_part_threshold,
            sentence=sentence(policy, guarantee, fault, outcome, start, until, charged=bool(rates)),
        )

    def rates(self, outcome: Outcome) -> Mapping[str, Decimal]:
        if outcome is Outcome.COVERED:
            return self.policy.covered_rates
        return rates_after(self.post, self.unit, self.fault.part, outcome is Outcome.EXCLUDED)

    def flags(self, guarantee: Guarantee, outcome: Outcome) -> tuple[str, ...]:
        flags: tuple[str, ...] = () if outcome is Outcome.COVERED else (outcome.value,)
        if outcome is Outcome.COVERED and names_exclusion(self.policy, self.fault):
            flags += ("exclusion_unproven",)
        if outcome is Outcome.ENDED and self.post.lifetime_service:
            flags += (Outcome.LIFETIME_SERVICE.value,)
        events = chain(self.policy, guarantee)
        if events[0] not in self.unit.dates and outcome is not Outcome.NO_START:
            flags += ("start_fallback",)
        if self.policy.roll_last_day and self.roll is None:
            flags += ("rest_days_unchecked",)
        return flags


def remedies(guarantee: Guarantee, fault: Fault) -> tuple[str, ...]:
    """Return the remedies in their order, those for this class of fault where the policy has some (W-09)."""
    return guarantee.fault_remedies.get(fault.fault_class or "", guarantee.remedies)


def recoverable_from(unit: UnitFacts, part: str | None, day: date) -> tuple[str, ...]:
    """Return the suppliers whose own warranty towards us still runs on the day (W-18)."""
    due = (
        upstream.party
        for upstream in unit.upstream
        if day <= upstream.until and (upstream.parts is None or part in upstream.parts)
    )
    return tuple(dict.fromkeys(due))
