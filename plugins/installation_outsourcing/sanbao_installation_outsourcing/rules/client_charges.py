"""What the client owes for a unit's installation: nothing until both sides accepted it, and then once (DLV-02)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sanbao.decision import Step, Text
from sanbao.i18n import N_

ZERO = Decimal(0)
RULE = "DLV-02"
#: Where a unit stands towards its client → what people call it, in the order of its way.
STANDINGS = {
    "free": N_("Free: no charge is agreed"),
    "not_accepted": N_("Free: client has not accepted"),
    "not_confirmed": N_("Free: we have not confirmed"),
    "chargeable": N_("To be charged"),
    "charged": N_("Charged"),
    "to_credit": N_("To be credited: accepted no longer"),
}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How far a unit is: who accepted it, and what the client was charged for it already."""

    by_client: bool
    by_us: bool
    charged: Decimal | None = None

    @property
    def is_mutual(self) -> bool:
        """Whether both sides accepted the unit (直到我方需方认可为止)."""
        return self.by_client and self.by_us


@dataclass(frozen=True, slots=True)
class Standing:
    """What the client owes for a unit as it stands, what is to be given back, and why."""

    code: str
    amount: Decimal
    credit: Decimal
    steps: tuple[Step, ...]


def standing(unit_charge: Decimal, unit: Acceptance) -> Standing:
    """Return what the client owes for a unit: rework adds nothing, and what is accepted is charged once.

    >>> standing(Decimal("180.00"), Acceptance(by_client=True, by_us=False)).amount
    Decimal('0')
    """
    code = _code(unit_charge, unit)
    owed = {"chargeable": unit_charge, "charged": unit.charged or ZERO}.get(code, ZERO)
    credit = unit.charged or ZERO if code == "to_credit" else ZERO
    return Standing(code, owed, credit, _steps(unit_charge, unit, code))


def _code(unit_charge: Decimal, unit: Acceptance) -> str:
    if unit.charged is not None:
        return "charged" if unit.is_mutual else "to_credit"
    if not unit_charge:
        return "free"
    if not unit.by_client:
        return "not_accepted"
    return "chargeable" if unit.by_us else "not_confirmed"


def _steps(unit_charge: Decimal, unit: Acceptance, code: str) -> tuple[Step, ...]:
    counted = 1 if unit.is_mutual else 0
    owed = counted * (unit_charge if unit.charged is None else unit.charged)
    each = unit.charged if unit.charged is not None else unit_charge
    return (
        Step(RULE, Text(N_("The client has accepted the unit")), holds=unit.by_client),
        Step(RULE, Text(N_("We have confirmed the unit")), holds=unit.by_us),
        Step(
            RULE,
            Text(N_("Free until both sides have accepted, rework too; then charged once")),
            inputs={"unit_charge": each},
            arithmetic=f"{counted} × {each} = {owed}",
        ),
        Step(RULE, Text(STANDINGS[code])),
    )
