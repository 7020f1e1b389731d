"""Working on the draft of a plan: many lines at once, and several lines as one session (TRN-16)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_training.errors import NoSuchLine
from sanbao_training.kinds import MANAGERS
from sanbao_training.models import Plan, PlanLine
from sanbao_training.operations.plans import lines_of
from sanbao_training.schemas.arranging import ArrangeInput, MergeInput

if TYPE_CHECKING:
    from sanbao.work import Work

_OTHER_COURSE = N_("Only lines of one course can become one session.")
_TOO_FEW = N_("Please choose at least two lines.")
_MERGED = N_("held together with line {position}")


@operation(
    "training_plan.arrange",
    title=N_("Change many lines"),
    on=Plan,
    moves={"draft": "draft"},
    schema=ArrangeInput,
    roles=MANAGERS,
)
def arrange(work: Work, plan: Plan, *, lines: Sequence[dict[str, Any]]) -> Plan:
    """Say of many lines at once how many, until when, at what cost, and which are left out why."""
    known = _open_lines(work, plan)
    for given in lines:
        line = _line(plan, known, given["position"])
        for name in ("heads", "by_day", "budget"):
            if name in given:
                setattr(line, name, given[name])
        if given["is_left_out"]:
            line.dropped_because = given["reason"]
            work.note(plan.document, note=f"{line.position}: {given['reason']}")
    return plan


@operation(
    "training_plan.merge",
    title=N_("Make one session of several lines"),
    on=Plan,
    moves={"draft": "draft"},
    schema=MergeInput,
    roles=MANAGERS,
)
def merge(work: Work, plan: Plan, *, positions: Sequence[int], budget: Decimal | None = None) -> Plan:
    """Make one session of several lines of a course: heads added up, the first of the days, all their needs."""
    known = _open_lines(work, plan)
    chosen = [_line(plan, known, position) for position in dict.fromkeys(positions)]
    _refuse_unfit(chosen)
    position = max(line.position for line in lines_of(work, plan)) + 1
    days = [line.by_day for line in chosen if line.by_day is not None]
    one = PlanLine(
        company_id=work.company.id,
        document_id=plan.document_id,
        position=position,
        key=f"+{position}",
        outline_code=chosen[0].outline_code,
        party_id=_common({line.party_id for line in chosen}),
        site_id=_common({line.site_id for line in chosen}),
        batch=_common({line.batch for line in chosen}),
        heads=sum(line.heads for line in chosen),
        by_day=min(days, default=None),
        budget=sum((line.budget for line in chosen), Decimal(0)) if budget is None else budget,
        needs=[{"key": line.key, **need} for line in chosen for need in line.needs],
    )
    work.session.add(one)
    said = in_language(work.company.locale, _MERGED, position=position)
    for line in chosen:
        line.dropped_because = said
    work.session.flush()
    return plan


def _open_lines(work: Work, plan: Plan) -> dict[int, PlanLine]:
    """Return the lines that are neither left out nor a session already, by position."""
    return {
        line.position: line
        for line in lines_of(work, plan)
        if line.dropped_because is None and line.session_id is None
    }


def _line(plan: Plan, known: dict[int, PlanLine], position: int) -> PlanLine:
    if position not in known:
        raise NoSuchLine(plan=plan.document.number, position=position)
    return known[position]


def _refuse_unfit(chosen: Sequence[PlanLine]) -> None:
    if len(chosen) < 2:
        raise Invalid([Problem("positions", _TOO_FEW)])
    if len({line.outline_code for line in chosen}) > 1:
        raise Invalid([Problem("positions", _OTHER_COURSE)])


def _common(values: set[Any]) -> Any:
    """Return what all say alike; nothing where they differ."""
    return values.pop() if len(values) == 1 else None
