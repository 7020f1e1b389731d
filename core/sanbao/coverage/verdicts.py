"""Covered, not covered, or not checked: what a decision comes to for whoever reads it.

What nobody answered, and what waits for a fact that is not stated, is never shown as a "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sanbao.coverage.selection import is_open
from sanbao.decision import Answer, Decision
from sanbao.i18n import N_, _


class Verdict(StrEnum):
    """What is shown of a decision or of one promise's answer."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    NOT_CHECKED = "not_checked"


MARKS: Mapping[Verdict, str] = {Verdict.COVERED: "✓", Verdict.NOT_COVERED: "×", Verdict.NOT_CHECKED: "?"}
WORDS: Mapping[Verdict, str] = {
    Verdict.COVERED: N_("covered"),
    Verdict.NOT_COVERED: N_("not covered"),
    Verdict.NOT_CHECKED: N_("not checked"),
}


def verdict_of(decision: Decision) -> Verdict:
    """Return what a decision comes to."""
    if decision.chosen is not None:
        return verdict_of_answer(decision.chosen)
    return Verdict.NOT_COVERED if decision.checked else Verdict.NOT_CHECKED


def verdict_of_answer(answer: Answer) -> Verdict:
    """Return what one promise's answer comes to; one that lacks a fact is still open."""
    if answer.covered:
        return Verdict.COVERED
    return Verdict.NOT_CHECKED if is_open(answer) else Verdict.NOT_COVERED


def yes_or_no(verdict: Verdict) -> bool | None:
    """Return whether it is covered; nothing where that was not checked."""
    return None if verdict is Verdict.NOT_CHECKED else verdict is Verdict.COVERED


def mark(verdict: Verdict) -> str:
    """Return the sign that stands before a sentence; what is not checked says so in words."""
    sign = MARKS[verdict]
    return f"{sign} {_(WORDS[verdict])}" if verdict is Verdict.NOT_CHECKED else sign
