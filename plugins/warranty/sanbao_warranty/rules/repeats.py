"""Faults that come back: how often the same part or the same fault failed on one unit (N-04, PRD-04)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sanbao.decision import Step, Text
from sanbao.i18n import N_

RULE = "N-04"


@dataclass(frozen=True, slots=True)
class FaultCase:
    """A fault call as it counts: on which parts, which fault, whether it was repaired and whether that helped."""

    number: str
    received_on: date
    parts: tuple[str, ...] = ()
    fault_code: str | None = None
    repaired_on: date | None = None
    cured: bool | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part or a fault with all its cases, oldest first."""

    what: str
    code: str
    cases: tuple[FaultCase, ...]


def counters(cases: Sequence[FaultCase]) -> tuple[Repeat, ...]:
    """Return every part and every fault code with its cases, the most frequent first."""
    found = [Repeat("part", part, of_part(cases, part)) for part in dict.fromkeys(_parts(cases))]
    codes = dict.fromkeys(case.fault_code for case in cases if case.fault_code is not None)
    found += [Repeat("fault", code, of_fault(cases, code)) for code in codes]
    return tuple(sorted(found, key=lambda one: (-len(one.cases), one.what, one.code)))


def earlier_cases(
    cases: Iterable[FaultCase], part: str | None, fault_code: str | None
) -> tuple[FaultCase, ...]:
    """Return the repaired cases of the same part; where no part is named, those of the same fault."""
    repaired = [case for case in cases if case.repaired_on is not None]
    return of_part(repaired, part) if part is not None else of_fault(repaired, fault_code)


def repeat_step(
    earlier: Sequence[FaultCase], least: int, part: str | None, fault_code: str | None
) -> Step | None:
    """Return the proposal of an exchange from the so-manieth case on, with the earlier cases named (N-04)."""
    count = len(earlier) + 1
    if count < least:
        return None
    numbers = [case.number for case in earlier]
    said = Text(
        N_("case {count} of {what} on this unit, after {cases}: an exchange is proposed"),
        {"count": count, "what": part or fault_code or "", "cases": numbers},
    )
    inputs = {"part": part, "fault_code": fault_code, "cases": numbers}
    return Step(RULE, said, inputs, f"{len(earlier)} + 1 = {count} >= {least}", holds=True)


def of_part(cases: Iterable[FaultCase], part: str | None) -> tuple[FaultCase, ...]:
    """Return the cases of a part."""
    return tuple(case for case in cases if part in case.parts)


def of_fault(cases: Iterable[FaultCase], fault_code: str | None) -> tuple[FaultCase, ...]:
    """Return the cases of a fault; without a code nobody can tell which faults are the same."""
    return tuple(case for case in cases if fault_code is not None and case.fault_code == fault_code)


def _parts(cases: Iterable[FaultCase]) -> list[str]:
    return [part for case in cases for part in case.parts]
