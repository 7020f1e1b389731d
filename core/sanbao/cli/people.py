"""People on the command line: ``user …``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sanbao.cli import showing
from sanbao.cli.settings import opened, settings_of
from sanbao.i18n import N_, _

app = typer.Typer(no_args_is_help=True, help=N_("People and what they may do."))
Login = Annotated[str, typer.Argument(help=N_("The person's login."))]


def _do(ctx: typer.Context, operation: str, done: str, fields: dict[str, Any], subject: str | None = None) -> None:
    with opened(ctx) as erp:
        result = erp.do(operation, fields, user=settings_of(ctx).user, subject=subject)
        showing.tell(ctx, result.as_dict(), lambda: showing.line(_(done, login=subject, **fields) if subject else _(done, **fields)))


@app.command("list", help=N_("Who works here, with roles."))
def list_(ctx: typer.Context) -> None:
    """List people."""
    with opened(ctx) as erp:
        rows = showing.as_data(erp.ask("user.list", user=settings_of(ctx).user))
        showing.tell(ctx, rows, lambda: showing.show_table(rows))


@app.command("add", help=N_("Record a person."))
def add(
    ctx: typer.Context,
    login: Login,
    role: Annotated[list[str] | None, typer.Option("--role", help=N_("A role; may be given several times."))] = None,
    name: Annotated[str | None, typer.Option("--name", help=N_("The person's name."))] = None,
) -> None:
    """Add a person."""
    fields = {"login": login, "roles": role or [], "name": name or login}
    _do(ctx, "user.create", N_("{login} was added."), fields)


@app.command("roles", help=N_("Give a person exactly these roles."))
def roles(
    ctx: typer.Context, login: Login, role: Annotated[list[str], typer.Argument(help=N_("The roles."))]
) -> None:
    """Set roles."""
    _do(ctx, "user.set_roles", N_("{login} has these roles now: {roles}"), {"roles": role}, login)


@app.command("off", help=N_("Switch a person's account off; what she did stays on record."))
def off(ctx: typer.Context, login: Login) -> None:
    """Deactivate a person."""
    _do(ctx, "user.deactivate", N_("{login} is switched off."), {}, login)


@app.command("grant", help=N_("Let a role do an operation, or take that away."))
def grant(
    ctx: typer.Context,
    role: Annotated[str, typer.Argument(help=N_("The role."))],
    permission: Annotated[str, typer.Argument(help=N_("The operation or question."))],
    deny: Annotated[bool, typer.Option("--deny", help=N_("Take it away instead."))] = False,
) -> None:
    """Grant or take away a permission."""
    fields = {"role": role, "permission": permission, "is_allowed": "no" if deny else "yes"}
    done = N_("{role} may no longer do {permission}.") if deny else N_("{role} may do {permission}.")
    _do(ctx, "access.grant", done, fields)
