"""``sanbao demo``: make the demonstration company and tell, readably, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanbao.cli import showing
from sanbao.cli.failing import say
from sanbao.cli.reports import show_laid
from sanbao.cli.settings import speak_as
from sanbao.coverage.verdicts import mark
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading

if TYPE_CHECKING:
    from sanbao.demo import Demo


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help=N_("The folder in which everything is made."))] = Path(
        "demo"
    ),
) -> None:
    """Make a demonstration; it never overwrites a company."""
    from sanbao.demo import run

    told = run(folder, lambda text: say(f"{_(text)} …"), lambda erp: speak_as(ctx, erp))
    showing.tell(ctx, _as_data(told), lambda: _show(told))
    if told.verified["findings"]:
        raise typer.Exit(1)


def _as_data(told: Demo) -> dict[str, Any]:
    reports = {
        name: [{"rows": one.rows, "foots": one.foots} for one in laid] for name, laid in told.reports.items()
    }
    return {**vars(told), "reports": reports}


def _show(told: Demo) -> None:
    showing.line()
    showing.line(_(N_("Imported from the register: {counts}"), counts=_counts(told.imported)))
    showing.line(
        _(
            N_("Played: {steps} steps from January 2024 to January 2025, through the one door"),
            steps=told.steps,
        )
    )
    _show_decisions(told)
    _show_books(told)
    for role, title in (
        ("AR", N_("Receivables by age, 2024-12-31")),
        ("AP", N_("Payables by age, 2024-12-31")),
    ):
        showing.show_table(_aged(told.ageing[role]), title=_(title))
    for laid in told.reports.values():
        show_laid(laid)
    _show_month_ends(told)
    _show_files(told)
    _show_verified(told)
    showing.line()
    showing.line(_(N_("Go on with: cd {folder} && sanbao unit 30001"), folder=told.folder))


def _show_decisions(told: Demo) -> None:
    showing.line()
    showing.line(_(N_("Decisions, and who bore the cost")))
    last = ""
    for decision in told.decisions:
        part = f" · {decision['part']}" if decision["part"] else ""
        showing.line(
            f"  {mark(decision['verdict'])} {decision['claim']}{part}  {decision['fault']}  ({decision['state']})"
        )
        showing.line(f"      {decision['sentence']}")
        if decision["borne"] and decision["claim"] != last:
            showing.line("      " + "; ".join(_share(share) for share in decision["borne"]))
        last = decision["claim"]


def _share(share: Mapping[str, Any]) -> str:
    who = f" {share['who']}" if share["who"] else ""
    return f"{share['bearer']}{who} {share['amount']}"


def _show_books(told: Demo) -> None:
    columns = {
        "code": _(N_("Account")),
        "name": _(N_("Name")),
        "opening": heading("opening"),
        "debit": heading("debit"),
        "credit": heading("credit"),
        "closing": _(N_("Before the result is carried")),
        "closing_after": _(N_("After it is carried")),
    }
    rows = [
        row
        for row in told.trial_balance
        if any(Decimal(row[name]) for name in ("opening", "debit", "credit"))
    ]
    showing.show_table(_totalled(rows, columns, "code"), title=_(N_("Trial balance of 2024")))
    named = {
        "month": _(N_("Month")),
        "income": _(N_("Income")),
        "expense": _(N_("Expense")),
        "profit": _(N_("Profit")),
    }
    showing.show_table(_totalled(told.profits, named, "month"), title=_(N_("Profit of each month")))


def _totalled(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], first: str
) -> list[dict[str, Any]]:
    """Return the rows under their titles, with the sum of every amount below."""
    amounts = [name for name in columns if name not in ("code", "name", "month")]
    total = {name: sum((Decimal(row[name]) for row in rows), Decimal(0)) for name in amounts}
    below = {**dict.fromkeys(columns, ""), first: _(N_("Total")), **total}
    return [{title: showing.as_data(row[name]) for name, title in columns.items()} for row in (*rows, below)]


def _aged(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the ageing without the buckets in which nothing stands."""
    used = [
        name
        for name in (rows[0] if rows else ())
        if name in ("party", "name") or any(row[name] for row in rows)
    ]
    return [{name: showing.as_data(row[name]) for name in used} for row in rows]


def _show_month_ends(told: Demo) -> None:
    columns = {
        "month": _(N_("Month")),
        "checks": _(N_("Checks")),
        "in_order": _(N_("in order")),
        "to_look_at": _(N_("to look at")),
    }
    rows = [{title: row[name] for name, title in columns.items()} for row in told.checks]
    showing.show_table(rows, title=_(N_("Month ends, all closed")))


def _show_files(told: Demo) -> None:
    showing.line()
    showing.line(_(N_("Files")))
    for file in told.files:
        showing.line(f"  {file}")
    if told.without_pdf is not None:
        showing.line(f"  {told.without_pdf}")


def _show_verified(told: Demo) -> None:
    showing.line()
    verified = told.verified
    showing.line(
        _(
            N_("Ledger verified: {entries} entries, {findings} findings"),
            entries=verified["entries"],
            findings=len(verified["findings"]),
        )
    )
    for finding in verified["findings"]:
        showing.line(f"  {finding}")


def _counts(rows: dict[str, int]) -> str:
    return ", ".join(f"{heading(name)} {count}" for name, count in rows.items())
