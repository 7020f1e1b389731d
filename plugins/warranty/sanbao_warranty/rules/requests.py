"""What a customer asks for, and what she may have: the plain values of an entitlement (N-01…N-30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sanbao.decision import Step, Text
from sanbao_warranty.rules.facts import Fault


@dataclass(frozen=True, slots=True)
class Request:
    """A customer's wish to return, exchange or have repaired (退换修要求), with what must be known to answer it.

    ``same_model_available`` is None where nobody has looked. ``proof`` is what she shows of the purchase, None where
    nobody has asked; ``goods_back_on`` is when we had the goods back. ``special_case`` is the approval that a house rule may want (RET-03).
    """

    fault: Fault
    requested_on: date
    same_model_available: bool | None = None
    is_consumer: bool = True
    is_serious: bool = False
    is_distance_sale: bool = False
    is_fraud: bool = False
    in_season: bool = False
    service_available: bool = True
    special_case: bool = False
    current_price: Decimal | None = None
    proof: str | None = None
    goods_back_on: date | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that the customer may have, under which promise, at what price, and who answers upstream.

    ``refund`` is the price less the fee, only where money goes back; ``extra`` is owed on top of it, ``freight``
    who pays the way back. ``needs`` names an approval without which it is not hers.
    """

    remedy: str
    promise: str
    version: int
    rank: int
    right: str
    rule: str | None = None
    until: date | None = None
    price: Decimal | None = None
    fee: Decimal | None = None
    refund: Decimal | None = None
    extra: Decimal | None = None
    freight: str | None = None
    bearer: str = "self"
    recover_from: str | None = None
    needs: str | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class Shop:
    """One repair as it counts: its days in the shop, and for how many of them another unit is owed (N-20, N-25)."""

    case: str
    started_on: date
    ended_on: date | None
    days: int
    loaner_days: int


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What the customer may choose from on the day of the request, and every reason (退换修权利, CAL-12).

    ``remedies`` names the options once each, the strongest first. Days by which something is due are None where no
    promise states a limit. ``proposals`` are options that want an approval first.
    """

    requested_on: date
    decided_on: date
    remedies: tuple[str, ...]
    options: tuple[Option, ...]
    proposals: tuple[Option, ...] = ()
    repairs: tuple[Shop, ...] = ()
    loaner_days: int = 0
    answer_by: date | None = None
    complete_by: date | None = None
    repair_by: date | None = None
    refund_by: date | None = None
    also_owed: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def cites(self) -> tuple[str, ...]:
        """The rule IDs used, in order, without repeats."""
        used = [step.rule for step in self.steps] + [option.rule for option in self.options]
        return tuple(dict.fromkeys(rule for rule in used if rule is not None))

    def option(self, remedy: str) -> Option | None:
        """Return the option of this remedy, None where the customer may not have it."""
        return next((option for option in self.options if option.remedy == remedy), None)
