"""What goes back for a piece that is returned (RET-10, LED-19). Pure: no database, no clock."""

from __future__ import annotations

from decimal import Decimal


def refund(price: Decimal, fee: Decimal) -> Decimal:
    """Return what the customer gets back: what was actually paid, less the fee for its use (RET-10, N-08)."""
    return price - fee


def loss(cost: Decimal, recoverable: Decimal) -> Decimal:
    """Return what is lost on a piece that came back: what it cost us less what it is still worth (LED-19)."""
    return cost - recoverable
