"""How a fault call becomes a claim, and what the clerk should know of the unit's past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao import checks
from sanbao.decision import Text
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.registry.models import Unit
from sanbao_admin.calls.form import CallForm, Earlier
from sanbao_warranty import service_file
from sanbao_warranty.operations.repeats import fault_cases
from sanbao_warranty.rules.repeats import counters

if TYPE_CHECKING:
    from sanbao.work import Work


def earlier_cases(work: Work, unit: Unit) -> list[Earlier]:
    """Give the claims that a unit had before, the newest first, as far as she may see them."""
    query = select(Document).where(
        Document.unit_id == unit.id, Document.kind == "claim", Document.state != VOID
    )
    heads = {one.number: one for one in work.session.scalars(query) if checks.sees(work, one)}
    rows = service_file.calls_on(work, [unit.id]).get(unit.id, []) if heads else []
    return [
        Earlier(
            number=row["number"],
            on=row["received_at"].astimezone(work.zone).date(),
            words=" · ".join([row["fault"], *row["parts"]]),
            state=str(row["state"]),
            is_open=heads[row["number"]].closed_at is None,
            is_covered=row["covered"],
        )
        for row in reversed(rows)
        if row["number"] in heads
    ]


def repeated_faults(work: Work, unit: Unit) -> list[Text]:
    """Say which part or fault failed before more than once, and from when on an exchange is proposed (N-04)."""
    if not work.access.may("unit.repeat_faults"):
        return []
    cases, least = fault_cases(work, [unit.id]).get(unit.id, []), work.setting("repeat_fault_count")
    again = N_("{what} has failed {count} times: {cases}.")
    due = N_("{what} has failed {count} times: {cases}. With the next case an exchange is proposed (N-04).")
    return [
        Text(
            due if len(one.cases) + 1 >= least else again,
            {"what": one.code, "count": len(one.cases), "cases": [case.number for case in one.cases]},
        )
        for one in counters(cases)
        if len(one.cases) > 1
    ]


call = CallForm(
    "claim.open",
    first=("fault", "parts", "occurred_at", "received_at", "caller", "phone"),
    more=(
        "occurred_proven",
        "cause",
        "evidence",
        "fault_class",
        "product_caused",
        "is_serious",
        "recurs_from",
    ),
    earlier=earlier_cases,
    warnings=repeated_faults,
)
