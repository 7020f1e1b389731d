"""Decisions on the screen, as a clerk reads them to the caller: covered or not, why, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanbao.cli import showing
from sanbao.coverage import telling
from sanbao.coverage.verdicts import mark, verdict_of
from sanbao.decision import Decision
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.app import Result, Sanbao

INDENT = 4


@dataclass(frozen=True)
class Judged:
    """A decision about a part, and whether it is signed; None where nobody signs."""

    decision: Decision
    signed: bool | None = None


def judged_in(answer: Any) -> list[Judged]:
    """Return the decisions that an answer consists of, nothing if it is anything else."""
    if isinstance(answer, Decision):
        return [Judged(answer)]
    if not isinstance(answer, list) or not all(_holds_decision(row) for row in answer):
        return []
    return [Judged(row["decision"], row.get("signed")) for row in answer]


def _holds_decision(row: Any) -> bool:
    return isinstance(row, Mapping) and isinstance(row.get("decision"), Decision)


def judged_about(erp: Sanbao, result: Result, user: str) -> list[Judged]:
    """Return the decisions on the paper that an operation made or moved, where its kind answers for decisions.

    A kind does by a question of its own, such as ``claim.decision``; who may not ask it sees nothing.
    """
    if result.dry_run or not isinstance(result.data, Mapping) or result.number is None:
        return []
    kind = str(result.data.get("kind"))
    question = f"{kind}.decision"
    if question not in erp.registry.questions or kind not in erp.registry.schema(question).fields:
        return []
    with erp.reading(user) as work:
        return judged_in(work.ask(question, {kind: result.number})) if work.access.may(question) else []


def show_decisions(judged: Sequence[Judged]) -> None:
    """Show each decision with its one sentence and what stands behind it."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text as Styled

    for one in judged:
        showing.line(_headline(one))
        grid = Table.grid(padding=(0, 2))
        for name, value in (*telling.rows(one.decision), *telling.reckoning(one.decision)):
            grid.add_row(Styled(name, style="bold"), Styled(value))
        showing.console().print(Padding(grid, (0, 0, 0, INDENT), expand=False))


def _headline(one: Judged) -> str:
    decision = one.decision
    part = f"{decision.part}  " if decision.part else ""
    waits = f"  ({_(N_('proposal until it is signed'))})" if one.signed is False else ""
    return f"{mark(verdict_of(decision))} {part}{decision.sentence}{waits}"
