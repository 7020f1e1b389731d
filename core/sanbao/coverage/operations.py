"""Is it covered, by which promise, who pays: the core asks, plugins answer, the core chooses (W-18, CAL-11).

So the question exists with any plugins; one that nobody answered is "not checked", never silently "no".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sanbao.coverage.facts import CAUSES, CostShare, Fault, UnitFault
from sanbao.coverage.judging import decision_day, judge
from sanbao.decision import Decision
from sanbao.operation import question
from sanbao.registry.finding import part_of
from sanbao.registry.models import Unit
from sanbao.schema import ChoiceField, CodeField, Input, MomentField, RefField, YesNoField

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

def decide(work: Work, faults: Sequence[UnitFault]) -> list[Decision]:
    """Ask every plugin about all faults at once and choose what counts for each (CAL-11, W-18)."""
    answered = work.hooks.ask("find_covers", work, faults=list(faults))
    decisions = []
    for position, case in enumerate(faults):
        found = [answer for _, answers in answered for answer in answers[position]]
        day = decision_day(case.fault, work.zone)
        decisions.append(judge(case.fault, day, found, asked=bool(answered)))
    return decisions


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
        received_at=at or work.now,
        part=part_of(unit, part) if part is not None else None,
        fault_code=fault,
        fault_class=fault_class,
        cause=cause,
        evidence=evidence,
        product_caused=product_caused,
    )
    return decide(work, [UnitFault(unit, asked)])[0]
