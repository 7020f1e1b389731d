"""A client's vehicles that many installers fit out: who works where, on which days, what goes wrong, and on what terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

INSTALLERS, CENTRES, SHARE = 200, 60, 2_000
LOTS = ("A", "B")
#: The days on which the three parts of each lot are planned.
PLANNED = {
    "A": (date(2024, 4, 10), date(2024, 5, 10), date(2024, 5, 28)),
    "B": (date(2024, 4, 17), date(2024, 5, 17), date(2024, 6, 12)),
}
DUE = {"A": date(2024, 5, 31), "B": date(2024, 6, 20)}
#: When the last part of lot A is installed by those who are late.
LATE_ON = date(2024, 6, 5)
#: The days of each of the three rounds: signed, confirmed, settled.
SIGNED = (date(2024, 4, 24), date(2024, 5, 24), date(2024, 6, 24))
SETTLED = (date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 30))
UNIT_FEE, NEXT_FEE, RETENTION = "150.00", "140.00", "5"
#: One vehicle of so many fails its inspection; one installer of so many is late, or complained about.
FAILS, LATE, COMPLAINED = 50, 10, 4


@dataclass(frozen=True, slots=True)
class Installer:
    """One installer with the contract over his share of the fleet."""

    number: int
    units: int

    @property
    def code(self) -> str:
        """By what he and his contract are known."""
        return f"I{self.number:03}"

    @property
    def is_late(self) -> bool:
        """Whether the last part of his lot A comes after its day."""
        return self.number % LATE == 0

    @property
    def is_complained_of(self) -> bool:
        """Whether a vehicle's owner complains about him, and is right."""
        return self.number % COMPLAINED == 1

    def plates(self, lot: str, part: int) -> list[str]:
        """Return the vehicles of a third of a lot."""
        size = self.units // len(LOTS)
        first, end = size * part // 3, size * (part + 1) // 3
        return [f"{self.code}{lot}{number:05}" for number in range(first, end)]

    def day_of(self, lot: str, part: int) -> date:
        """Return when he really installs a third of a lot."""
        return LATE_ON if self.is_late and lot == "A" and part == 2 else PLANNED[lot][part]

    def terms(self, centres: int) -> dict[str, Any]:
        """Return his contract: fees in tiers, days, deductions for delay and complaints, and a retention."""
        size = self.units // len(LOTS)
        lot = {"quantity": size, "unit_fee": UNIT_FEE, "centre": f"C{self.number % centres:02}"}
        lots = [{**lot, "code": code, "due_on": DUE[code].isoformat()} for code in LOTS]
        lots[0]["tiers"] = [{"start": size // 4 + 1, "fee": NEXT_FEE}]
        return {
            "party": self.code,
            "lots": lots,
            "clauses": [{"profile": "PC-004-DELAY"}, {"profile": "PC-004-COMPLAINT"}],
            "payment": {
                "retention_percent": RETENTION,
                "preconditions": ["inspected", "client_signed", "manager_confirmed"],
            },
        }


def fleet(vehicles: int) -> list[Installer]:
    """Share so many vehicles among installers: two hundred of them, fewer of a smaller fleet, so that each has as much to do."""
    count = max(2, min(INSTALLERS, vehicles // SHARE))
    return [Installer(number, vehicles // count) for number in range(count)]


def centres_of(installers: list[Installer]) -> int:
    """Return how many centres there are for so many installers."""
    return min(CENTRES, len(installers))


def failing(plates: list[str]) -> Iterator[str]:
    """Give the vehicles of a list that fail their inspection."""
    return (plate for plate in plates if int(plate[-5:]) % FAILS == 7)
