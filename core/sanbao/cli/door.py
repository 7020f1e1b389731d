"""The ``sanbao`` command as a whole: its options, its commands, and what becomes of an error."""

from __future__ import annotations

import contextlib
import copy
import os
import sys
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import partial
from importlib.metadata import entry_points
from typing import Annotated, Any

import typer
from typer import rich_utils
from typer.core import TyperGroup

from sanbao.cli import background, books, company, doing, papers, people, plugins, reports, sheets
from sanbao.cli.failing import FAILED, REFUSED, show_bug, show_refusal, show_unreadable
from sanbao.cli.progressing import progress
from sanbao.cli.rewording import name_help, reword
from sanbao.cli.settings import Language, Settings, address, hoisted, language_of
from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _, use_locale

#: Where installed packages offer commands of their own: functions that take the application.
COMMANDS = "sanbao.commands"
#: What Typer itself says; named here so that the catalogues hold it.
BUILT_IN = (
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)


#: Whether this run answers in JSON, known before its options are read.
asked_by_program: ContextVar[bool] = ContextVar("sanbao_asked_by_program", default=False)


class Door(TyperGroup):
    """A group of commands whose help is translated when it is shown, and whose errors are sentences."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run a command line; options that belong to no single command may stand anywhere on it."""
        words = hoisted(list(args) if args is not None else sys.argv[1:])
        with use_locale(language_of(words)):
            _name_panels()
            asked_by_program.set("--json" in words[: words.index("--") if "--" in words else None])
            return TyperGroup.main(translated(self), words, *rest, **extra)

    def make_context(self, *given: Any, **extra: Any) -> Any:
        """Read the command line; what cannot be read is told in the language of the run."""
        try:
            return super().make_context(*given, **extra)
        except typer.TyperException as error:
            _tell_unreadable(error)
            raise

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command with its help in the language of the run."""
        command = super().get_command(ctx, cmd_name)
        return translated(command) if command is not None else None

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a refusal ends with exit code 2, a bug with 70, neither with a trace."""
        if ctx.parent is not None:
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except SanbaoError as error:
            show_refusal(ctx, error)
            raise typer.Exit(REFUSED) from error
        except (typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if hasattr(error, "exit_code"):
                _tell_unreadable(error)
                raise
            show_bug(ctx, error)
            raise typer.Exit(FAILED) from error


def _tell_unreadable(error: Any) -> None:
    """Tell of a line that cannot be read: a person beside the usage, as Typer does, a program as JSON."""
    reword(error)
    if asked_by_program.get() and hasattr(error, "format_message") and error.format_message():
        show_unreadable(error.format_message())
        raise typer.Exit(error.exit_code) from error


def translated(command: Any) -> Any:
    """Return a copy of a command that explains itself in the current language."""
    own = copy.copy(command)
    own.help = _(own.help) if own.help else own.help
    own.get_help_option = partial(_help_option, command.get_help_option)
    own.params = [copy.copy(param) for param in own.params]
    for param in own.params:
        if getattr(param, "help", None):
            param.help = _(param.help)
    return own


def _help_option(found: Callable[[Any], Any], ctx: Any) -> Any:
    option = found(ctx)
    if option is not None:
        option.help = _(N_("Show this message and exit."))
    return option


def _name_panels() -> None:
    """Give the frames of the help their titles in the current language."""
    name_help()
    rich_utils.OPTIONS_PANEL_TITLE = _(N_("Options"))
    rich_utils.ARGUMENTS_PANEL_TITLE = _(N_("Arguments"))
    rich_utils.COMMANDS_PANEL_TITLE = _(N_("Commands"))
    rich_utils.ERRORS_PANEL_TITLE = _(N_("Error"))
    rich_utils.DEFAULT_STRING = _(N_("[default: {}]"))
    rich_utils.REQUIRED_LONG_STRING = _(N_("[required]"))


app = typer.Typer(
    cls=Door,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("After-sales service (三包) on a double-entry ledger. Exit codes: 0 done, 1 something was found, 2 refused."),
)


@app.callback()
def begin(
    ctx: typer.Context,
    db: Annotated[
        str | None,
        typer.Option("--db", envvar="SANBAO_DATABASE_URL", help=N_("The database: a file or an address. Left out, sanbao.sqlite in this folder.")),
    ] = None,
    owner_db: Annotated[
        str | None,
        typer.Option("--owner-db", envvar="SANBAO_OWNER_DATABASE_URL", help=N_("PostgreSQL: the same database as the owner of its tables.")),
    ] = None,
    user: Annotated[str, typer.Option("--as", envvar="SANBAO_USER", help=N_("Who is doing it."))] = "admin",
    lang: Annotated[Language | None, typer.Option("--lang", help=N_("The language: zh or en; both for papers."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=N_("Answer in JSON, for programs."))] = False,
    debug: Annotated[bool, typer.Option("--debug", help=N_("Show the whole trace of an unexpected error."))] = False,
    safe_mode: Annotated[bool, typer.Option("--safe-mode", help=N_("Start with all plugins off."))] = False,
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=lambda given: _tell_version(given), help=N_("Tell the version and end."))] = False,
) -> None:
    """Keep what every command needs; these options may stand anywhere on the line."""
    ctx.obj = Settings(address(db), owner_db or None, user, lang, as_json, debug, safe_mode, given_url=db)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            # A terminal that knows no Chinese shows question marks; it does not end the command.
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    ctx.with_resource(progress(ctx, "sanbao"))


def _tell_version(given: bool) -> None:
    if given:
        from sanbao.version import VERSION

        sys.stdout.write(f"sanbao {VERSION}{os.linesep}")
        raise typer.Exit


for room in (company, doing, sheets, papers, background):
    room.register(app)
app.add_typer(books.app, name="ledger", cls=Door)
app.add_typer(reports.app, name="report", cls=Door)
app.add_typer(plugins.app, name="plugin", cls=Door)
app.add_typer(people.app, name="user", cls=Door)
for brought in entry_points(group=COMMANDS):
    brought.load()(app)
