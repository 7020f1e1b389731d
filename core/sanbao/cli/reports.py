"""Reports on the command line: ``report list``, ``report show NAME``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanbao.cli import showing
from sanbao.cli.progressing import progress
from sanbao.cli.settings import opened, settings_of, write_file
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.reporting.running import Laid

app = typer.Typer(
    no_args_is_help=True, help=N_("Reports: on the screen, or as a workbook with live formulas.")
)


@app.command("list", help=N_("Every report that you may read."))
def list_(ctx: typer.Context) -> None:
    """List the reports."""
    with opened(ctx) as erp, erp.reading(settings_of(ctx).user) as work:
        rows = [
            {"name": report.name, "title": _(report.title), "rules": report.rules}
            for report in sorted(work.registry.reports.values(), key=lambda one: one.name)
            if work.access.may(report.question)
        ]
        showing.tell(ctx, rows, lambda: showing.show_table(rows))


@app.command(
    "show", help=N_("One report, on the screen or, with -o, as an .xlsx with live formulas and charts.")
)
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=N_("The report, as “sanbao report list” names it."))],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE", help=N_("What the report asks for, such as start=2024-01-01.")),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=N_("The file to write."))] = None,
) -> None:
    """Show a report."""
    from sanbao.cli.typing_in import data_of
    from sanbao.reporting import running

    with opened(ctx) as erp, erp.reading(settings_of(ctx).user) as work:
        report = running.find(work, name)
        given = data_of(erp.registry.schema(report.question), values or [], None)
        with progress(ctx, _(report.title)):
            laid = running.run(work, report, given)
        if output is not None:
            write_file(output, running.workbook(work, report, laid, given))
            showing.tell(ctx, {"file": str(output)}, lambda: showing.line(str(output)))
            return
        showing.tell(ctx, [_as_data(one) for one in laid], lambda: show_laid(laid))


def _as_data(laid: Laid) -> dict[str, Any]:
    columns = [column.field for column in laid.columns]
    checks = [{"field": one.field, "title": _(one.title), "value": one.value} for one in laid.checks]
    rows = [{field: row.get(field) for field in columns} for row in laid.rows]
    return {
        "title": _(laid.block.title),
        "rows": rows,
        "totals": laid.totals,
        "checks": checks,
        "foots": laid.foots,
    }


def show_laid(laid: list[Laid]) -> None:
    """Show the tables of a report with their totals, and what they are held against."""
    from sanbao.reporting.running import title_of

    for one in laid:
        columns = {column.field: title_of(column) for column in one.columns}
        rows = [
            {title: showing.as_data(row.get(field)) for field, title in columns.items()} for row in one.rows
        ]
        if one.totals and rows:
            first = next(iter(columns.values()))
            totals = {columns[field]: showing.as_data(amount) for field, amount in one.totals.items()}
            rows.append({**dict.fromkeys(columns.values()), first: _(N_("Total")), **totals})
        showing.show_table(rows, title=_(one.block.title), columns=list(columns.values()))
        for check in one.checks:
            value = showing.as_data(check.value)
            told = (
                N_("{title}: {value}, which agrees.")
                if one.foots
                else N_("{title}: {value}, which does not agree!")
            )
            showing.line(_(told, title=_(check.title), value=value))
