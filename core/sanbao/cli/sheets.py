"""Tables on the command line: ``import``, ``export``, ``template``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanbao.cli import showing
from sanbao.cli.failing import say
from sanbao.cli.progressing import progress
from sanbao.cli.settings import Language, existing, opened, settings_of, write_file
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.importing.running import Outcome
    from sanbao.tables import Workbook

KIND = N_("The table: product, party, unit … or register for all of them in one workbook.")


class Format(StrEnum):
    """How a table is written."""

    xlsx = "xlsx"
    csv = "csv"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("import", help=N_("Bring a table in: all rows, or none and every reason why."))(import_)
    app.command("export", help=N_("Take a table, or the answer of a question, away as .xlsx or .csv."))(export)
    app.command("template", help=N_("Write the empty workbook of a table, with examples and help."))(template)


def import_(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help=KIND)],
    file: Annotated[Path, typer.Argument(help=N_("The file: .xlsx, .xls, .ods or .csv."))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Look at every row, and keep nothing."))] = False,
) -> None:
    """Bring a table in."""
    from sanbao import tables, worker
    from sanbao.importing import kinds, running
    from sanbao.tables import ImportRefused

    with opened(ctx) as erp:
        kinds.kinds_of(erp.registry, kind)
        with progress(ctx, _(N_("Reading"))):
            workbook = tables.read(existing(file))
        count = sum(len(sheet.rows) for sheet in workbook.sheets)
        with progress(ctx, _(N_("Importing")), count) as tick:
            outcome = running.run(
                erp, kind, workbook, user=settings_of(ctx).user, dry_run=dry_run, tick=tick
            )
        if not outcome.ok:
            _return_file(ctx, file, workbook, outcome)
            raise ImportRefused(outcome.problems)
        if not dry_run:
            worker.deliver_due(erp)
        showing.tell(ctx, outcome.as_dict(), lambda: _show(outcome))


def _return_file(ctx: typer.Context, file: Path, workbook: Workbook, outcome: Outcome) -> None:
    """Write the person's own file again with what is wrong in it."""
    from sanbao import tables

    target = file.with_name(f"{file.name}.problems.xlsx")
    write_file(target, tables.problem_workbook(workbook, outcome.problems))
    if not settings_of(ctx).as_json:
        say(_(N_("Your file with every mistake marked: {file}"), file=target))


def _show(outcome: Outcome) -> None:
    if outcome.repeated:
        showing.line(_(N_("This file was imported before; nothing was done again.")))
    elif outcome.dry_run:
        showing.line(_(N_("Every row is good; this was a trial, nothing was kept.")))
    for name, count in outcome.counts.items():
        showing.line(f"{name}: {count}")
    if outcome.skipped_count:
        showing.line(_(N_("Rows of examples that were passed over: {count}"), count=outcome.skipped_count))


def export(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=N_("A table, or a question such as ledger.trial_balance."))],
    values: Annotated[list[str] | None, typer.Argument(metavar="NAME=VALUE", help=N_("The fields of a question."))] = None,
    format_: Annotated[Format | None, typer.Option("--format", help=N_("xlsx or csv; left out, as the file's name says."))] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=N_("The file to write."))] = None,
) -> None:
    """Take a table away."""
    from sanbao.cli.typing_in import data_of
    from sanbao.importing import exporting

    chosen = format_ or _format_of(output)
    target = output or Path(f"{name}.{chosen.value}")
    with opened(ctx) as erp, erp.reading(settings_of(ctx).user) as work:
        if name in erp.registry.questions:
            data = data_of(erp.registry.schema(name), values or [], None)
            content = exporting.export_question(work, name, data, chosen.value)
        else:
            content = exporting.export_kind(work, name, chosen.value)
        write_file(target, content)
        showing.tell(ctx, {"file": str(target), "bytes": len(content)}, lambda: showing.line(str(target)))


def _format_of(output: Path | None) -> Format:
    """Return the format that a file's name says."""
    if output is None:
        return Format.xlsx
    ending = output.suffix.lower().removeprefix(".")
    if ending not in [one.value for one in Format]:
        raise Invalid([Problem("--output", N_("{file} says neither .xlsx nor .csv; say which with --format"), {"file": output})])
    return Format(ending)


def template(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help=KIND)],
    output: Annotated[Path | None, typer.Option("-o", "--output", help=N_("The file to write."))] = None,
) -> None:
    """Write an empty workbook."""
    from sanbao.importing import templates

    language = settings_of(ctx).language
    asked = language.value if language in (Language.zh, Language.en) else None
    with opened(ctx) as erp:
        content = templates.template_of(erp.registry, kind, asked)
        target = write_file(output or Path(f"{kind}.xlsx"), content)
        showing.tell(ctx, {"file": str(target), "bytes": len(content)}, lambda: showing.line(str(target)))
