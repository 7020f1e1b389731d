"""Bring a file in: look at every row, do all of its operations in one transaction, or none and say why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sanbao.app import entries_of
from sanbao.importing.kinds import kinds_of, sheet_of
from sanbao.importing.rows import Importer
from sanbao.once import claim_key
from sanbao.tables import ImportResult, RowProblem, Workbook, check
from sanbao.tables.importing import in_order

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.plugin.manifest import ImportKind
    from sanbao.work import Work

Tick = Callable[[int], None]
#: A row of a table: its kind, and the text of its cells by field.
Named = tuple[str, dict[str, str]]


@dataclass
class Outcome:
    """What an import brought about: how many rows of each table, or every problem."""

    counts: dict[str, int] = field(default_factory=dict)
    skipped_count: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    dry_run: bool = False
    repeated: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file was, or could be, taken."""
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON data."""
        told = {
            "counts": self.counts,
            "skipped": self.skipped_count,
            "dry_run": self.dry_run,
            "repeated": self.repeated,
        }
        return {**told, "problems": [problem.as_dict() for problem in self.problems], "entries": self.entries}


def run(
    erp: Sanbao,
    kind: str,
    workbook: Workbook,
    *,
    user: str,
    dry_run: bool = False,
    at: datetime | None = None,
    tick: Tick = lambda _count: None,
) -> Outcome:
    """Import a workbook as one table, or as all of them (``register``); twice the same is done once.

    Nothing at all is kept when a row is bad: the outcome then lists every problem by sheet, row and column.
    """
    kinds = kinds_of(erp.registry, kind)
    rows: list[Named] = []
    looked = check(
        [sheet_of(one) for one in kinds], workbook, lambda name, values: rows.append((name, values))
    )
    outcome = Outcome(counts=dict(looked.counts), skipped_count=looked.skipped_count, dry_run=dry_run)
    try:
        with erp.work(user, at=at, dry_run=dry_run) as work:
            request = claim_key(work, f"import:{kind}:{looked.content_hash}", f"import.{kind}", {}, None)
            if request.response is not None:
                outcome.repeated, outcome.counts = True, request.response["result"]
                return outcome
            _take(work, kinds, workbook, rows, tick)
            outcome.entries = _sealed_entries(work)
            request.response = {"result": outcome.counts, "entries": outcome.entries}
    except _Bad as bad:
        outcome.problems = bad.problems
    return outcome


class _Bad(Exception):
    """Some row is bad: leave the transaction without keeping anything."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__()
        self.problems = problems


def _take(
    work: Work, kinds: Sequence[ImportKind], workbook: Workbook, rows: Sequence[Named], tick: Tick
) -> None:
    importer = Importer(work, kinds, tick)
    importer.preload(rows)
    result: ImportResult[Any] = check([sheet_of(kind) for kind in kinds], workbook, importer.load_row)
    # Also where some row is bad: what is wrong between the good ones is told at the same time.
    result.problems += importer.do_together(result.sound)
    if result.problems:
        raise _Bad(in_order(workbook, result.problems))


def _sealed_entries(work: Work) -> list[dict[str, Any]]:
    from sanbao import seal

    seal.seal(work)
    return entries_of(work)
