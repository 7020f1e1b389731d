"""What a kind of provider may do and how its work is settled (PTY-07): decisions on plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sanbao.i18n import N_

#: Kinds of work that a provider may be allowed to do → what people call them.
WORKS = {
    "installation": N_("Installation"),
    "after_sales": N_("After-sales work"),
    "repair": N_("Repair"),
    "inspection": N_("Inspection and testing"),
    "transport": N_("Transport"),
}
STATEMENT, INTERNAL, MANUFACTURER = "statement", "internal", "manufacturer"
#: How a provider's work is settled → what people call it.
SETTLEMENTS = {
    STATEMENT: N_("Paid by statement, as the contract says"),
    INTERNAL: N_("Booked internally at the unit fee; nothing is paid out"),
    MANUFACTURER: N_("Paid by the manufacturer; no cost of ours"),
}


@dataclass(frozen=True, slots=True)
class ProviderKind:
    """A kind of provider (网点类型): which work it may do, and how that is settled."""

    code: str
    works: tuple[str, ...]
    settlement: str = STATEMENT
    names: Mapping[str, str] = field(default_factory=dict)

    def may_do(self, work: str) -> bool:
        """Tell whether such a provider may be given a kind of work.

        >>> ProviderKind("PK", ("repair",)).may_do("installation")
        False
        """
        return work in self.works
