"""Which promises count for one piece, and what they say together (CAL-11, RET-03, RMA-13). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sanbao.calendar import Period
from sanbao.decision import Step, Text
from sanbao.i18n import N_
from sanbao_rma.rules.limits import Case, Right, last_day, rights
from sanbao_rma.rules.promises import RANKS, Promise


@dataclass(frozen=True, slots=True)
class Bound:
    """A promise with whom it is for (适用范围): None is everybody, or every product."""

    promise: Promise
    party_id: int | None
    product_id: int | None
    valid_from: date
    valid_until: date | None = None

    def fits(self, party_id: int | None, product_id: int | None, on: date) -> bool:
        """Tell whether it counts for such a piece on a day; its last day counts (CAL-01)."""
        if on < self.valid_from or (self.valid_until is not None and on > self.valid_until):
            return False
        return self.party_id in (None, party_id) and self.product_id in (None, product_id)

    @property
    def closeness(self) -> tuple[bool, bool, date]:
        """How near it is to the piece: the customer's own before the product's before everybody's; then the newest."""
        return self.party_id is not None, self.product_id is not None, self.valid_from


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts for one piece (适用条款): every law, the nearest promise, and the company's own where that is silent."""

    laws: tuple[Promise, ...]
    own: Promise | None
    house: Promise

    def turnarounds(self) -> list[Promise]:
        """Return the promises that say by when a piece is on its way back."""
        own = self.own if self.own is not None and self.own.turnaround is not None else self.house
        return [one for one in (*self.laws, own) if one.turnaround is not None]

    def kindest(self, name: str) -> Promise | None:
        """Return which of several promises states the longest of a term: it is the one that counts (CAL-11)."""
        own = self.own if self.own is not None and getattr(self.own, name) is not None else self.house
        stated = [one for one in (own, *self.laws) if getattr(one, name) is not None]
        return max(stated, key=lambda one: getattr(one, name).end(date(2000, 1, 1)), default=None)

    def longest(self, name: str) -> Period | None:
        """Return the kindest of a term that several promises state."""
        promise = self.kindest(name)
        return getattr(promise, name) if promise is not None else None

    def loaner_after(self, usual: int) -> int:
        """Return after how many days of repair a loan unit is offered: the fewest that some promise states (LON-01)."""
        known = (*self.laws, self.own) if self.own is not None else self.laws
        return min((one.loaner_after for one in known if one.loaner_after is not None), default=usual)

    def limited(self) -> list[Promise]:
        """Return the promises that know limits."""
        known = (*self.laws, self.own) if self.own is not None else self.laws
        return [one for one in known if one.limits]


def choose(
    bound: Sequence[Bound], party_id: int | None, product_id: int | None, on: date, house: Promise
) -> Terms:
    """Return what counts for a piece of a customer on the day on which it came; law always holds beside a promise."""
    fitting = [one for one in bound if one.fits(party_id, product_id, on)]
    laws = {one.promise.code: one.promise for one in fitting if one.promise.rank == RANKS["law"]}
    own = [one for one in fitting if one.promise.rank != RANKS["law"]]
    nearest = max(own, key=lambda one: one.closeness, default=None)
    return Terms(tuple(laws.values()), nearest.promise if nearest is not None else None, house)


def all_rights(terms: Terms, case: Case, on: date) -> list[tuple[Promise, Right]]:
    """Return every right that a passed limit gives, with its promise."""
    return [(promise, right) for promise in terms.limited() for right in rights(promise, case, on)]


def next_last_day(terms: Terms, case: Case, on: date) -> date | None:
    """Return the next last day before some limit is passed."""
    days = (last_day(promise, case, on) for promise in terms.limited())
    return min((day for day in days if day is not None), default=None)


def return_step(made_on: date, requested_on: date, within: Period) -> Step:
    """Return whether a product of bad quality came back soon enough after it left the factory (RET-03)."""
    last = within.end(made_on)
    said = Text(
        N_("it left the factory on {made}; returns of bad quality are possible until {last}"),
        {"made": made_on, "last": last},
    )
    inputs = {"ex_factory_on": made_on, "requested_on": requested_on, "within": str(within)}
    return Step("RET-03", said, inputs, f"{requested_on} <= {last}", holds=requested_on <= last)


def told(found: Sequence[Right]) -> Iterator[str]:
    """Yield each solution that some right gives, once, in order."""
    yield from dict.fromkeys(solution for right in found for solution in right.gives)
