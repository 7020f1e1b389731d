"""Until when a certificate counts, and what is missing for a kind of work. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sanbao.calendar import add_months
from sanbao.decision import Text
from sanbao.i18n import N_

QUALIFIED_PERSONS = "PTY-12"
#: How somebody stands with a skill.
VALID, EXPIRING, ENDED, MISSING, NOT_NEEDED = "valid", "expiring", "ended", "missing", "none"


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate as the gate looks at it; ``void_from`` is the first day on which it counts no more."""

    number: str
    valid_from: date
    valid_until: date | None
    void_from: date | None = None

    def is_valid(self, on: date) -> bool:
        """Tell whether it counts on a day: its last day is still a valid one (PTY-12)."""
        return (
            self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
            and (self.void_from is None or on < self.void_from)
        )


def last_day(start: date, months: int | None) -> date | None:
    """Return the last valid day, or nothing for a certificate without end (CAL-01).

    >>> last_day(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    return None if months is None else add_months(start, months)


def why_not(skill: str, proofs: Sequence[Proof], on: date) -> Text | None:
    """Return why these proofs of a skill do not do on a day; nothing where one of them does (PTY-12, TRN-12)."""
    if any(proof.is_valid(on) for proof in proofs):
        return None
    counting = [proof for proof in proofs if proof.void_from is None]
    ended = [proof for proof in counting if proof.valid_until is not None and proof.valid_until < on]
    if ended:
        last = max(ended, key=lambda proof: proof.valid_until or on)
        return _said(N_("{skill}: {number} ended on {day}"), skill, last.number, last.valid_until)
    to_come = [proof for proof in counting if proof.valid_from > on]
    if to_come:
        first = min(to_come, key=lambda proof: proof.valid_from)
        return _said(N_("{skill}: {number} is valid only from {day}"), skill, first.number, first.valid_from)
    revoked = [proof for proof in proofs if proof.void_from is not None]
    if revoked:
        return _said(
            N_("{skill}: {number} was revoked from {day}"), skill, revoked[-1].number, revoked[-1].void_from
        )
    return Text(N_("{skill}: no certificate"), {"skill": skill})


def _said(sentence: str, skill: str, number: str, day: date | None) -> Text:
    return Text(sentence, {"skill": skill, "number": number, "day": day})


def best(proofs: Iterable[Proof], on: date) -> Proof | None:
    """Return the proof that counts on a day and does so the longest."""
    valid = [proof for proof in proofs if proof.is_valid(on)]
    return max(valid, key=lambda proof: proof.valid_until or date.max, default=None)


def days_left(proofs: Iterable[Proof], on: date) -> int | None:
    """Return for how many more days somebody is qualified after a day; nothing if she is not, or without end."""
    found = best(proofs, on)
    return None if found is None or found.valid_until is None else (found.valid_until - on).days


def reminder_due(valid_until: date, steps: Sequence[int], reminded: int | None, on: date) -> int | None:
    """Return the reminder that is to be sent now: the nearest of the steps before the end, each once."""
    left = (valid_until - on).days
    reached = [step for step in steps if 0 <= left <= step]
    if not reached or (reminded is not None and min(reached) >= reminded):
        return None
    return min(reached)


def standing(proofs: Sequence[Proof], on: date, soon_days: int, is_needed: bool) -> str:
    """Tell how somebody stands with a skill on a day, against what her work needs (PTY-12, TRN-12).

    >>> standing([Proof("CT-1", date(2024, 1, 1), date(2024, 6, 30))], date(2024, 6, 1), 90, is_needed=True)
    'expiring'
    """
    if best(proofs, on) is None:
        return ENDED if proofs else MISSING if is_needed else NOT_NEEDED
    left = days_left(proofs, on)
    return EXPIRING if left is not None and left <= soon_days else VALID
