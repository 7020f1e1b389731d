"""May the customer return a unit, or have a new one, and what does its use cost: plugins that know promises answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.decision import Step

if TYPE_CHECKING:
    from sanbao.registry.models import Unit
    from sanbao.work import Work


@dataclass(frozen=True)
class ReturnWish:
    """A customer's wish to return or exchange a unit (退换要求), with what was found about it (RET-01, RET-02).

    ``same_model_available`` is None where nobody has looked.
    """

    unit: Unit
    requested_on: date
    part: str | None = None
    fault_code: str | None = None
    own_quality: bool = False
    same_model_available: bool | None = None


@dataclass(frozen=True, slots=True)
class ReturnOffer:
    """What a promise gives because of such a wish: return or exchange, the price that counts, the fee for the use.

    Amounts are None where no money goes back, or where a fact is missing (N-08, RET-10). ``steps`` are the reasons
    (CAL-12).
    """

    remedy: str
    promise: str
    rule: str | None = None
    rank: int = 40
    price: Decimal | None = None
    fee: Decimal | None = None
    steps: tuple[Step, ...] = ()


def offers(work: Work, wishes: Sequence[ReturnWish]) -> list[list[ReturnOffer]]:
    """Ask every plugin what the customers may have; one list for each wish, the hardest binding first (CAL-11)."""
    answered = work.hooks.ask("find_returns", work, wishes=list(wishes))
    return [
        sorted(
            (offer for _, answers in answered for offer in answers[position]), key=lambda offer: offer.rank
        )
        for position in range(len(wishes))
    ]
