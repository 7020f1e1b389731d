"""Papers and records on the command line: ``print``, ``unit``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sanbao.cli import showing
from sanbao.cli.settings import Language, opened, settings_of, write_file
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading

SECTIONS = ("parts", "coverage", "documents", "timeline", "owed")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("print", help=N_("Print a paper or a voucher by its number, or a unit's service file, as PDF."))(print_)
    app.command("unit", help=N_("Show the service file of a unit: facts, parts, coverage, papers, what is owed."))(unit)


def print_(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help=N_("The number of a paper or voucher (2024-05/12), or the serial number of a unit."))],
    form: Annotated[str | None, typer.Option("--form", help=N_("Which form, where there is more than one."))] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=N_("The file to write."))] = None,
) -> None:
    """Print a paper."""
    with opened(ctx) as erp:
        from sanbao.printing import papers

        with erp.reading(settings_of(ctx).user) as work:
            html = papers.html_of(work, number, form=form, languages=languages_of(ctx))
        from sanbao.printing import pdf

        target = write_file(output or Path(f"{number.replace('/', '-')}.pdf"), pdf(html))
        showing.tell(ctx, {"file": str(target)}, lambda: showing.line(str(target)))


def languages_of(ctx: typer.Context) -> tuple[str, ...] | None:
    """Return the languages of a paper that the run asks for, nothing where the form's own count."""
    from sanbao.printing import BOTH, EN, ZH

    chosen = settings_of(ctx).language
    return None if chosen is None else {Language.zh: ZH, Language.en: EN, Language.both: BOTH}[chosen]


def unit(
    ctx: typer.Context,
    serial: Annotated[str, typer.Argument(help=N_("The serial number, or the end of it."))],
) -> None:
    """Show a service file."""
    with opened(ctx) as erp, erp.reading(settings_of(ctx).user) as work:
        file = showing.as_data(work.ask("unit.file", {"unit": serial}))
        showing.tell(ctx, file, lambda: _show_unit(file))


def _show_unit(file: dict[str, Any]) -> None:
    facts = file["facts"]
    showing.show_facts(facts, title=f"{facts['serial']}  {facts['product']}")
    for name in SECTIONS:
        if file[name]:
            showing.show_value(file[name], title=heading(name))
    if not file["owed"]:
        showing.line(_(N_("Nothing is owed.")))
    for section in file["sections"]:
        shown = {name: value for name, value in section.items() if name not in ("plugin", "title") and value}
        showing.show_facts(shown, title=str(section.get("title", section["plugin"])))
