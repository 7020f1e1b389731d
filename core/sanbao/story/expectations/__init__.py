"""Everything that a story can expect, by the word it uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sanbao.errors import SanbaoError
from sanbao.i18n import N_
from sanbao.story import checks, matching
from sanbao.story.expectations import answers, books, decisions, papers
from sanbao.story.report import Difference, Unmet, difference
from sanbao.story.scene import Scene
from sanbao.work import Work

Judge = Callable[[Scene, Work, Any, str | None], list[Difference]]


@dataclass(frozen=True)
class Kind:
    """One kind of expectation: how it is written, and how it is judged."""

    check: checks.Check
    judge: Judge


KINDS: Mapping[str, Kind] = {
    "decision": Kind(decisions.DECISION, decisions.decisions),
    "trace": Kind(decisions.TRACE, decisions.trace),
    "document": Kind(papers.DOCUMENT, papers.documents),
    "timeline": Kind(papers.TIMELINE, papers.timeline),
    "deadline": Kind(papers.DEADLINE, papers.deadlines),
    "entries": Kind(books.MONEY, books.entries),
    "goods": Kind(books.GOODS, books.goods),
    "balance": Kind(books.BALANCE, books.balances),
    "interim": Kind(books.INTERIM, books.interim),
    "verify": Kind(books.CLEAN, books.verified),
    "report": Kind(answers.REPORT, answers.reports),
}
OF = "of"
_FIELDS = checks.table({OF: checks.text, **{name: kind.check for name, kind in KINDS.items()}})


def check(value: Any, findings: checks.Findings, path: str) -> None:
    """Note every mistake in a step's expectations; one that names only a paper expects nothing."""
    _FIELDS(value, findings, path)
    if isinstance(value, Mapping) and set(value) == {OF}:
        findings.add(path, N_("this expects nothing; name at least one of: {known}"), known=", ".join(KINDS))


def judge(scene: Scene, expected: Mapping[str, Any]) -> list[Difference]:
    """Return everything that differs; ``of`` names the paper for all that do not name their own."""
    found: list[Difference] = []
    with scene.reading() as work:
        for name, spec in expected.items():
            if name != OF:
                found += _judged(scene, work, name, spec, expected.get(OF))
    return found


def _judged(scene: Scene, work: Work, name: str, spec: Any, of: str | None) -> list[Difference]:
    try:
        return KINDS[name].judge(scene, work, spec, of)
    except Unmet as unmet:
        return unmet.differences
    except SanbaoError as error:
        return [difference(name, matching.shown(spec), f"[{error.code}] {error}")]
