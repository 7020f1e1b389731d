"""What units went through: parts replaced, repairs with their times, readings of use, failed acceptances."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from sanbao.documents.kinds import VOID
from sanbao.documents.models import DecisionRecord, Document
from sanbao.registry.models import Company, Milestone, ProductPart, UnitPart
from sanbao_warranty import models
from sanbao_warranty.facts.among import among
from sanbao_warranty.rules.facts import Repair, Replacement, Usage, Wait

if TYPE_CHECKING:
    from sanbao.work import Work

#: Milestones of the registry that rules ask about: an exchange of the whole unit, an acceptance that failed.
_TURNS = ("replaced", "acceptance_failed")


def replaced_parts(connection: Connection, ids: Sequence[int]) -> list[Any]:
    """Return the parts that were replaced, each with the case on which that was done (W-07)."""
    query = (
        select(
            UnitPart.unit_id,
            UnitPart.code,
            UnitPart.installed_on,
            UnitPart.paid_by_customer,
            UnitPart.document_id,
        )
        .where(among(UnitPart.unit_id, ids), UnitPart.is_replacement, UnitPart.withdrawn_at.is_(None))
        .where(UnitPart.installed_on.is_not(None))
        .order_by(UnitPart.installed_on, UnitPart.id)
    )
    return list(connection.execute(query))


def replacements(rows: Iterable[Any]) -> dict[int, list[Replacement]]:
    """Return the replacements of each unit as the rules know them."""
    found: dict[int, list[Replacement]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(Replacement(row.code, row.installed_on, free=not row.paid_by_customer))
    return found


def find_repairs(work: Work, unit_ids: Sequence[int]) -> list[list[Repair]]:
    """Return the repairs on claims, one list for each unit in order (N-04)."""
    known = repairs(work.connection, unit_ids, replaced_parts(work.connection, unit_ids))
    return [known.get(key, []) for key in unit_ids]


def repairs(connection: Connection, ids: Sequence[int], parts: Iterable[Any]) -> dict[int, list[Repair]]:
    """Return the repairs of each unit, begun and done; one of several parts is a record for each part (N-04)."""
    repair, claim = models.Repair, models.Claim
    query = (
        select(
            repair.__table__,
            claim.unit_id,
            claim.parts,
            claim.fault_code,
            claim.fault_class,
            claim.is_serious,
            Document.number,
            Company.time_zone,
        )
        .join(claim, claim.document_id == repair.document_id)
        .join(Document, Document.id == repair.document_id)
        .join(Company, Company.id == repair.company_id)
        .where(among(claim.unit_id, ids), Document.state != VOID)
        .order_by(repair.id)
    )
    rows = list(connection.execute(query))
    waits = _waits(connection, [row.id for row in rows])
    free = _free_of_charge(connection, [row.document_id for row in rows])
    last = {row.document_id: row.id for row in rows}
    exchanged: dict[int, list[str]] = defaultdict(list)
    for part in parts:
        if part.document_id in last:
            exchanged[last[part.document_id]].append(part.code)
    found: dict[int, list[Repair]] = defaultdict(list)
    counted: Counter[int] = Counter()
    for row in rows:
        counted[row.document_id] += 1
        case = case_name(row.number, counted[row.document_id])
        is_free = free.get(row.document_id, {})
        found[row.unit_id] += _repairs_of(
            row, case, exchanged.get(row.id, ()), waits.get(row.id, ()), is_free
        )
    return found


def case_name(number: str | None, count: int) -> str:
    """Return what a repair is called: the number of its claim, and which repair it was where there were several."""
    return f"{number or ''}/{count}" if count > 1 else number or ""


def _repairs_of(
    row: Any, case: str, exchanged: Sequence[str], waits: Sequence[Any], is_free: Mapping[str | None, bool]
) -> Iterator[Repair]:
    zone = ZoneInfo(row.time_zone)
    stretches = tuple(Wait(_at(wait.since, zone), _maybe(wait.until, zone), wait.what) for wait in waits)
    for part in [*dict.fromkeys([*row.parts, *exchanged])] or [None]:
        yield Repair(
            returned_on=row.returned_on,
            part=part,
            fault_code=row.fault_code,
            fault_class=row.fault_class,
            started_at=_maybe(row.started_at, zone),
            ended_at=_maybe(row.ended_at, zone),
            cured=row.cured,
            reason=row.reason,
            is_serious=bool(row.is_serious),
            replaced=part in exchanged,
            covered=is_free.get(part, any(is_free.values()) or not is_free),
            waits=stretches,
            case=case,
        )


def _at(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone)


def _maybe(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment is not None else None


def _free_of_charge(connection: Connection, document_ids: Sequence[int]) -> dict[int, dict[str | None, bool]]:
    """Return for each case whether its parts were decided as covered: what was paid for prolongs nothing (N-03)."""
    if not document_ids:
        return {}
    query = select(DecisionRecord.document_id, DecisionRecord.part, DecisionRecord.covered).where(
        DecisionRecord.document_id.in_(document_ids),
        DecisionRecord.question == "coverage",
        DecisionRecord.superseded_by_id.is_(None),
        DecisionRecord.withdrawn_at.is_(None),
    )
    found: dict[int, dict[str | None, bool]] = defaultdict(dict)
    for document_id, part, covered in connection.execute(query):
        if document_id is not None:
            found[document_id][part] = covered
    return found


def _waits(connection: Connection, repair_ids: Sequence[int]) -> dict[int, list[Any]]:
    if not repair_ids:
        return {}
    table = models.Wait
    query = select(table.__table__).where(table.repair_id.in_(repair_ids)).order_by(table.since, table.id)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.repair_id].append(row)
    return found


def usage(connection: Connection, ids: Sequence[int]) -> dict[int, list[Usage]]:
    """Return the readings of each unit, oldest first (N-17)."""
    table = models.Usage
    query = (
        select(table.unit_id, table.read_on, table.amount, table.measure)
        .where(among(table.unit_id, ids), table.withdrawn_at.is_(None))
        .order_by(table.read_on, table.id)
    )
    found: dict[int, list[Usage]] = defaultdict(list)
    for unit_id, on, amount, measure in connection.execute(query):
        found[unit_id].append(Usage(on, amount, measure))
    return found


def turns(connection: Connection, ids: Sequence[int]) -> dict[tuple[int, str], date]:
    """Return when a unit took another's place, and when an acceptance failed (N-06, W-20), the latest of each."""
    query = (
        select(Milestone.unit_id, Milestone.kind, Milestone.reached_on)
        .where(among(Milestone.unit_id, ids), Milestone.kind.in_(_TURNS), Milestone.withdrawn_at.is_(None))
        .order_by(Milestone.id)
    )
    return {(unit_id, kind): on for unit_id, kind, on in connection.execute(query)}


def key_parts(connection: Connection, products: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return the key parts of each product (W-03)."""
    query = select(ProductPart.product_id, ProductPart.code).where(
        ProductPart.product_id.in_(list(products)), ProductPart.is_key
    )
    found: dict[int, set[str]] = defaultdict(set)
    for product_id, code in connection.execute(query):
        found[product_id].add(code)
    return {product_id: frozenset(codes) for product_id, codes in found.items()}
