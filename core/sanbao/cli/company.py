"""A company's whole life on the command line: ``init``, ``demo``, ``upgrade``, ``backup``, ``restore``, ``doctor``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanbao.cli import showing
from sanbao.cli.demonstration import demo
from sanbao.cli.failing import FOUND
from sanbao.cli.progressing import progress
from sanbao.cli.settings import (
    existing,
    reachable,
    refuse_missing_file,
    settings_of,
    shown_url,
    speak_as,
    speak_as_found,
    sqlite_file,
)
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.doctor import Sign

SINGLE_ROLE = N_("PostgreSQL: let one role own the tables and work with them; the books are guarded less well.")
NO_BACKUP = N_("Do not make a backup first.")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("init", help=N_("Make a company in a new database."))(init)
    app.command("demo", help=N_("Make a company full of examples to look at."))(demo)
    app.command("upgrade", help=N_("Bring tables and guards up to date; makes a backup of an SQLite file first."))(upgrade)
    app.command("backup", help=N_("Copy the database and all attachments into one .tar, while people work."))(backup)
    app.command("restore", help=N_("Bring a backup back, into a place where nothing is."))(restore)
    app.command("doctor", help=N_("Look at the whole installation; exit code 1 if anything is bad."))(doctor)


def init(
    ctx: typer.Context,
    company: Annotated[str, typer.Option("--company", help=N_("The company's name."))],
    currency: Annotated[str, typer.Option("--currency", help=N_("The currency of its books, such as CNY."))] = "CNY",
    plugins: Annotated[str, typer.Option("--plugins", help=N_("Plugins to switch on, with commas."))] = "",
    calendar: Annotated[str, typer.Option("--calendar", help=N_("Whose rest days count, such as CN."))] = "CN",
    time_zone: Annotated[str, typer.Option("--time-zone", help=N_("Where its days begin, such as Asia/Shanghai."))] = "Asia/Shanghai",
    locale: Annotated[str, typer.Option("--locale", help=N_("Its language: zh or en."))] = "zh",
    administrator: Annotated[str, typer.Option("--admin", help=N_("The login of the first person."))] = "admin",
    single_role: Annotated[bool, typer.Option("--single-role", help=SINGLE_ROLE)] = False,
) -> None:
    """Make a company."""
    import sanbao

    settings = settings_of(ctx)
    names = [name.strip() for name in plugins.split(",") if name.strip()]
    with reachable(settings.url), progress(ctx, _(N_("Founding the company"))):
        erp = sanbao.create(
            settings.url,
            owner_url=settings.owner_url,
            company=company,
            currency=currency,
            plugins=names,
            calendar=calendar,
            time_zone=time_zone,
            locale=locale,
            administrator=administrator,
            single_role=single_role,
        )
    speak_as(ctx, erp)
    running = [name for name in erp.registry.plugins if name != "core"]
    told = {"company": company, "database": shown_url(settings.url), "plugins": running, "administrator": administrator}
    erp.close()
    done = _(N_("{company} was made in {database}; its administrator is {administrator}."), **told)
    showing.tell(ctx, told, lambda: showing.line(done))


def upgrade(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("List the steps that are pending, and do nothing."))] = False,
    no_backup: Annotated[bool, typer.Option("--no-backup", help=NO_BACKUP)] = False,
) -> None:
    """Upgrade a database."""
    from sanbao import setup
    from sanbao.plugin import lifecycle

    settings = settings_of(ctx)
    refuse_missing_file(settings.url)
    with reachable(settings.url):
        speak_as_found(ctx, settings.url)
        lifecycle.refuse_upgrade(settings.url, settings.user)
        steps = setup.pending(settings.url, owner_url=settings.owner_url)
        saved = None
        if not dry_run:
            file = sqlite_file(settings.url)
            with progress(ctx, _(N_("Saving"))):
                saved = None if no_backup or file is None else _save_first(settings.url, file)
            with progress(ctx, _(N_("Upgrading"))):
                steps = setup.upgrade(settings.url, owner_url=settings.owner_url)
    told = {"steps": steps, "dry_run": dry_run, "backup": saved}
    showing.tell(ctx, told, lambda: _show_upgrade(steps, dry_run, saved))


def _save_first(url: str, file: Path) -> str:
    from sanbao import backup as room
    from sanbao.app import system_clock

    now = system_clock()
    target = file.with_name(f"{file.name}.before-upgrade-{now:%Y%m%d-%H%M%S-%f}.tar")
    return str(room.backup(url, target, now=now).file)


def _show_upgrade(steps: dict[str, list[str]], dry_run: bool, saved: str | None) -> None:
    if saved is not None:
        showing.line(_(N_("Backup: {file}"), file=saved))
    for name, revisions in steps.items():
        showing.line(f"{_guards_or(name)}: {', '.join(revisions)}")
    if dry_run:
        showing.line(_(N_("These steps are pending.")) if steps else _(N_("Everything is up to date.")))
    else:
        showing.line(_(N_("Tables and guards are up to date.")))


def _guards_or(name: str) -> str:
    from sanbao.setup import GUARDS

    return _(N_("Guards of the books")) if name == GUARDS else name


def backup(
    ctx: typer.Context,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=N_("The file to write."))] = None,
    portable: Annotated[bool, typer.Option("--portable", help=N_("All tables as JSON lines: can be restored into either kind of database."))] = False,
) -> None:
    """Back everything up."""
    from sanbao import backup as room
    from sanbao.app import system_clock

    settings = settings_of(ctx)
    refuse_missing_file(settings.url)
    with reachable(settings.url):
        speak_as_found(ctx, settings.url)
    now = system_clock()
    target = output or Path(f"sanbao-{now:%Y%m%d-%H%M%S}.tar")
    with reachable(settings.url), progress(ctx, _(N_("Saving"))):
        saved = room.backup(settings.url, target, now=now, as_tables=portable, owner_url=settings.owner_url)
    showing.tell(ctx, saved.as_dict(), lambda: showing.line(str(saved.file)))


def restore(
    ctx: typer.Context, archive: Annotated[Path, typer.Argument(help=N_("The .tar that backup wrote."))]
) -> None:
    """Restore a backup."""
    from sanbao import backup as room

    settings = settings_of(ctx)
    with reachable(settings.url):
        speak_as_found(ctx, settings.url)
        with progress(ctx, _(N_("Restoring"))):
            saved = room.restore(existing(archive), settings.url, owner_url=settings.owner_url)
        speak_as_found(ctx, settings.url)
    told = {**saved.as_dict(), "database": shown_url(settings.url)}
    showing.tell(ctx, told, lambda: showing.line(_(N_("{file} was restored into {database}."), **told)))


def doctor(ctx: typer.Context) -> None:
    """Examine the installation."""
    import sanbao
    from sanbao import doctor as room

    settings = settings_of(ctx)

    def open_() -> Sanbao:
        refuse_missing_file(settings.url)
        with reachable(settings.url):
            erp = sanbao.open(settings.url, owner_url=settings.owner_url, safe_mode=settings.safe_mode)
        speak_as(ctx, erp)
        return erp

    signs = room.examine(open_)
    showing.tell(ctx, [sign.as_dict() for sign in signs], lambda: _show_signs(signs))
    if any(sign.state == room.BAD for sign in signs):
        raise typer.Exit(FOUND)


def _show_signs(signs: Sequence[Sign]) -> None:
    marks = {"ok": "✓", "warning": "!", "bad": "✗"}
    for sign in signs:
        showing.line(_(N_("{mark} {subject}: {finding}"), mark=marks[sign.state], subject=sign.title, finding=str(sign)))
