"""The parameters of a warranty policy version (保修政策); rules read these and never a policy's name (W-01…W-19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from sanbao.calendar.periods import Convention, Period
from sanbao.coverage.selection import STATUTORY
from sanbao_warranty.policy.events import DEFAULT_START, StartEvent
from sanbao_warranty.policy.lengths import (
    Downtime,
    ExchangeTerms,
    FinalTestTerms,
    JudgedOn,
    OnExchange,
    ProductTerms,
    Seasons,
)
from sanbao_warranty.policy.rights import Rights

#: Who binds harder (CAL-11); a policy states one of these words or a number of its own.
RANKS: Mapping[str, int] = {
    "statutory": STATUTORY,
    "contract": 20,
    "promise": 30,
    "company": 40,
    "product": 50,
}

#: What a warranty leaves out when its text is silent (W-11).
DEFAULT_EXCLUSIONS = ("natural_disaster", "human_damage", "misuse", "not_per_manual")

_ALL = Decimal(1)


class ProductCause(StrEnum):
    """What it matters to a guarantee whether the product itself caused the fault (W-05 d, RET-03)."""

    ANY = "any"
    COUNTS_AS_LISTED = "counts_as_listed"
    NEEDED = "needed"


@dataclass(frozen=True)
class Floor:
    """The shortest a term can be (W-02): a period, and the manufacturer's own end where that is later."""

    period: Period = Period(months=3)
    manufacturer: bool = True


@dataclass(frozen=True)
class Restart:
    """How a replaced part's own term begins anew (W-07, AMB-16), or also a repaired one's (N-25), or only a key part's (N-15)."""

    on_free_replacement: bool = True
    on_repair: bool = False
    only_key_parts: bool = False
    chain: bool = False
    least: Period = Period(months=3)
    paid_part_term: Period | None = Period(months=3)


@dataclass(frozen=True)
class Guarantee:
    """One guarantee term of a policy (包修, 包换, 包退, 包用 …): its kind is data, not code (AMB-02, W-05).

    ``term`` is None where the source does not state it. ``parts`` limits it to these parts, ``except_parts`` leaves
    some out; ``any_part`` gives every part the whole term (W-04). ``fault_classes`` lists the faults it covers,
    ``causes`` the causes, None meaning any. ``fault_remedies`` offers other remedies for a class of fault (W-09).

    A term that is not a period is told by ``seasons``, by the unit's own ``design_life`` (W-14), or by the product's
    class in ``product_terms`` (N-11); ``default_term`` counts where nobody agreed another (N-26). ``usage_limit`` ends
    it earlier (N-17). ``downtime_extends`` and ``on_exchange`` differ from the policy's where they are stated.
    ``judged_on`` tells which day must lie in the term, and ``special_case`` that it may be granted after it (RET-03).
    """

    kind: str
    term: Period | None
    key_term: Period | None = None
    part_terms: Mapping[str, Period] = field(default_factory=dict)
    any_part: bool = False
    parts: tuple[str, ...] | None = None
    except_parts: tuple[str, ...] = ()
    fault_classes: tuple[str, ...] | None = None
    causes: tuple[str, ...] | None = None
    product_cause: ProductCause = ProductCause.ANY
    remedies: tuple[str, ...] = ()
    fault_remedies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start_events: tuple[StartEvent, ...] | None = None
    floor: Floor | None = None
    restart: Restart | None = None
    default_term: Period | None = None
    product_terms: Mapping[str, ProductTerms] = field(default_factory=dict)
    design_life: bool = False
    seasons: Seasons | None = None
    usage_limit: Mapping[str, Decimal] = field(default_factory=dict)
    downtime_extends: Downtime | None = None
    on_exchange: OnExchange | None = None
    judged_on: JudgedOn = JudgedOn.FAULT
    special_case: bool = False
    rule: str | None = None
    recover_from: str | None = None


@dataclass(frozen=True)
class PostWarranty:
    """What the customer pays once a term is over or a damage is excluded (W-12, W-13): shares of each cost."""

    labour: Decimal = _ALL
    travel: Decimal = _ALL
    freight: Decimal = _ALL
    install: Decimal = _ALL
    material_rate: Decimal = _ALL
    small_part_threshold: Decimal | None = None
    material_discretion: bool = False
    charge_minor: bool = True
    lifetime_service: bool = False

    @cached_property
    def rates(self) -> Mapping[str, Decimal]:
        """The share of each kind of cost; lodging goes with travel, a kind that nobody named is paid in full."""
        return {
            "labour": self.labour,
            "travel": self.travel,
            "lodging": self.travel,
            "freight": self.freight,
            "install": self.install,
            "material": self.material_rate,
            "other": _ALL,
        }

    @cached_property
    def burden(self) -> tuple[Decimal, Decimal]:
        """How heavy these prices weigh on the customer, to compare them (CAL-11)."""
        return sum(self.rates.values(), Decimal(0)), -(self.small_part_threshold or Decimal(0))


@dataclass(frozen=True)
class Policy:
    """One immutable version of a warranty policy (CAL-09).

    ``names`` and ``source`` are for people and stand outside the content hash. ``kind`` says which sort of
    promise it is (policy, extension, service_contract, statutory: W-18). A promise whose ``rank`` is statutory is
    a minimum: it gives, and never takes away what another promise gives. ``in_force_from`` is the day from which a
    law holds, ``proof_within`` the time in which the burden of proving an exclusion is ours (N-28).
    """

    code: str
    version: int
    names: Mapping[str, str]
    source: str
    rank: int
    kind: str = "policy"
    start_events: tuple[StartEvent, ...] = DEFAULT_START
    max_fallback_days: int | None = None
    guarantees: tuple[Guarantee, ...] = ()
    exclusions: tuple[str, ...] = DEFAULT_EXCLUSIONS
    exclusion_needs_evidence: bool = True
    customer_pays: Mapping[str, Decimal] = field(default_factory=dict)
    onsite_free: bool = True
    remedy_within_days: int | None = None
    repair_guarantee: Period | None = Period(days=30)
    post_warranty: PostWarranty | None = None
    period_convention: Convention = "civil_code"
    roll_last_day: bool = False
    downtime_extends: Downtime = Downtime.NONE
    on_exchange: ExchangeTerms = ExchangeTerms()
    final_test: FinalTestTerms | None = None
    in_force_from: date | None = None
    consumers_only: bool = False
    proof: tuple[str, ...] = ()
    proof_within: Period | None = None
    rights: Rights = Rights()

    @cached_property
    def covered_rates(self) -> Mapping[str, Decimal]:
        """What the customer pays although covered: nothing (W-08), unless the promise says so (AMB-32)."""
        if self.onsite_free:
            return self.customer_pays
        return {"travel": _ALL, "lodging": _ALL, **self.customer_pays}
