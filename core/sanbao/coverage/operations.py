"""Is it covered, by which promise, who pays: the core asks, plugins answer, the core chooses (W-18, CAL-11).

So the question exists with any plugins; one that nobody answered is "not checked", never silently "no".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sanbao.coverage.facts import CAUSES, CostShare, Fault, UnitFault, fault_code
from sanbao.coverage.judging import decision_day, judge
from sanbao.decision import Decision
from sanbao.i18n import N_
from sanbao.operation import question
from sanbao.registry.finding import part_of
from sanbao.registry.models import Unit
from sanbao.schema import (
    ChoiceField,
    CodeField,
    Input,
    ListField,
    MomentField,
    RefField,
    TextField,
    YesNoField,
)

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work


def decide(work: Work, faults: Sequence[UnitFault]) -> list[Decision]:
    """Ask every plugin about all faults at once and choose what counts for each (CAL-11, W-18)."""
    answered = work.hooks.ask("find_covers", work, faults=list(faults))
    decisions = []
    for position, case in enumerate(faults):
        heard = [answers[position] for _, answers in answered if answers[position] is not None]
        found = [answer for answers in heard for answer in answers]
        day = decision_day(case.fault, work.zone)
        decisions.append(judge(case.fault, day, found, asked=bool(heard)))
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
    roles=(
        "service_manager",
        "service_clerk",
        "service_engineer",
        "service_head",
        "sales",
        "finance",
        "qc",
        "auditor",
    ),
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


class CallQuestion(Input):
    """What a caller says of a fault, before anything is written down."""

    unit = RefField("unit", required=True)
    parts = ListField(CodeField(), load_default=list)
    fault = TextField(longest=400)
    fault_class = CodeField()
    cause = ChoiceField(CAUSES, load_default="unknown")
    evidence = YesNoField(load_default=False)
    product_caused = YesNoField()
    occurred_at = MomentField()
    occurred_proven = YesNoField(load_default=False)
    received_at = MomentField()


@question("coverage.by_part", title=N_("Coverage part by part"), schema=CallQuestion, roles=coverage.roles)
def by_part(
    work: Work,
    *,
    unit: Unit,
    parts: Sequence[str],
    fault: str | None = None,
    occurred_at: datetime | None = None,
    occurred_proven: bool,
    received_at: datetime | None = None,
    **said: Any,
) -> dict[str, list[Decision]]:
    """Tell what a caller may be told: the decision on each part that she names, and on all others of the unit (W-18).

    Without a named part the whole unit is judged. One reading of the facts answers for all.
    """
    known = [part.code for part in unit.product.parts]
    named = list(dict.fromkeys(part_of(unit, part) for part in parts))
    wanted: list[str | None] = [*named] or [None]
    others = [part for part in [None, *known] if part not in wanted]
    moment = (received_at or work.now).astimezone(work.zone)
    faults = [
        Fault(
            received_at=moment,
            part=part,
            fault_code=fault_code(fault)[0] if fault is not None else None,
            occurred_at=occurred_at.astimezone(work.zone) if occurred_at is not None else None,
            occurred_evidenced=occurred_proven,
            **said,
        )
        for part in [*wanted, *others]
    ]
    decisions = decide(work, [UnitFault(unit, one) for one in faults])
    return {"asked": decisions[: len(wanted)], "others": decisions[len(wanted) :]}
