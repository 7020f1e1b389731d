"""What is still promised: a decision on every unit of a company, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.operation import question
from sanbao.registry.models import Unit
from sanbao_warranty import facts, schemas
from sanbao_warranty.rules import ends

if TYPE_CHECKING:
    from sanbao.work import Work

PAGE = 5_000


@question(
    "warranty.exposure",
    schema=schemas.ExposureQuestion,
    roles=("service_manager", "finance", "auditor", "general_manager"),
)
def exposure(work: Work, *, on: date | None = None) -> dict[str, Any]:
    """Tell how many units each promise covers on a day, and in which quarters these terms end (W-18)."""
    day = on or work.today
    covered: Counter[tuple[str, int, str]] = Counter()
    by_quarter: Counter[tuple[str, str]] = Counter()
    total = covered_units = unbound = 0
    for page in pages(work):
        for case in page.values():
            total += 1
            unbound += not case.policies
            running = [
                (policy, end)
                for policy in case.policies
                for end in ends(policy, case.facts, facts.roller(work, case.policies))
                if end.part is None
                and end.start is not None
                and end.until is not None
                and end.start <= day <= end.until
            ]
            covered_units += bool(running)
            for policy, end in running:
                covered[policy.code, policy.version, end.kind] += 1
                by_quarter[policy.code, quarter(end.until)] += 1
    return {
        "on": day,
        "units": total,
        "covered": covered_units,
        "without_promise": unbound,
        "promises": [
            {"promise": code, "version": version, "kind": kind, "units": count}
            for (code, version, kind), count in sorted(covered.items())
        ],
        "ends": [
            {"promise": code, "quarter": name, "units": count}
            for (code, name), count in sorted(by_quarter.items())
        ],
    }


def quarter(day: date | None) -> str:
    """Return the quarter of a day, such as 2027Q1."""
    return f"{day.year}Q{(day.month + 2) // 3}" if day is not None else ""


def pages(work: Work) -> Iterator[dict[int, facts.Case]]:
    """Give the cases of all units, page by page in the order of their keys, in bounded memory."""
    last = 0
    while True:
        query = (
            select(Unit.id)
            .where(Unit.company_id == work.company.id, Unit.id > last, Unit.state == "in_use")
            .order_by(Unit.id)
            .limit(PAGE)
        )
        ids = list(work.connection.scalars(query))
        if not ids:
            return
        yield facts.cases_anew(work, ids)
        last = ids[-1]
