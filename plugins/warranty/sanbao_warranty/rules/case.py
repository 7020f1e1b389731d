"""One fault before one policy: which of its guarantees speak, and what each of them says (W-18)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from sanbao.coverage.selection import Outcome
from sanbao.decision import Answer, Step, Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Guarantee, Policy, PostWarranty
from sanbao_warranty.rules.charges import rates_after
from sanbao_warranty.rules.ends import base_end, last_day, rolled_end
from sanbao_warranty.rules.exclusions import (
    exclusion_step,
    is_excluded,
    is_in_scope,
    names_exclusion,
    scope_step,
    speaks_of,
)
from sanbao_warranty.rules.facts import Fault, Repair, Roll, UnitFacts
from sanbao_warranty.rules.final_tests import is_test_missing
from sanbao_warranty.rules.parts import part_cover
from sanbao_warranty.rules.sentences import sentence, what_would_change
from sanbao_warranty.rules.starts import chain, is_held_up, start_day, term_start
from sanbao_warranty.rules.words import term_text

_NOBODY: tuple[str, ...] = ()
_EXCLUDABLE = (Outcome.COVERED, Outcome.UNFILLED, Outcome.NO_START)


class Case:
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
        """Yield every answer of the policy."""
        for guarantee in self.policy.guarantees:
            yield from self.of_guarantee(guarantee)
        if self.unit.acceptance_failed_on is not None:
            yield from self.of_failed_acceptance()
        if self.unit.repairs and self.policy.repair_guarantee is not None:
            yield from self.of_repairs()
        if not self.policy.guarantees:
            yield self.lifetime_service()

    def of_guarantee(self, guarantee: Guarantee) -> Iterator[Answer]:
        """Yield what one guarantee says of the unit, and of a part that was replaced in it."""
        steps: list[Step] | None = [] if self.trace else None
        if steps is None:
            start = term_start(self.policy, self.unit, guarantee)
        else:
            start, why = start_day(self.policy, self.unit, guarantee)
            steps.extend(why)
        if (guarantee.parts is not None or guarantee.except_parts) and not speaks_of(
            guarantee, self.fault.part
        ):
            yield self.answer(guarantee, Outcome.OTHER_PART, steps, start)
            return
        if start is None:
            yield self.answer(guarantee, self.judge(guarantee, None, None, False, steps), steps)
            return
        until, stated = base_end(
            self.policy, guarantee, self.unit, self.fault.part, start, self.roll, steps, self.day
        )
        outcome = self.judge(guarantee, start, until, stated, steps)
        yield self.answer(guarantee, outcome, steps, start, until, end_from=self.end_from(guarantee))
        if (
            guarantee.restart is not None
            and (self.unit.replacements or self.unit.repairs)
            and until is not None
        ):
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

    def of_failed_acceptance(self) -> Iterator[Answer]:
        """The replacement that is owed before a term has begun: the goods never passed their acceptance (W-20)."""
        failed = self.unit.acceptance_failed_on
        held_up = any(is_held_up(self.policy, self.unit, guarantee) for guarantee in self.policy.guarantees)
        if failed is None or not held_up or self.day < failed:
            return
        said = Text(
            N_("the acceptance on {day} failed: the goods are replaced before any term begins"),
            {"day": failed},
        )
        steps = [Step("W-20", said, {"acceptance_failed_on": failed}, holds=True)] if self.trace else None
        owed = Guarantee(kind="delivery", term=None, remedies=("replace_unit",), rule="W-20")
        outcome = Outcome.EXCLUDED if is_excluded(self.policy, self.fault) else Outcome.COVERED
        yield self.answer(owed, outcome, steps)

    def of_repairs(self) -> Iterator[Answer]:
        """The guarantee on a repair that was handed back before the day (W-07, N-07, RMA-13)."""
        returned = (repair.returned_on for repair in self.unit.repairs if self.concerns(repair))
        done = [on for on in returned if on is not None and on < self.day]
        if not done:
            return
        term = self.policy.repair_guarantee
        assert term is not None  # noqa: S101 - asked by the caller
        start = max(done)
        until = rolled_end(self.policy, term, start, self.roll)
        guarantee = Guarantee(kind="repair", term=term, remedies=("repair",))
        said = Text(
            N_("a repair is guaranteed for {term}, until {until}"), {"term": term_text(term), "until": until}
        )
        steps = (
            [Step("N-07", said, {"repaired_on": start}, f"{start} + {term} = {until}")]
            if self.trace
            else None
        )
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
        self,
        guarantee: Guarantee,
        start: date | None,
        until: date | None,
        stated: bool,
        steps: list[Step] | None,
    ) -> Outcome:
        """Return what the guarantee says on the day: scope, then term, then exclusions."""
        if not is_in_scope(guarantee, self.fault):
            outcome = Outcome.NOT_LISTED
        else:
            outcome = self.in_term(start, until, stated)
            # A proven exclusion decides even where the term is still open.
            if (
                self.fault.cause is not None
                and outcome in _EXCLUDABLE
                and is_excluded(self.policy, self.fault, self.must_prove(start))
            ):
                outcome = Outcome.EXCLUDED
        if steps is not None:
            steps.extend(self.judged_steps(guarantee, outcome, start, until))
        return outcome

    def must_prove(self, start: date | None) -> bool:
        """Tell whether it is still for us to prove an exclusion (N-28)."""
        within = self.policy.proof_within
        if within is None or start is None:
            return True
        return self.day <= last_day(within, start, self.policy.period_convention)

    def in_term(self, start: date | None, until: date | None, stated: bool) -> Outcome:
        """Return where the day lies (W-19)."""
        if start is None:
            # After a failed acceptance it is known why no term runs (W-20).
            return Outcome.NO_START if self.unit.acceptance_failed_on is None else Outcome.NOT_STARTED
        if self.day < start:
            return Outcome.NOT_STARTED
        if until is None or self.day > until:
            return Outcome.ENDED if stated else Outcome.UNFILLED
        return Outcome.COVERED

    def judged_steps(
        self, guarantee: Guarantee, outcome: Outcome, start: date | None, until: date | None
    ) -> Iterator[Step]:
        """Yield why the outcome is what it is (CAL-12)."""
        if (
            guarantee.fault_classes is not None
            or guarantee.causes is not None
            or outcome is Outcome.NOT_LISTED
        ):
            yield scope_step(guarantee, self.fault)
        if outcome in (Outcome.ENDED, Outcome.COVERED, Outcome.EXCLUDED) and until is not None:
            holds = self.day <= until
            inputs = {"day": self.day, "until": until}
            said = N_("{day} lies within the term") if holds else N_("{day} lies after the term")
            arithmetic = f"{self.day} {'<=' if holds else '>'} {until}"
            yield Step("W-19", Text(said, {"day": self.day}), inputs, arithmetic, holds)
        if outcome in (Outcome.COVERED, Outcome.EXCLUDED):
            yield exclusion_step(self.policy, self.fault, self.must_prove(start))
        if outcome is Outcome.COVERED:
            yield Step(
                "W-08", Text(N_("within the warranty we bear every cost of the fault")), {}, holds=True
            )

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
            cites=(guarantee.rule,) if guarantee.rule is not None else (),
            steps=tuple(steps or ()),
            changes=changes,
            flags=self.flags(guarantee, outcome, start, until),
            bearer="self" if covered else "customer",
            recover_from=self.recover_from,
            free_parts_up_to=None if covered else self.post.small_part_threshold,
            sentence=sentence(policy, guarantee, fault, outcome, start, until, charged=bool(rates)),
        )

    def rates(self, outcome: Outcome) -> Mapping[str, Decimal]:
        """Return which share of each cost the customer pays (W-08, W-12)."""
        if outcome is Outcome.COVERED:
            return self.policy.covered_rates
        return rates_after(self.post, self.unit, self.fault.part, outcome is Outcome.EXCLUDED)

    def flags(
        self, guarantee: Guarantee, outcome: Outcome, start: date | None, until: date | None
    ) -> tuple[str, ...]:
        """Return what a reader must know beside the outcome, the outcome itself first."""
        policy = self.policy
        flags: tuple[str, ...] = () if outcome is Outcome.COVERED else (outcome.value,)
        if outcome is Outcome.COVERED and names_exclusion(self.policy, self.fault):
            flags += ("exclusion_unproven",)
        if outcome is Outcome.ENDED and self.post.lifetime_service:
            flags += (Outcome.LIFETIME_SERVICE.value,)
        if start is not None and chain(policy, guarantee)[0] not in self.unit.dates:
            flags += ("start_fallback",) if self.unit.exchanged is None else ()
        if policy.roll_last_day and self.roll is None:
            flags += ("rest_days_unchecked",)
        if policy.final_test is not None and outcome is Outcome.ENDED and until is not None:
            flags += ("final_test_missing",) if is_test_missing(policy, self.unit, until) else ()
        if policy.in_force_from is not None and start is not None and start < policy.in_force_from:
            flags += ("before_in_force",)
        return flags


def remedies(guarantee: Guarantee, fault: Fault) -> tuple[str, ...]:
    """Return the remedies in their order, those for this class of fault where the policy has some (W-09)."""
    return guarantee.fault_remedies.get(fault.fault_class or "", guarantee.remedies)


def recoverable_from(unit: UnitFacts, part: str | None, day: date) -> tuple[str, ...]:
    """Return the suppliers whose own warranty towards us still runs on the day (W-18)."""
    due = (
        upstream.party
        for upstream in unit.upstream
        if day <= upstream.until
        and (upstream.since is None or upstream.since <= day)
        and (upstream.parts is None or part in upstream.parts)
    )
    return tuple(dict.fromkeys(due))
