"""What became of a story: each step with what was expected and what came, readable line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sanbao.i18n import N_, _


@dataclass(frozen=True)
class Difference:
    """One expectation that was not met: where, what was expected, what came instead."""

    where: str
    expected: tuple[str, ...]
    got: tuple[str, ...]


class Unmet(Exception):
    """Carries differences from wherever they are found to the step that reports them; it never leaves the story."""

    def __init__(self, *differences: Difference) -> None:
        super().__init__(differences)
        self.differences = list(differences)


def difference(where: str, expected: str | Iterable[str], got: str | Iterable[str]) -> Difference:
    """Return a difference of single texts or of several lines."""
    return Difference(where, _lines(expected), _lines(got))


def _lines(text: str | Iterable[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@dataclass(frozen=True)
class StepReport:
    """One step that was played."""

    number: int
    text: str
    differences: tuple[Difference, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether all that was expected came true."""
        return not self.differences


@dataclass
class Report:
    """A story that was played, up to its end or to the first unmet expectation."""

    title: str
    file: str
    steps_count: int
    steps: list[StepReport] = field(default_factory=list)
    #: Where the company lives, if it was kept.
    url: str | None = None

    @property
    def ok(self) -> bool:
        """Whether every step was played and every expectation met."""
        return len(self.steps) == self.steps_count and all(step.ok for step in self.steps)

    @property
    def exit_code(self) -> int:
        """What a command ends with: 0, or 1 for an unmet expectation."""
        return 0 if self.ok else 1

    @property
    def differences(self) -> list[Difference]:
        """Every unmet expectation."""
        return [found for step in self.steps for found in step.differences]


def lines(report: Report) -> list[str]:
    """Return the report as lines of plain text."""
    return [line for part in (_head(report), *map(_step, report.steps), _foot(report)) for line in part]


def _head(report: Report) -> Iterator[str]:
    yield f"{report.title} ({report.file})"


def _step(step: StepReport) -> Iterator[str]:
    yield f"{'✓' if step.ok else '✗'} {step.number:>2}. {step.text}"
    for found in step.differences:
        yield f"      {found.where}"
        yield from (f"        − {_(N_('expected'))}: {line}" for line in found.expected)
        yield from (f"        + {_(N_('got'))}: {line}" for line in found.got)


def _foot(report: Report) -> Iterator[str]:
    if report.ok:
        yield _(N_("All {count} steps went as expected."), count=report.steps_count)
    else:
        yield _(N_("Stopped at step {number} of {count}."), number=len(report.steps), count=report.steps_count)
    if report.url is not None:
        yield _(N_("The company was kept: {url}"), url=report.url)
