"""What the rules need to know of units, read for one or for thousands in the same few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from sanbao.calendar import roll
from sanbao.calendar.periods import Period
from sanbao.calendar.seed import load as load_calendar
from sanbao.documents.models import Document
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.models import ProductPart, Unit, UnitPart
from sanbao_warranty.models import Binding, Claim, UnitTerms
from sanbao_warranty.policy import Policy, load
from sanbao_warranty.rules import Repair, Replacement, UnitFacts

if TYPE_CHECKING:
    from sanbao.work import Work

#: Column of the unit → the events of which it is the day (W-01).
_EVENTS = {
    "invoiced_on": ("invoice",),
    "sold_on": ("sale",),
    "delivered_on": ("delivery",),
    "handed_over_on": ("handover",),
    "accepted_on": ("site_acceptance", "completion_acceptance"),
    "installed_on": ("installation",),
    "ex_factory_on": ("ex_factory",),
    "commissioned_on": ("commissioning",),
}
#: The paths of a claim on which its repair counts as handed back.
_REPAIRED = ("repaired", "closed")

_policies: dict[tuple[str, int], Policy] = {}


@dataclass(frozen=True)
class Case:
    """A unit's promises and facts."""

    policies: tuple[Policy, ...]
    facts: UnitFacts


def policy_of(version: Any) -> Policy:
    """Return the typed policy of a stored version; versions never change, so each is read once (CAL-09)."""
    key = (version.content_hash, version.version)
    if key not in _policies:
        _policies[key] = replace(load(version.content), version=version.version)
    return _policies[key]


def cases(work: Work, units: Sequence[int]) -> dict[int, Case]:
    """Return promises and facts of these units, by id."""
    return cases_of(work.connection, list(dict.fromkeys(units)))


def cases_of(connection: Connection, ids: Sequence[int]) -> dict[int, Case]:
    """Return promises and facts of these units, by id; a handful of queries however many there are."""
    policies = _bound(connection, ids)
    replacements = _replacements(connection, ids)
    repairs = _repairs(connection, ids)
    terms = {row.unit_id: row for row in connection.execute(select(UnitTerms.__table__).where(UnitTerms.unit_id.in_(ids)))}
    rows = connection.execute(select(Unit.__table__).where(Unit.id.in_(ids))).all()
    keys = _key_parts(connection, {row.product_id for row in rows})
    found = {}
    for row in rows:
        bound = tuple(policies.get(row.id, ()))
        facts = UnitFacts(
            dates=_dates(row),
            serial=row.serial,
            price=row.price_paid,
            key_parts=keys.get(row.product_id, frozenset()),
            agreed_terms=_agreed(terms.get(row.id), bound),
            replacements=tuple(replacements.get(row.id, ())),
            repairs=tuple(repairs.get(row.id, ())),
            manufacturer_end=_manufacturer_end(terms.get(row.id)),
        )
        found[row.id] = Case(bound, facts)
    return found


def _bound(connection: Connection, ids: Sequence[int]) -> dict[int, list[Policy]]:
    query = (
        select(Binding.unit_id, ProfileVersion.content_hash, ProfileVersion.version, ProfileVersion.content)
        .join(ProfileVersion, ProfileVersion.id == Binding.version_id)
        .where(Binding.unit_id.in_(ids), Binding.ended_at.is_(None))
        .order_by(Binding.id)
    )
    bound: dict[int, list[Policy]] = defaultdict(list)
    for row in connection.execute(query):
        bound[row.unit_id].append(policy_of(row))
    return bound


def _replacements(connection: Connection, ids: Sequence[int]) -> dict[int, list[Replacement]]:
    query = (
        select(UnitPart.unit_id, UnitPart.code, UnitPart.installed_on, UnitPart.paid_by_customer)
        .where(UnitPart.unit_id.in_(ids), UnitPart.is_replacement, UnitPart.withdrawn_at.is_(None))
        .order_by(UnitPart.installed_on, UnitPart.id)
    )
    found: dict[int, list[Replacement]] = defaultdict(list)
    for unit_id, code, on, paid in connection.execute(query):
        if on is not None:
            found[unit_id].append(Replacement(code, on, free=not paid))
    return found


def _repairs(connection: Connection, ids: Sequence[int]) -> dict[int, list[Repair]]:
    query = (
        select(Claim.unit_id, Claim.repaired_on, Claim.parts, Claim.fault_code)
        .join(Document, Document.id == Claim.document_id)
        .where(Claim.unit_id.in_(ids), Document.state.in_(_REPAIRED))
        .order_by(Claim.repaired_on)
    )
    found: dict[int, list[Repair]] = defaultdict(list)
    for unit_id, on, parts, code in connection.execute(query):
        named: list[str | None] = [*parts] or [None]
        if on is not None:
            found[unit_id] += [Repair(on, part, code) for part in named]
    return found


def _key_parts(connection: Connection, products: Iterable[int]) -> dict[int, frozenset[str]]:
    query = select(ProductPart.product_id, ProductPart.code).where(
        ProductPart.product_id.in_(list(products)), ProductPart.is_key
    )
    found: dict[int, set[str]] = defaultdict(set)
    for product_id, code in connection.execute(query):
        found[product_id].add(code)
    return {product_id: frozenset(codes) for product_id, codes in found.items()}


def _dates(row: Any) -> dict[str, date]:
    return {
        event: getattr(row, column)
        for column, events in _EVENTS.items()
        if getattr(row, column) is not None
        for event in events
    }


def _agreed(row: Any, policies: Iterable[Policy]) -> dict[str, Period]:
    if row is None or row.agreed_term is None:
        return {}
    term = Period.parse(row.agreed_term)
    return {policy.code: term for policy in policies}


def _manufacturer_end(row: Any) -> date | None:
    if row is None or row.manufacturer_term is None or row.manufacturer_start is None:
        return None
    return Period.parse(row.manufacturer_term).end(row.manufacturer_start)


def roller(work: Work, policies: Iterable[Policy]) -> Callable[[date], date] | None:
    """Return what moves a last day off rest days, where some promise asks for it (CAL-02)."""
    if not any(policy.roll_last_day for policy in policies):
        return None
    calendar = work.cache.get("warranty.calendar")
    if calendar is None:
        calendar = work.cache["warranty.calendar"] = load_calendar(work.connection, work.company.id, work.company.calendar)
    return lambda day: roll(day, calendar).day
