"""What keeps batches from their release: cases that are open, promises that run; looked at for all batches at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.registry.models import Unit
from sanbao_warranty import facts
from sanbao_warranty.models import Provision, ProvisionLine
from sanbao_warranty.operations.provisions.holding import sale_day
from sanbao_warranty.rules import Roll, ends

if TYPE_CHECKING:
    from sanbao.work import Work

PAGE = 500
#: By which a unit finds its batch: its product and the first day of its month of sale.
Key = tuple[int, date]


def what_still_runs(work: Work, batches: Sequence[Provision], on: date) -> dict[int, str]:
    """Return, for each batch that cannot be released on a day, what keeps it, in words.

    One unit of every batch is looked at first, the last one sold: that settles most. Only batches that pass are
    looked at whole.
    """
    of_unit = {(line.product_id, line.first_on): line for batch in batches for line in batch.lines}
    kept = _open_cases(work, of_unit)
    units = _units(work, of_unit)
    for batch in batches:
        if not units.get(batch.document_id):
            kept.setdefault(batch.document_id, _(N_("Its units are not in the register.")))
    probes = {batch: found[-1:] for batch, found in units.items() if batch not in kept}
    kept |= _running(work, probes, on)
    return kept | _running(work, {batch: found for batch, found in units.items() if batch not in kept}, on)


def _open_cases(work: Work, of_unit: Mapping[Key, ProvisionLine]) -> dict[int, str]:
    """Return the batches of which a unit has a case that may still cost something: one query."""
    collecting = [kind.name for kind in work.registry.kinds.values() if kind.collects_cost]
    query = (
        select(Document.number, Unit.product_id, sale_day)
        .join(Unit, Unit.id == Document.unit_id)
        .where(
            Document.company_id == work.company.id,
            Document.kind.in_(collecting),
            Document.closed_at.is_(None),
            sale_day.is_not(None),
        )
        .order_by(Document.id)
    )
    kept: dict[int, str] = {}
    for number, product_id, sold_on in work.session.execute(query):
        line = of_unit.get((product_id, sold_on.replace(day=1)))
        if line is not None:
            kept.setdefault(line.provision_id, _(N_("Case {document} is still open."), document=number))
    return kept


def _units(work: Work, of_unit: Mapping[Key, ProvisionLine]) -> dict[int, list[int]]:
    """Return the units of each batch in the order of their sale, with what they were exchanged for last.

    Product by product, so that each query runs along the index of products.
    """
    found: dict[int, list[int]] = defaultdict(list)
    successors = _successors(work)
    by_product: dict[int, list[ProvisionLine]] = defaultdict(list)
    for line in of_unit.values():
        by_product[line.product_id].append(line)
    for product_id, lines in by_product.items():
        first, last = min(line.first_on for line in lines), max(line.last_on for line in lines)
        query = (
            select(Unit.id, sale_day.label("day"))
            .where(
                Unit.company_id == work.company.id,
                Unit.product_id == product_id,
                sale_day.between(first, last),
            )
            .order_by("day", Unit.id)
        )
        for key, sold_on in work.session.execute(query):
            batch_line = of_unit.get((product_id, sold_on.replace(day=1)))
            if batch_line is not None:
                found[batch_line.provision_id] += _last_of(key, successors)
    return found


def _successors(work: Work) -> dict[int, int]:
    """Return what each exchanged unit was exchanged for: few, read at once."""
    query = select(Unit.replaces_id, Unit.id).where(
        Unit.company_id == work.company.id, Unit.replaces_id.is_not(None)
    )
    return {old: new for old, new in work.session.execute(query) if old is not None}


def _last_of(unit: int, successors: Mapping[int, int]) -> list[int]:
    """Return a unit and, where it was exchanged, what stands there now."""
    last = unit
    while last in successors:
        last = successors[last]
    return [unit] if last == unit else [unit, last]


def _running(work: Work, units: Mapping[int, Sequence[int]], on: date) -> dict[int, str]:
    """Return the batches of which a unit has a promise that has not ended, page by page over all of them."""
    kept: dict[int, str] = {}
    for page in _pages((batch, unit) for batch, found in units.items() for unit in found):
        known = facts.cases(work, [unit for batch, unit in page if batch not in kept])
        policies = {policy.code: policy for case in known.values() for policy in case.policies}
        roll = facts.roller(work, policies.values())
        for batch, unit in page:
            why = _what_runs(known[unit], on, roll) if unit in known and batch not in kept else ""
            if why:
                kept[batch] = why
    return kept


def _pages(pairs: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    page: list[tuple[int, int]] = []
    for pair in pairs:
        page.append(pair)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _what_runs(case: facts.Case, on: date, roll: Roll | None) -> str:
    """Return the first promise of a unit that has not ended, in words."""
    unit = case.facts.serial
    if not case.policies:
        return _(N_("Unit {unit} has no promise; nobody knows when it ends."), unit=unit)
    for policy in case.policies:
        for end in ends(policy, case.facts, roll):
            if end.until is None or not end.stated:
                return _(N_("{promise} of unit {unit} has no end yet."), promise=policy.code, unit=unit)
            if end.until >= on:
                said = N_("{promise} of unit {unit} runs until {until}.")
                return _(said, promise=policy.code, unit=unit, until=end.until)
    return ""
