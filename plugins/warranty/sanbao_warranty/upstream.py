"""What suppliers still owe us on units: their own warranty beside ours (W-18, W-02, PTY-10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select

from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import Party, ProductPart
from sanbao_warranty.models import SupplierTerms
from sanbao_warranty.policy import Policy
from sanbao_warranty.rules import End, UnitFacts, Upstream, ends

_ONE_DAY = timedelta(days=1)
#: Returns the typed policy of a stored version.
ReadPolicy = Callable[[Any], Policy]


@dataclass(frozen=True)
class Owed:
    """A supplier's warranty on one unit: by which terms, on what, from when until when."""

    unit_id: int
    terms_id: int
    upstream: Upstream
    is_manufacturer: bool


def with_upstream(
    connection: Connection, rows: Sequence[Any], facts: Mapping[int, UnitFacts], read: ReadPolicy
) -> dict[int, UnitFacts]:
    """Return the facts of units with what suppliers owe on them; two queries however many units there are."""
    known = dict(facts)
    for owed in owed_on(connection, rows, facts, read):
        before = known[owed.unit_id]
        known[owed.unit_id] = replace(
            before,
            upstream=(*before.upstream, owed.upstream),
            manufacturer_end=_later(before.manufacturer_end, owed)
            if owed.is_manufacturer
            else before.manufacturer_end,
        )
    return known


def _later(end: date | None, owed: Owed) -> date:
    """Return the end of the manufacturer's standard term, below which ours never ends (W-02)."""
    return owed.upstream.until if end is None else max(end, owed.upstream.until)


def owed_on(
    connection: Connection, rows: Sequence[Any], facts: Mapping[int, UnitFacts], read: ReadPolicy
) -> Iterator[Owed]:
    """Give every supplier's warranty on these units, whether it still runs or not."""
    products = {row.product_id for row in rows}
    terms = _terms(connection, {row.company_id for row in rows}, products)
    if not terms:
        return
    codes = _codes_of_items(connection, products)
    for row in rows:
        for one in terms:
            parts = _parts(one, row.product_id, codes)
            if parts is not None:
                yield from _owed(row.id, one, parts, facts[row.id], read(one))


def _terms(connection: Connection, companies: set[int], products: set[int]) -> Sequence[Any]:
    built_in = select(ProductPart.item_id).where(ProductPart.product_id.in_(products))
    query = (
        select(
            SupplierTerms.id.label("terms_id"),
            SupplierTerms.product_id,
            SupplierTerms.part,
            SupplierTerms.item_id,
            SupplierTerms.valid_from,
            SupplierTerms.valid_until,
            SupplierTerms.is_manufacturer,
            Party.code.label("party"),
            ProfileVersion.content_hash,
            ProfileVersion.version,
            ProfileVersion.content,
        )
        .join(Party, Party.id == SupplierTerms.supplier_id)
        .join(ProfileVersion, ProfileVersion.id == SupplierTerms.version_id)
        .where(
            SupplierTerms.company_id.in_(companies),
            SupplierTerms.ended_at.is_(None),
            or_(SupplierTerms.product_id.in_(products), SupplierTerms.item_id.in_(built_in)),
        )
        .order_by(SupplierTerms.id)
    )
    return connection.execute(query).all()


def _codes_of_items(connection: Connection, products: set[int]) -> dict[tuple[int, int], frozenset[str]]:
    """Return under which part codes an item is built into a product."""
    query = select(ProductPart.product_id, ProductPart.item_id, ProductPart.code).where(
        ProductPart.product_id.in_(products), ProductPart.item_id.is_not(None)
    )
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for product_id, item_id, code in connection.execute(query):
        if item_id is not None:
            found[product_id, item_id].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _parts(
    terms: Any, product_id: int, codes: Mapping[tuple[int, int], frozenset[str]]
) -> frozenset[str] | tuple[()] | None:
    """Return the parts of a product that terms are about, an empty tuple for the whole; None where about none."""
    if terms.product_id is not None and terms.product_id != product_id:
        return None
    if terms.part is not None:
        return frozenset((terms.part,))
    if terms.item_id is not None:
        return codes.get((product_id, terms.item_id))
    return ()


def _owed(
    unit_id: int, terms: Any, parts: frozenset[str] | tuple[()], facts: UnitFacts, policy: Policy
) -> Iterator[Owed]:
    for end in ends(policy, facts):
        if _concerns(end, parts) and _was_valid(end, terms) and end.until is not None:
            about = frozenset((end.part,)) if end.part is not None else parts or None
            # A part that was put in new is owed from the day after: what failed that day was the old one.
            since = end.start + _ONE_DAY if end.source == "part" and end.start is not None else end.start
            yield Owed(
                unit_id, terms.terms_id, Upstream(terms.party, end.until, about, since), terms.is_manufacturer
            )


def _concerns(end: End, parts: frozenset[str] | tuple[()]) -> bool:
    return end.part is None or end.part in parts


def _was_valid(end: End, terms: Any) -> bool:
    """Tell whether the unit, or the part, came under these terms when its term began."""
    if end.start is None or not end.stated or end.start < terms.valid_from:
        return False
    return terms.valid_until is None or end.start <= terms.valid_until
