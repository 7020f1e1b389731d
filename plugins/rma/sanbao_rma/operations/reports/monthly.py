"""The monthly report: received, repaired, shipped, still here, by customer, product, fault or outcome (RMA-09)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func

from sanbao.operation import question
from sanbao_rma.models import Outbound, RmaLine
from sanbao_rma.operations.reports import facts
from sanbao_rma.rules.counting import months_between
from sanbao_rma.schemas.reports import MonthlyQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

_MOVES = ("received", "repaired", "shipped")


@question("rma.monthly", schema=MonthlyQuestion, roles=facts.READERS)
def monthly(work: Work, *, by: str, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """Count the pieces of each month: received, repaired (by the day they passed QC), shipped, still here at its end."""
    first, last = facts.span(work, since, until)
    counts: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in (*_MOVES, "outstanding")}
    names: dict[str, str | None] = {}
    months = months_between(first, last)
    for key, name, days, count in _counted(work, by, last):
        names[key] = name
        _add(counts, key, days, count, months, first, last)
    rows = [
        {
            "month": month,
            "key": facts.shown_key(by, key),
            "name": names[key],
            **{what: counter[month, key] for what, counter in counts.items()},
        }
        for month in months
        for key in sorted(names)
        if any(counter[month, key] for counter in counts.values())
    ]
    return {"rows": rows, "months": [_total(counts, month, names) for month in months]}


def _counted(
    work: Work, by: str, last: date
) -> Iterator[tuple[str, str | None, dict[str, date | None], int]]:
    """Give how many pieces have the same key and the same days; the database counts them."""
    key, name = facts.GROUPED[by]()
    grouped = (
        key, name, RmaLine.received_on, RmaLine.qc_passed_on, Outbound.shipped_at, RmaLine.ended_on, RmaLine.state
    )  # fmt: skip
    query = facts.pieces(work, *grouped, func.count()).where(RmaLine.received_on <= last)
    for code, called, received, passed, shipped_at, ended, state, count in work.session.execute(
        query.group_by(*(one for one in grouped if one is not name or by in ("customer", "product")))
    ):
        left = facts.left_on(work, shipped_at, ended, state)
        yield code or "", called, {"received": received, "repaired": passed, "shipped": left}, count


def _add(
    counts: dict[str, Counter[tuple[str, str]]],
    key: str,
    days: dict[str, date | None],
    count: int,
    months: list[str],
    first: date,
    last: date,
) -> None:
    for what in _MOVES:
        day = days[what]
        if day is not None and first <= day <= last:
            counts[what][f"{day:%Y-%m}", key] += count
    came, left = f"{days['received']:%Y-%m}", days["shipped"]
    gone = f"{left:%Y-%m}" if left is not None and left <= last else "9999-99"
    for month in months:
        if came <= month < gone:
            counts["outstanding"][month, key] += count


def _total(
    counts: dict[str, Counter[tuple[str, str]]], month: str, names: dict[str, str | None]
) -> dict[str, Any]:
    return {
        "month": month,
        **{what: sum(counter[month, key] for key in names) for what, counter in counts.items()},
    }
