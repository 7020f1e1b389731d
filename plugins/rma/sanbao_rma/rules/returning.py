"""May a piece be returned, and what goes back for it (RET-03, RET-10, LED-19). Pure: no database, no clock."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sanbao.calendar.periods import add_months


def last_day_to_return(ex_factory_on: date, months: int) -> date:
    """Return until when a product of bad quality may be returned after it left the factory (RET-03, CAL-01).

    >>> last_day_to_return(date(2024, 1, 31), 3)
    datetime.date(2024, 4, 30)
    """
    return add_months(ex_factory_on, months)


def may_return(ex_factory_on: date | None, requested_on: date, own_quality: bool, months: int) -> bool:
    """Tell whether a return needs no special approval: asked for in time, and the product's own fault (RET-03)."""
    if ex_factory_on is None or not own_quality:
        return False
    return requested_on <= last_day_to_return(ex_factory_on, months)


def refund(price: Decimal, fee: Decimal) -> Decimal:
    """Return what the customer gets back: what was actually paid, less the fee for its use (RET-10, N-08)."""
    return price - fee


def loss(cost: Decimal, recoverable: Decimal) -> Decimal:
    """Return what is lost on a piece that came back: what it cost us less what it is still worth (LED-19)."""
    return cost - recoverable
