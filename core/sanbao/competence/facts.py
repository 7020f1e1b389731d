"""An assignment to be judged, and what speaks against it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sanbao.decision import Text

if TYPE_CHECKING:
    from sanbao.registry.models import Party


@dataclass(frozen=True)
class Assignment:
    """A kind of work that a party, or a named person of it, is to do on a day (派工, PTY-12).

    ``work`` is the code of the kind of work, such as ``installation``.
    """

    work: str
    party: Party
    on: date
    person: str | None = None

    @property
    def who(self) -> str:
        """What the person or the party is called."""
        return self.party.name if self.person is None else f"{self.person} ({self.party.name})"


@dataclass(frozen=True)
class Disqualification:
    """A reason why an assignment may not be made: ``position`` says of which one, counted from 0."""

    position: int
    reason: Text
    rule: str
