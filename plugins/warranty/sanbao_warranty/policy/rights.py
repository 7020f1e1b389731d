"""What a customer may have beyond a repair, and when: the rights of a policy as parameters (section 29.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from sanbao.calendar.periods import Period
from sanbao_warranty.policy.events import StartEvent


class Counted(StrEnum):
    """What is counted until a right arises (N-04, N-05, N-19, N-25)."""

    REPAIRS = "repairs"
    REPLACEMENTS = "replacements"
    EXCHANGES = "exchanges"
    REPAIR_DAYS = "repair_days"
    SINGLE_REPAIR = "single_repair"
    NO_SERVICE = "no_service"


class Measure(StrEnum):
    """How the days of a repair are counted: by the calendar, by working days, or each 24 hours begun (N-20)."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    STARTED_DAYS = "started_days"


class RefundPrice(StrEnum):
    """Which price goes back: the one paid, today's, or the higher of the two (N-12, N-26)."""

    PAID = "paid"
    CURRENT = "current"
    HIGHER = "higher"


class FeeKind(StrEnum):
    """How the use of returned goods is deducted (折旧费 / 使用补偿费, N-08, N-22)."""

    NONE = "none"
    DAILY_RATE = "daily_rate"
    KM_RATE = "km_rate"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A right that arises by counting (N-04, N-05, N-19): ``at_least`` so many, or strictly ``more_than`` (超过).

    ``within`` names the guarantee that must cover the fault, None the policy's usual one. Filters narrow what is
    counted; ``not_counted`` names waits that are left out; ``bearer`` pays, ``recover_from`` answers upstream.
    """

    right: str
    counts: Counted
    remedies: tuple[str, ...]
    at_least: int | None = None
    more_than: int | None = None
    within: str | None = None
    rule: str | None = None
    same_fault: bool = False
    same_part: bool = False
    serious: bool = False
    only_key_parts: bool = False
    parts: tuple[str, ...] | None = None
    except_parts: tuple[str, ...] = ()
    measured_in: Measure = Measure.CALENDAR_DAYS
    reason: str | None = None
    not_counted: tuple[str, ...] = ()
    fee: bool = True
    refund_price: RefundPrice | None = None
    bearer: str = "self"
    recover_from: str | None = None

    def is_reached(self, count: int) -> bool:
        """Tell whether a count gives the right; the limit itself is not yet more than the limit."""
        if self.at_least is not None:
            return count >= self.at_least
        return self.more_than is not None and count > self.more_than


@dataclass(frozen=True, slots=True)
class Depreciation:
    """What the use of the goods costs when they go back (N-08, N-22); a rate of None is not stated in the source.

    A daily rate counts the days from the start to the request, less those in the shop where ``less_downtime``; a
    kilometre rate counts each ``per_km``. ``on`` names the remedies that it is taken from.
    """

    kind: FeeKind = FeeKind.NONE
    rate: Decimal | None = None
    product_rates: Mapping[str, Decimal | None] = field(default_factory=dict)
    per_km: int = 1000
    less_downtime: bool = True
    on: tuple[str, ...] = ("return",)
    waived_if: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaner:
    """After how many days of one repair another unit is owed (备用机, N-12, N-14, N-20, N-25)."""

    after_days: int
    measured_in: Measure = Measure.CALENDAR_DAYS


@dataclass(frozen=True, slots=True)
class RepairLimit:
    """How soon a repair must be done: all, or one class of fault, perhaps only in the season of work (N-16)."""

    limit: Period
    fault_class: str | None = None
    only_in_season: bool = False


@dataclass(frozen=True, slots=True)
class NoReasonReturn:
    """The return without a reason of goods sold at a distance (无理由退货, N-28); the refund is due once they are back."""

    term: Period
    start_events: tuple[StartEvent, ...]
    freight: str = "customer"
    refund_within: Period | None = None


@dataclass(frozen=True, slots=True)
class FraudDamages:
    """What is owed on top of the price for fraud: so many times the price, a least sum (N-28, Art. 55)."""

    times: Decimal
    least: Decimal


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything that a policy says of returns, exchanges and the time that they take (29.5).

    ``no_same_model`` names what takes the place of an exchange where there is none of the same model, and
    ``return_instead`` lets a customer return what she might exchange for the same model, less the fee (N-08).
    """

    within: str | None = None
    triggers: tuple[Trigger, ...] = ()
    depreciation: Depreciation = Depreciation()
    refund_price: RefundPrice = RefundPrice.PAID
    no_same_model: tuple[str, ...] = ()
    return_instead: bool = False
    loaner: Loaner | None = None
    answer_within: Period | None = None
    complete_within: Period | None = None
    repair_within: tuple[RepairLimit, ...] = ()
    no_reason_return: NoReasonReturn | None = None
    fraud: FraudDamages | None = None
    also_owed: tuple[str, ...] = ()
    recover_from: str | None = None
    freight: str | None = None
