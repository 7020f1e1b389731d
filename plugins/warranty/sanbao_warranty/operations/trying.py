"""Trying a promise without saving it: who gains, who loses, and what it costs (PRD-02, CAL-09)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.calendar.periods import add_months
from sanbao.costing.models import CostLine
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.operation import question
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Party, Product, Unit
from sanbao_warranty import facts, schemas
from sanbao_warranty.models import Claim
from sanbao_warranty.operations.deciding import fault_of, proven_of
from sanbao_warranty.operations.exposure import PAGE
from sanbao_warranty.policy import Policy, load_text
from sanbao_warranty.rules import End, decide, ends

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many units are named in the answer; all of them are counted.
SHOWN = 200
#: The edges between groups of days in the drawing of who gains and who loses.
_EDGES = (-1095, -730, -365, -180, 0, 1, 180, 365, 730, 1095)
_DAYS_OF_A_MONTH = Decimal(365) / 12


@dataclass
class _Told:
    """What was found so far, in bounded memory."""

    units: int = 0
    gained: int = 0
    lost: int = 0
    days_gained: int = 0
    days_lost: int = 0
    groups: Counter[int] = field(default_factory=Counter)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, serial: str, before: date | None, after: date | None, begins: date | None) -> None:
        """Count one unit; a term that never began has no days to compare.

        ``begins`` is given for a unit that nothing was promised for: it gains the whole term, whose first day is not
        counted (CAL-01).
        """
        self.units += 1
        days = _difference(before or begins, after)
        if days:
            self.gained += days > 0
            self.lost += days < 0
            self.days_gained += max(days, 0)
            self.days_lost += max(-days, 0)
        self.groups[_group(days)] += 1
        if days and len(self.rows) < SHOWN:
            self.rows.append({"unit": serial, "before": before, "after": after, "days": days})


def _difference(before: date | None, after: date | None) -> int:
    if before is None or after is None:
        return 0
    return (after - before).days


def _group(days: int) -> int:
    """Return the lower edge of the group that the days fall into."""
    return max((edge for edge in _EDGES if edge <= days), default=_EDGES[0] - 1)


@question(
    "warranty.try_profile",
    schema=schemas.TryProfile,
    roles=("service_manager", "service_head", "design", "finance", "general_manager"),
)
def try_profile(
    work: Work,
    *,
    policy: ProfileVersion | None = None,
    content: str | None = None,
    beside: bool,
    unit: Unit | None = None,
    product: Product | None = None,
    customer: Party | None = None,
    months: int,
) -> dict[str, Any]:
    """Tell what a promise would change if it took the place of those bound now, or stood beside them; nothing is kept."""
    tried = facts.policy_of(policy) if policy is not None else load_text(content or "")
    told = _Told()
    since = add_months(work.today, -months)
    more: list[dict[str, Any]] = []
    less: list[dict[str, Any]] = []
    observed = Decimal(0)
    for page in _pages(work, unit, product, customer):
        for case in page.values():
            told.add(
                case.facts.serial,
                last_day(work, case.policies, case.facts),
                last_day(work, _after(case, tried, beside), case.facts),
                None if case.policies else _first_day(work, tried, case.facts),
            )
        for row, cost in _claims_of(work, page, tried, beside, since):
            observed += cost if row["before"] else Decimal(0)
            if row["before"] != row["after"]:
                (more if row["after"] else less).append({**row, "cost": cost})
    return {
        "promise": tried.code,
        "beside": beside,
        "units": told.units,
        "gained": told.gained,
        "lost": told.lost,
        "days_gained": told.days_gained,
        "days_lost": told.days_lost,
        "groups": _drawn(told.groups),
        "rows": sorted(told.rows, key=lambda row: (-row["days"], row["unit"])),
        "claims": [*more, *less],
        "cost_more": _sum(more),
        "cost_less": _sum(less),
        **_expected(work, told, observed, months),
    }


def _after(case: facts.Case, tried: Policy, beside: bool) -> tuple[Policy, ...]:
    kept = tuple(policy for policy in case.policies if policy.code != tried.code) if beside else ()
    return (*kept, tried)


def last_day(work: Work, policies: Sequence[Policy], unit: Any) -> date | None:
    """Return the last day on which some promise covers the unit itself; None where no term runs (W-18)."""
    found = [end.until for end in _of_machine(work, policies, unit) if end.until is not None]
    return max(found, default=None)


def _first_day(work: Work, tried: Policy, unit: Any) -> date | None:
    """Return the day on which a promise begins for a unit."""
    found = [end.start for end in _of_machine(work, [tried], unit) if end.start is not None]
    return min(found, default=None)


def _of_machine(work: Work, policies: Sequence[Policy], unit: Any) -> Iterator[End]:
    """Return how each promise runs for the unit itself, without its parts."""
    for policy in policies:
        for end in ends(policy, unit, facts.roller(work, policies)):
            if end.part is None:
                yield end


def _pages(
    work: Work, unit: Unit | None, product: Product | None, customer: Party | None
) -> Iterator[dict[int, facts.Case]]:
    last = 0
    query = select(Unit.id).where(Unit.company_id == work.company.id, Unit.state == "in_use")
    for column, record in ((Unit.id, unit), (Unit.product_id, product), (Unit.customer_id, customer)):
        if record is not None:
            query = query.where(column == record.id)
    while ids := list(work.session.scalars(query.where(Unit.id > last).order_by(Unit.id).limit(PAGE))):
        yield facts.cases(work, ids)
        last = ids[-1]


def _claims_of(
    work: Work, page: Mapping[int, facts.Case], tried: Policy, beside: bool, since: date
) -> Iterator[tuple[dict[str, Any], Decimal]]:
    """Decide the cases of these units since a day twice: by what is bound now, and by what is tried."""
    claims = _recent(work, page, since)
    keys = [claim.document_id for claim in claims]
    costs, proven = _costs(work, keys), proven_of(work, keys)
    for claim in claims:
        case = page[claim.unit_id]
        yield (
            {
                "case": claim.document.number,
                "unit": case.facts.serial,
                "before": _covered(work, claim, case, case.policies, claim.document_id in proven),
                "after": _covered(
                    work, claim, case, _after(case, tried, beside), claim.document_id in proven
                ),
            },
            costs.get(claim.document_id, Decimal(0)),
        )


def _recent(work: Work, page: Mapping[int, facts.Case], since: date) -> list[Claim]:
    first = datetime.combine(since, time(), work.zone)
    query = (
        select(Claim)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id.in_(list(page)), Document.state != VOID, Claim.received_at >= first)
        .order_by(Claim.document_id)
    )
    return list(work.session.scalars(query))


def _costs(work: Work, cases: Sequence[int]) -> dict[int, Decimal]:
    query = (
        select(CostLine.document_id, func.sum(CostLine.amount))
        .where(CostLine.document_id.in_(cases))
        .group_by(CostLine.document_id)
    )
    return {case: amount for case, amount in work.session.execute(query)}


def _covered(work: Work, claim: Claim, case: facts.Case, policies: Sequence[Policy], proven: bool) -> bool:
    """Tell whether any part of a claim would be covered by these promises."""
    evidence = claim.evidence or proven
    roll = facts.roller(work, policies)
    parts: list[str | None] = [*claim.parts] or [None]
    return any(
        decide(
            policies,
            case.facts,
            fault_of(claim, part, evidence, work.zone),
            zone=work.zone,
            roll=roll,
            trace=False,
        ).covered
        for part in parts
    )


def _sum(rows: Sequence[Mapping[str, Any]]) -> Decimal:
    return sum((row["cost"] for row in rows), Decimal("0.00"))


def _expected(work: Work, told: _Told, observed: Decimal, months: int) -> dict[str, Any]:
    """Return what the changed months would cost, at what a covered unit has cost in a month so far."""
    if not told.units:
        return {"cost_of_a_month": Decimal(0), "expected": Decimal(0)}
    of_a_month = observed / (told.units * months)
    changed = Decimal(told.days_gained - told.days_lost) / _DAYS_OF_A_MONTH
    money = work.erp.currency.round
    return {"cost_of_a_month": money(of_a_month), "expected": money(of_a_month * changed)}


def _drawn(groups: Counter[int]) -> list[dict[str, Any]]:
    """Return how many units fall into each group of days, from the greatest loss to the greatest gain."""
    below = _EDGES[0] - 1
    names = {below: f"≤ {below}", 0: "0", _EDGES[-1]: f"≥ {_EDGES[-1]}"}
    for edge, following in pairwise(_EDGES):
        names.setdefault(edge, f"{edge} … {following - 1}")
    return [{"group": name, "units": groups[edge]} for edge, name in sorted(names.items()) if groups[edge]]
