"""``sanbao demo``: make the demonstration company and tell, readably, what became of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanbao.cli import showing
from sanbao.cli.failing import say
from sanbao.coverage.verdicts import mark
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading

if TYPE_CHECKING:
    from sanbao.demo import Demo


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help=N_("The folder in which everything is made."))] = Path("demo"),
) -> None:
    """Make a demonstration; it never overwrites a company."""
    from sanbao.demo import run

    told = run(folder, lambda text: say(f"{_(text)} …"))
    showing.tell(ctx, _as_data(told), lambda: _show(told))


def _as_data(told: Demo) -> dict[str, Any]:
    return {
        "folder": str(told.folder),
        "database": str(told.database),
        "imported": told.rows,
        "decisions": told.decisions,
        "trial_balance": told.trial_balance,
        "exposure": told.exposure,
        "verified": told.verified,
        "files": [str(file) for file in told.files],
        "without_pdf": told.without_pdf,
    }


def _show(told: Demo) -> None:
    showing.line()
    showing.line(_(N_("Imported from the register: {counts}"), counts=_counts(told.rows)))
    showing.line()
    showing.line(_(N_("Decisions")))
    for decision in told.decisions:
        part = f" · {decision['part']}" if decision["part"] else ""
        showing.line(f"  {mark(decision['verdict'])} {decision['claim']}{part}  {decision['fault']}  ({decision['state']})")
        showing.line(f"      {decision['sentence']}  [{', '.join(decision['cites'])}]")
    showing.show_table(_balance(told), title=_(N_("Trial balance")))
    verified = told.verified
    showing.line(
        _(
            N_("Ledger verified: {entries} entries, {findings} findings"),
            entries=verified["entries"],
            findings=len(verified["findings"]),
        )
    )
    showing.line()
    showing.line(_(N_("Files")))
    for file in told.files:
        showing.line(f"  {file}")
    if told.without_pdf is not None:
        showing.line(f"  {told.without_pdf}")
    showing.line()
    showing.line(_(N_("Go on with: cd {folder} && sanbao unit 30001"), folder=told.folder))


def _counts(rows: dict[str, int]) -> str:
    return ", ".join(f"{heading(name)} {count}" for name, count in rows.items())


def _balance(told: Demo) -> list[dict[str, Any]]:
    shown = ("code", "name", "opening", "debit", "credit", "closing")
    return [{name: row[name] for name in shown} for row in told.trial_balance if Decimal(row["closing"]) or Decimal(row["debit"])]
