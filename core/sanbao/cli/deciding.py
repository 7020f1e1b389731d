"""Decisions on the screen, as a clerk reads them to the caller: covered or not, why, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanbao.cli import showing
from sanbao.cli.codes import worded
from sanbao.coverage.verdicts import mark, verdict_of, verdict_of_answer
from sanbao.decision import Answer, Decision
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
        for name, value in _rows(one.decision):
            grid.add_row(Styled(name, style="bold"), Styled(value))
        showing.console().print(Padding(grid, (0, 0, 0, INDENT), expand=False))


def _headline(one: Judged) -> str:
    decision = one.decision
    part = f"{decision.part}  " if decision.part else ""
    waits = f"  ({_(N_('proposal until it is signed'))})" if one.signed is False else ""
    return f"{mark(verdict_of(decision))} {part}{decision.sentence}{waits}"


def _rows(decision: Decision) -> list[tuple[str, str]]:
    """Return what is known of a decision, named; what is empty is left out."""
    chosen = decision.chosen
    rows = [(_(N_("Decided on")), decision.decided_on.isoformat())]
    if chosen is not None:
        rows += _chosen_rows(chosen)
    rows.append((_(N_("Rules")), ", ".join(decision.cites)))
    if chosen is not None:
        rows.append((_(N_("What would change it")), "\n".join(str(change) for change in chosen.changes)))
    losing = [answer for answer in decision.answers if answer != chosen]
    rows.append((_(N_("Other promises")), "\n".join(_shortly(answer) for answer in losing)))
    return [(name, value) for name, value in rows if value]


def _chosen_rows(chosen: Answer) -> list[tuple[str, str]]:
    return [
        (_(N_("Promise")), f"{_promise(chosen)} · {showing.label('source', chosen.source)}"),
        (_(N_("Until")), chosen.until.isoformat() if chosen.until is not None else ""),
        (_(N_("What may be demanded")), _(N_(", ")).join(worded("remedies", list(chosen.remedies)))),
        (_(N_("Borne by")), showing.label("bearer", chosen.bearer)),
        (_(N_("Recoverable from")), _(N_(", ")).join(chosen.recover_from)),
        (_(N_("The customer pays")), _charges(chosen)),
    ]


def _promise(answer: Answer) -> str:
    version = f" v{answer.version}" if answer.version is not None else ""
    return f"{answer.promise}{version} ({showing.label('kind', answer.kind)})"


def _charges(answer: Answer) -> str:
    if answer.charge_rates and all(rate == 1 for rate in answer.charge_rates.values()):
        return _(N_("everything"))
    shares = worded("charge_rates", answer.charge_rates)
    return _(N_(", ")).join(f"{name} {rate * 100:.0f} %" for name, rate in shares.items() if rate)


def _shortly(answer: Answer) -> str:
    said = str(answer.sentence) if answer.sentence is not None else ""
    return f"{mark(verdict_of_answer(answer))} {_promise(answer)}: {said}".removesuffix(": ")
