"""Expectations about answers: of a question that was just asked, or of a report."""

from __future__ import annotations

from typing import Any

from sanbao.decision import Decision
from sanbao.story import checks, matching
from sanbao.story.expectations import decisions
from sanbao.story.report import Difference
from sanbao.story.scene import Scene
from sanbao.story.script import ADMINISTRATOR
from sanbao.work import Work

REPORT = checks.one_or_more(
    checks.table(
        {
            "question": checks.text,
            "with": checks.named_fields,
            "by": checks.text,
            "rows": checks.something,
        },
        required=["question", "rows"],
    )
)


def as_plain(answer: Any) -> Any:
    """Return an answer ready to be compared: decisions by the fields that stories speak of, records as tables."""
    if isinstance(answer, Decision):
        return decisions.as_table(answer)
    if isinstance(answer, dict):
        return {str(key): as_plain(_whole(key, item)) for key, item in answer.items()}
    if isinstance(answer, list | tuple) and any(isinstance(item, Decision) for item in answer):
        return [as_plain(item) for item in answer]
    return matching.plain(answer)


def _whole(key: Any, item: Any) -> Any:
    """Let a story name every remedy: one too many is as wrong as one too few."""
    return matching.Exact(item) if key == "remedies" and isinstance(item, list | tuple) else item


def reports(scene: Scene, _work: Work, spec: Any, _of: str | None) -> list[Difference]:
    """Ask a question and compare its rows."""
    found: list[Difference] = []
    for wanted in spec if isinstance(spec, list) else [spec]:
        question, by = wanted["question"], wanted.get("by", ADMINISTRATOR)
        answer = scene.erp.ask(question, wanted.get("with"), user=by, at=scene.now)
        found += matching.differences(wanted["rows"], as_plain(answer), f"report {question}", scene.zone)
    return found
