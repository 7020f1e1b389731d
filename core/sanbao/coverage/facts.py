"""A fault to be judged, and what plugins propose about it, as plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.decision import Text
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_

if TYPE_CHECKING:
    from sanbao.registry.models import Unit

#: The words for causes that the seeds know; any other code is shown as it is.
CAUSES: Mapping[str, str] = {
    "quality": N_("product quality"),
    "design": N_("design"),
    "process": N_("workmanship"),
    "material": N_("material"),
    "service": N_("our service"),
    "misuse": N_("misuse"),
    "not_per_manual": N_("use against the manual"),
    "human_damage": N_("damage by people"),
    "natural_disaster": N_("natural disaster"),
    "force_majeure": N_("force majeure"),
    "unauthorised_repair": N_("opened by somebody without authority"),
    "no_proof": N_("no proof of the purchase"),
    "altered_certificate": N_("an altered certificate, or one of another model"),
    "known_flaw": N_("a flaw that was disclosed before the sale"),
    "forbidden_modification": N_("a modification that is not allowed"),
    "own_wrong_disposal": N_("wrong handling by the owner after the fault"),
    "non_quality": N_("a cause that is no quality problem"),
    "unknown": N_("not known yet"),
}


#: A fault code such as E07 or F-12 in front of the words.
_FAULT_CODE = re.compile(r"([A-Z]{1,3}-?\d{1,5})\b[\s:：,，]*(.*)", re.DOTALL)


def fault_code(text: str) -> tuple[str | None, str]:
    """Split ``E07 无压力`` into its code and its words."""
    found = _FAULT_CODE.fullmatch(text.strip())
    return (found.group(1), found.group(2) or found.group(1)) if found else (None, text.strip())


def cause_text(cause: str) -> Text:
    """Return a cause in words."""
    return Text(CAUSES.get(cause, cause))


class BadFault(Invalid):
    """What was said about the fault contradicts itself."""

    code = "warranty.bad_fault"


@dataclass(frozen=True, slots=True)
class Override:
    """A ruling that stands above every promise (认定): who answers for the case, by which rule, and why (W-15)."""

    responsible: str
    rule: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What failed, why, and when (故障): ``evidence`` proves the cause, ``occurred_evidenced`` the moment (W-11, W-19)."""

    received_at: datetime
    part: str | None = None
    fault_code: str | None = None
    fault_class: str | None = None
    cause: str | None = None
    evidence: bool = False
    occurred_at: datetime | None = None
    occurred_evidenced: bool = False
    product_caused: bool | None = None
    override: Override | None = None

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None or (self.occurred_at and self.occurred_at.tzinfo is None):
            raise ValueError("a moment needs a time zone")
        if self.occurred_at and self.occurred_at > self.received_at:
            said = N_("lies after the report of {received}; a fault occurs before it is reported")
            raise BadFault([Problem("occurred_at", said, {"received": f"{self.received_at:%Y-%m-%d %H:%M}"})])


@dataclass(frozen=True)
class UnitFault:
    """A fault on a unit: what plugins are asked about."""

    unit: Unit
    fault: Fault


@dataclass(frozen=True)
class CostShare:
    """A proposal who should bear a part of a case's cost: with a reason, a rule and a rank (lower counts first)."""

    document_id: int
    bearer: str
    percent: Decimal
    reason: Text
    rule: str
    rank: int = 50
    party_code: str | None = None
    cost_centre: str | None = None
    #: Of which unit of the case it is, where each has a provision of its own; else the case's own unit (LED-08).
    unit_id: int | None = None
    #: Given, the share is this amount and ``percent`` says nothing: what one part cost, not a part of the whole.
    amount: Decimal | None = None


@dataclass(frozen=True)
class ProvisionBatch:
    """The batch of provision (质保准备金批次) that was set aside for a case: found by a plugin, used by the core.

    ``unit_id`` is the unit that was asked about; None stands for the case's own.
    """

    document_id: int
    batch_id: int
    number: str
    unit_id: int | None = None
