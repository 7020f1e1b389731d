"""Who has passed: scores, pass marks, attempts, and the exam's questions (TRN-10). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

#: What came of somebody's place in a session.
PENDING, PASSED, FAILED, ABSENT, ATTENDED = "pending", "passed", "failed", "absent", "attended"
_CENT = Decimal("0.01")


def is_passed(score: Decimal, full: Decimal, pass_mark: Decimal) -> bool:
    """Tell whether a score reaches the pass mark in per cent; the mark itself is enough (TRN-10).

    >>> is_passed(Decimal(60), Decimal(100), Decimal(60)), is_passed(Decimal(29), Decimal(50), Decimal(60))
    (True, False)
    """
    return score * 100 >= pass_mark * full


def outcome(attendance: str | None, has_exam: bool, results: Sequence[bool]) -> str:
    """Return what came of a place: absent, attended, or by the exam; one attempt that was passed is enough."""
    if attendance is None:
        return PENDING
    if attendance == "absent":
        return ABSENT
    if not has_exam:
        return ATTENDED
    if not results:
        return PENDING
    return PASSED if any(results) else FAILED


def marked(questions: Sequence[Mapping[str, Any]], answers: Mapping[int, str]) -> tuple[Decimal, Decimal]:
    """Return the points of an exam and the most there could be; the order of several letters does not matter."""
    got = full = Decimal(0)
    for position, question in enumerate(questions, start=1):
        points = Decimal(str(question["points"]))
        full += points
        if _letters(answers.get(position, "")) == _letters(question["answer"]):
            got += points
    return got, full


def _letters(text: str) -> str:
    return "".join(sorted(letter for letter in text.upper() if letter.isalnum()))


def rate(part: int, whole: int) -> Decimal | None:
    """Return a share in per cent with two digits; nothing of nothing is no rate.

    >>> rate(1, 3), rate(0, 0)
    (Decimal('33.33'), None)
    """
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(_CENT, ROUND_HALF_UP)
