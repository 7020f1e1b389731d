"""A unit's case for the rules: its promises and its facts, put together from the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from sanbao.calendar import WorkCalendar, roll
from sanbao.calendar.seed import load as load_calendar
from sanbao.coverage.history import ReadRepairs, repairs_of
from sanbao.registry.models import Product, Unit
from sanbao_warranty.facts import history, promises
from sanbao_warranty.facts.among import among
from sanbao_warranty.policy import Policy
from sanbao_warranty.rules.facts import Exchange, UnitFacts
from sanbao_warranty.upstream import with_upstream

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


@dataclass(frozen=True)
class Case:
    """A unit's promises and facts."""

    policies: tuple[Policy, ...]
    facts: UnitFacts


def cases(work: Work, units: Sequence[int]) -> dict[int, Case]:
    """Return promises and facts of these units, by id; where nothing can change they are read once."""
    ids = list(dict.fromkeys(units))
    if not work.only_reads:
        work.session.flush()
        return cases_anew(work, ids)
    known: dict[int, Case] = work.cache.setdefault("warranty.cases", {})
    known |= cases_anew(work, [key for key in ids if key not in known])
    return {key: known[key] for key in ids if key in known}


def cases_anew(work: Work, ids: Sequence[int]) -> dict[int, Case]:
    """Return promises and facts of these units with the repairs that any plugin did on them, and keep nothing."""
    return cases_of(work.connection, ids, lambda units: repairs_of(work, units))


def cases_of(
    connection: Connection, ids: Sequence[int], repairs: ReadRepairs | None = None
) -> dict[int, Case]:
    """Return promises and facts of these units, by id; a handful of queries however many there are.

    Without ``repairs`` only those of claims are known.
    """
    levels = _with_those_they_replaced(connection, ids)
    every = {row.id: row for rows in levels for row in rows}
    if not every:
        return {}
    read = _Read(connection, list(every), {row.product_id for row in every.values()}, repairs)
    known: dict[int, UnitFacts] = {}
    for rows in reversed(levels):
        own = {row.id: read.facts(row, known) for row in rows}
        known |= with_upstream(connection, rows, own, promises.policy_of)
    return {row.id: Case(tuple(read.policies.get(row.id, ())), known[row.id]) for row in levels[0]}


def _with_those_they_replaced(connection: Connection, ids: Sequence[int]) -> list[list[Any]]:
    """Return the rows of units, then of those that they replaced, then of those before them."""
    levels: list[list[Any]] = []
    wanted = set(ids)
    while wanted:
        levels.append([row for row in connection.execute(_units(list(wanted))) if row.id in wanted])
        wanted = {row.replaces_id for row in levels[-1] if row.replaces_id is not None}
    return levels


def _units(ids: Sequence[int]) -> Any:
    query = select(Unit.__table__, Product.category).join(Product, Product.id == Unit.product_id)
    return query.where(among(Unit.id, ids))


class _Read:
    """Everything that the tables hold on some units, read at once."""

    def __init__(
        self,
        connection: Connection,
        ids: Sequence[int],
        products: Iterable[int],
        repairs: ReadRepairs | None,
    ) -> None:
        self.policies = promises.bound(connection, ids)
        self.terms = promises.own_terms(connection, ids, self.policies)
        self.extensions = promises.extensions(connection, ids)
        self.final_tests = promises.final_tests(connection, ids)
        parts = history.replaced_parts(connection, ids)
        self.replacements = history.replacements(parts)
        self.repairs = repairs(ids) if repairs is not None else history.repairs(connection, ids, parts)
        self.usage = history.usage(connection, ids)
        self.turns = history.turns(connection, ids)
        self.key_parts = history.key_parts(connection, products)

    def facts(self, row: Any, before: Mapping[int, UnitFacts]) -> UnitFacts:
        """Return what is known of one unit."""
        own = self.terms.get(row.id, promises.NOTHING_AGREED)
        exchanged = self._exchange(row, before)
        failed_on = self.turns.get((row.id, "acceptance_failed")) if row.accepted_on is None else None
        return UnitFacts(
            dates=_dates(row, exchanged),
            serial=row.serial,
            price=row.price_paid,
            key_parts=self.key_parts.get(row.product_id, frozenset()),
            part_terms=own.part_terms,
            agreed_terms=own.agreed_terms,
            agreed_ends=own.agreed_ends,
            replacements=tuple(self.replacements.get(row.id, ())),
            repairs=tuple(self.repairs.get(row.id, ())),
            manufacturer_end=own.manufacturer_end,
            category=row.category,
            region=own.region,
            design_life=own.design_life,
            usage=tuple(self.usage.get(row.id, ())),
            extensions=tuple(self.extensions.get(row.id, ())),
            final_tests=tuple(self.final_tests.get(row.id, ())),
            exchanged=exchanged,
            acceptance_failed_on=failed_on,
        )

    def _exchange(self, row: Any, before: Mapping[int, UnitFacts]) -> Exchange | None:
        on = self.turns.get((row.id, "replaced"))
        return Exchange(on, before[row.replaces_id]) if on is not None and row.replaces_id in before else None


def _dates(row: Any, exchanged: Exchange | None) -> dict[str, date]:
    days = {
        event: getattr(row, column)
        for column, events in _EVENTS.items()
        if getattr(row, column) is not None
        for event in events
    }
    return days if exchanged is None else {**days, "replacement": exchanged.on}


def roller(work: Work, policies: Iterable[Policy]) -> Callable[[date], date] | None:
    """Return what moves a last day off rest days, where some promise asks for it (CAL-02)."""
    if not any(policy.roll_last_day for policy in policies):
        return None
    calendar = calendar_of(work)
    return lambda day: roll(day, calendar).day


def calendar_of(work: Work) -> WorkCalendar:
    """Return the company's calendar of rest days, read once in a transaction (CAL-02)."""
    calendar: WorkCalendar | None = work.cache.get("warranty.calendar")
    if calendar is None:
        calendar = load_calendar(work.connection, work.company.id, work.company.calendar)
        work.cache["warranty.calendar"] = calendar
    return calendar
