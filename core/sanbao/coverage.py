"""Is it covered, by which promise, who pays: the core asks, plugins answer, the core chooses (W-18, CAL-11).

So the question exists with any plugins; one that nobody answered is "not checked", never silently "no".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.decision import Answer, Decision, Step, Text
from sanbao.i18n import N_
from sanbao.operation import question
from sanbao.registry.models import Unit
from sanbao.schema import ChoiceField, CodeField, Input, MomentField, RefField, YesNoField

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

#: Why something failed; a profile says which of them it excludes (W-11).
CAUSES = {
    "quality": N_("Product quality"),
    "design": N_("Design"),
    "process": N_("Workmanship"),
    "material": N_("Material"),
    "service": N_("Our own service"),
    "misuse": N_("Improper use"),
    "not_per_manual": N_("Used against the manual"),
    "human_damage": N_("Human damage"),
    "natural_disaster": N_("Natural disaster"),
    "unknown": N_("Not known yet"),
}


@dataclass(frozen=True)
class Fault:
    """A fault to be judged: what failed on which unit, when, why, and what is proven (W-11, W-19)."""

    unit: Unit
    received_at: datetime
    part: str | None = None
    fault_code: str | None = None
    fault_class: str | None = None
    cause: str = "unknown"
    has_evidence: bool = False
    occurred_at: datetime | None = None
    occurred_proven: bool = False
    product_caused: bool | None = None


@dataclass(frozen=True)
class CostShare:
    """A proposal who should bear a part of a case's cost: with a reason, a rule and a rank (lower counts first)."""

    document_id: int
    bearer: str
    percent: Decimal
    reason: Text
    rule: str
    rank: int = 50
    party_code: str | None = None
    cost_centre: str | None = None


def decide(work: Work, faults: Sequence[Fault]) -> list[Decision]:
    """Ask every plugin about all faults at once and choose one answer each."""
    answered = work.hooks.ask("find_covers", work, faults=list(faults))
    decisions = []
    for position, fault in enumerate(faults):
        found = [answer for _, answers in answered for answer in answers[position]]
        day = decision_day(work, fault)
        decisions.append(choose(fault, day, found, asked=bool(answered)))
    return decisions


def decision_day(work: Work, fault: Fault) -> date:
    """Return the day that decides: of the fault where it is proven, else of the report (W-19)."""
    moment = fault.occurred_at if fault.occurred_at is not None and fault.occurred_proven else fault.received_at
    return moment.astimezone(work.zone).date()


def favour(answer: Answer) -> tuple[Any, ...]:
    """Return the key by which answers are ordered: what covers, then rank, then what favours the customer.

    Among promises that do not cover the same order holds, so the choice never depends on how they were bound.
    """
    charged = sum(answer.charge_rates.values(), Decimal(0))
    until = answer.until or date.min
    return (
        not answer.covered,
        answer.rank,
        charged,
        -until.toordinal(),
        -len(answer.remedies),
        answer.promise,
        answer.kind,
        answer.part or "",
    )


def choose(fault: Fault, day: date, answers: Sequence[Answer], *, asked: bool = True) -> Decision:
    """Choose the answer that holds and keep the losing ones (CAL-11, CAL-12)."""
    ordered = tuple(sorted(answers, key=favour))
    chosen = ordered[0] if ordered else None
    steps = (
        Step("W-19", Text(N_("The day that decides is {day}."), {"day": day})),
        Step(
            "CAL-11",
            Text(N_("{count} promises were looked at; the highest that covers is taken."), {"count": len(answers)}),
        ),
    )
    return Decision(fault.part, day, chosen, ordered, sentence(fault, day, chosen, asked=asked), steps)


def sentence(fault: Fault, day: date, chosen: Answer | None, *, asked: bool) -> Text:
    """Return the one plain sentence to tell the customer."""
    what = fault.part or fault.unit.serial
    if chosen is None:
        if not asked:
            return Text(N_("Coverage was not checked: no plugin that knows promises is enabled."))
        return Text(N_("We know of no promise for {what}; we check and call you back."), {"what": what})
    if chosen.covered:
        if chosen.until is None:
            return Text(N_("{what} is covered by {promise}; it costs you nothing."), _names(what, chosen))
        return Text(N_("{what} is covered by {promise} until {until}; it costs you nothing."), _names(what, chosen))
    if "not_stated" in chosen.flags:
        return Text(N_("The promise {promise} does not state its term; we check and call you back."), _names(what, chosen))
    if "excluded" in chosen.flags:
        return Text(
            N_("This is not covered because of its cause ({cause}); we send you a quote before any work."),
            {"cause": Text(CAUSES.get(fault.cause, fault.cause))},
        )
    if chosen.until is not None and day > chosen.until:
        return Text(
            N_("The warranty of {what} ended on {until}; we send you a quote before any work."), _names(what, chosen)
        )
    return Text(N_("{what} is not covered by {promise}; we send you a quote before any work."), _names(what, chosen))


def _names(what: str, answer: Answer) -> dict[str, Any]:
    return {"what": what, "promise": answer.promise, "until": answer.until}


def propose_shares(work: Work, documents: Sequence[Document]) -> list[CostShare]:
    """Ask every plugin who should bear the cost of these cases; the lowest rank comes first."""
    answers = work.hooks.ask("find_cost_shares", work, documents=list(documents))
    return sorted((share for _, shares in answers for share in shares), key=lambda share: share.rank)


class CoverageQuestion(Input):
    """A question about coverage without a claim."""

    unit = RefField("unit", required=True)
    part = CodeField()
    at = MomentField()
    fault = CodeField()
    fault_class = CodeField()
    cause = ChoiceField(CAUSES, load_default="unknown")
    evidence = YesNoField(load_default=False)
    product_caused = YesNoField()


@question(
    "coverage",
    schema=CoverageQuestion,
    roles=("service_manager", "service_clerk", "service_engineer", "service_head", "sales", "finance", "qc", "auditor"),
)
def coverage(
    work: Work,
    *,
    unit: Unit,
    part: str | None = None,
    at: datetime | None = None,
    fault: str | None = None,
    fault_class: str | None = None,
    cause: str,
    evidence: bool,
    product_caused: bool | None = None,
) -> Decision:
    """Tell whether a fault would be covered, by which promise and until when."""
    asked = Fault(
        unit=unit,
        received_at=at or work.now,
        part=part,
        fault_code=fault,
        fault_class=fault_class,
        cause=cause,
        has_evidence=evidence,
        product_caused=product_caused,
    )
    return decide(work, [asked])[0]
