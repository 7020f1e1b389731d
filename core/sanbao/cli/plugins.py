"""Plugins on the command line: ``plugin …``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanbao.cli import showing
from sanbao.cli.failing import FOUND
from sanbao.cli.progressing import progress, quiet
from sanbao.cli.settings import opened, settings_of
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.plugin.impact import Impact

app = typer.Typer(no_args_is_help=True, help=N_("Plugins: switch them on and off, write and check your own."))
OFF = N_("{plugin} is off; its data stays.")
Name = Annotated[str, typer.Argument(help=N_("The plugin's name."))]


@app.command("list", help=N_("Every plugin that is installed or has been here, with its state."))
def list_(ctx: typer.Context) -> None:
    """List plugins."""
    from sanbao.plugin import lifecycle

    with opened(ctx) as erp:
        rows = lifecycle.listing(erp)
        showing.tell(ctx, rows, lambda: showing.show_table([_shown(row) for row in rows]))


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Put what a plugin is called to people beside the name that commands take, each below a heading of its own."""
    return {
        "plugin": row["name"],
        "title": row["title"],
        **{key: value for key, value in row.items() if key not in ("name", "title")},
    }


@app.command("enable", help=N_("Switch a plugin on: its tables, its policies, then itself."))
def enable(ctx: typer.Context, name: Name) -> None:
    """Enable a plugin."""
    from sanbao.plugin import lifecycle

    with opened(ctx) as erp:
        lifecycle.refuse_stranger(erp, settings_of(ctx).user, "enable")
        lifecycle.enable(erp, name)
        showing.tell(
            ctx,
            {"plugin": name, "status": "enabled"},
            lambda: showing.line(_(N_("{plugin} is on."), plugin=name)),
        )


@app.command("disable", help=N_("Switch a plugin off: its data and papers stay and can be read."))
def disable(ctx: typer.Context, name: Name) -> None:
    """Disable a plugin."""
    from sanbao.plugin import lifecycle

    with opened(ctx) as erp:
        lifecycle.refuse_stranger(erp, settings_of(ctx).user, "disable")
        _known(erp, name)
        impact = lifecycle.disable(erp, name)
        showing.tell(ctx, impact.as_dict(), lambda: _show_impact(impact, OFF, left_out=("obstacles",)))


@app.command("purge", help=N_("Delete a disabled plugin's tables for good."))
def purge(
    ctx: typer.Context,
    name: Name,
    confirm: Annotated[
        str | None, typer.Option("--confirm", help=N_("The plugin's name once more, as a confirmation."))
    ] = None,
) -> None:
    """Purge a plugin."""
    from sanbao.plugin import lifecycle
    from sanbao.plugin.impact import impact_of

    with opened(ctx) as erp:
        lifecycle.refuse_stranger(erp, settings_of(ctx).user, "purge")
        _known(erp, name)
        if confirm is None:
            if not settings_of(ctx).as_json:
                _show_impact(impact_of(erp, name), N_("Purging {plugin} deletes these tables for good."))
            quiet()
            confirm = typer.prompt(_(N_("Type the plugin's name to go on"))) if sys.stdin.isatty() else ""
        impact = lifecycle.purge(erp, name, confirm)
        showing.tell(ctx, impact.as_dict(), lambda: showing.line(_(N_("{plugin} was purged."), plugin=name)))


@app.command(
    "resume",
    help=N_("Finish what was begun with plugins and interrupted; exit code 1 if it cannot be finished."),
)
def resume(ctx: typer.Context) -> None:
    """Finish interrupted steps."""
    from sanbao.plugin import lifecycle

    with opened(ctx) as erp:
        lifecycle.refuse_stranger(erp, settings_of(ctx).user, "resume")
        outcome = lifecycle.resume(erp)
        showing.tell(ctx, outcome, lambda: _show_resumed(outcome))
    if any(outcome.values()):
        raise typer.Exit(FOUND)


def _show_resumed(outcome: dict[str, str | None]) -> None:
    for name, reason in outcome.items():
        showing.line(f"{name}: {reason or _(N_('done'))}")
    if not outcome:
        showing.line(_(N_("Nothing was left unfinished.")))


def _known(erp: Sanbao, name: str) -> None:
    """Refuse a plugin that nobody knows here."""
    from sanbao.plugin import lifecycle
    from sanbao.plugin.errors import UnknownPlugin

    known = [str(row["name"]) for row in lifecycle.listing(erp)]
    if name not in known:
        raise UnknownPlugin(plugin=name, known=", ".join(known) or "–")


def _show_impact(impact: Impact, sentence: str, left_out: Sequence[str] = ()) -> None:
    hidden = {"plugin", "operations", "records", *left_out}
    shown = {name: value for name, value in impact.for_people().items() if value and name not in hidden}
    showing.show_facts(shown, title=_(sentence, plugin=impact.plugin))


@app.command("new", help=N_("Write a plugin of your own, ready to be changed, with a green test."))
def new(
    ctx: typer.Context,
    name: Name,
    folder: Annotated[Path, typer.Option("--in", help=N_("The folder in which its own is made."))] = Path(),
) -> None:
    """Write a plugin."""
    from sanbao.plugin import writing

    made = writing.write(name, folder)
    showing.tell(ctx, {"folder": str(made)}, lambda: showing.line(str(made)))


@app.command("check", help=N_("Run the conformance kit on a plugin; exit code 1 if anything is wrong."))
def check(
    ctx: typer.Context, plugin: Annotated[str, typer.Argument(help=N_("Its name, or its folder."))]
) -> None:
    """Check a plugin."""
    from sanbao.plugin import checking

    with progress(ctx, _(N_("Checking"))):
        findings = checking.check(plugin)
    told = [str(finding) for finding in findings]
    showing.tell(ctx, {"plugin": plugin, "findings": told}, lambda: _show_findings(told))
    if findings:
        raise typer.Exit(FOUND)


def _show_findings(told: list[str]) -> None:
    for sentence in told or [_(N_("Nothing wrong was found."))]:
        showing.line(sentence)
