"""Doing and asking: ``do``, ``ask``, ``operations``, ``play``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanbao.cli import showing
from sanbao.cli.deciding import Judged, judged_about, judged_in, show_decisions
from sanbao.cli.progressing import progress
from sanbao.cli.settings import existing, opened, settings_of
from sanbao.errors import Misconfigured
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.app import Result, Sanbao
    from sanbao.operation import Operation, Question

FIELDS = N_("Fields as NAME=VALUE; lists and tables as JSON, files as NAME=@FILE.")
DATA = N_("Take the fields from a YAML or JSON file; - reads them from the standard input.")


class StoriesMissing(Misconfigured):
    """Nothing was found to play."""

    code = "story.none"
    message = N_("there is no story in {folder}; a story is a .yaml file")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("do", help=N_("Do one operation; see: sanbao operations"))(do)
    app.command("ask", help=N_("Ask one question; nothing is changed."))(ask)
    app.command("operations", help=N_("List everything that can be done and asked, or explain one of them."))(operations)
    app.command("play", help=N_("Play stories, each in a company of its own; the first unmet expectation ends it."))(play)


def do(
    ctx: typer.Context,
    operation: Annotated[str, typer.Argument(help=N_("The operation, such as product.create."))],
    values: Annotated[list[str] | None, typer.Argument(metavar="NAME=VALUE", help=FIELDS)] = None,
    data: Annotated[str | None, typer.Option("--data", help=DATA)] = None,
    subject: Annotated[list[str] | None, typer.Option("--subject", help=N_("The record to work on; may be given several times."))] = None,
    key: Annotated[str | None, typer.Option("--key", help=N_("The same key again returns the same answer and does nothing twice."))] = None,
    if_version: Annotated[int | None, typer.Option("--if-version", help=N_("Refuse if somebody has changed the record since this version."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Show what it would do, and keep nothing."))] = False,
) -> None:
    """Do one operation."""
    from sanbao import worker
    from sanbao.cli.typing_in import data_of

    with opened(ctx) as erp:
        spec = erp.registry.operation(operation)
        given = data_of(erp.registry.schema(operation), values or [], data)
        result = erp.do(
            operation,
            given,
            user=settings_of(ctx).user,
            subject=_subject(spec, subject or []),
            key=key,
            if_version=if_version,
            dry_run=dry_run,
        )
        if not dry_run:
            worker.deliver_due(erp)
        told = {**result.as_dict(), "dry_run": result.dry_run, "repeated": result.repeated}
        showing.tell(ctx, told, lambda: _show_result(spec, result, judged_about(erp, result, settings_of(ctx).user)))


def _subject(operation: Operation, keys: list[str]) -> Any:
    return keys[0] if len(keys) == 1 and not operation.many else keys or None


def _show_result(spec: Operation, result: Result, judged: list[Judged]) -> None:
    if result.dry_run:
        showing.line(_(N_("This was a trial; nothing was kept.")))
    if result.repeated:
        showing.line(_(N_("This was done before; here is the same answer.")))
    showing.show_value(result.data or {"operation": result.operation, "result": spec.done(result.data)})
    for entry in result.entries:
        showing.line(f"{entry['number']}  {entry['date']}  {entry['text']}")
    show_decisions(judged)


def ask(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(help=N_("The question, such as unit.search."))],
    values: Annotated[list[str] | None, typer.Argument(metavar="NAME=VALUE", help=FIELDS)] = None,
    data: Annotated[str | None, typer.Option("--data", help=DATA)] = None,
) -> None:
    """Ask one question."""
    from sanbao.cli.typing_in import data_of

    with opened(ctx) as erp:
        erp.registry.question(question)
        given = data_of(erp.registry.schema(question), values or [], data)
        # What is answered may be read from the database while it is shown.
        with erp.reading(settings_of(ctx).user) as work:
            answer = work.ask(question, given)
            judged, plain = judged_in(answer), showing.as_data(answer)
            showing.tell(ctx, plain, lambda: show_decisions(judged) if judged else showing.show_value(plain))


def operations(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help=N_("One of them, to be explained with its fields."))] = None,
) -> None:
    """List what can be done and asked."""
    with opened(ctx) as erp:
        if name is None:
            rows = [_described(erp, one) for one in _everything(erp)]
            showing.tell(ctx, rows, lambda: showing.show_table(rows, columns=["name", "what", "record", "help"]))
            return
        found = erp.registry.questions.get(name) or erp.registry.operation(name)
        explained = {**_described(erp, found), "fields": _fields(erp, name)}
        showing.tell(ctx, explained)


def _everything(erp: Sanbao) -> list[Operation | Question]:
    registry = erp.registry
    return [*sorted(registry.operations.values(), key=_name), *sorted(registry.questions.values(), key=_name)]


def _name(one: Operation | Question) -> str:
    return one.name


def _described(erp: Sanbao, one: Operation | Question) -> dict[str, Any]:
    on = getattr(one, "on", None)
    is_operation = one.name in erp.registry.operations
    return {
        "name": one.name,
        "what": _(N_("operation")) if is_operation else _(N_("question")),
        "record": on if isinstance(on, str) or on is None else on.__tablename__,
        "roles": sorted(one.roles),
        "plugin": erp.registry.owner("operation" if is_operation else "question", one.name),
        "help": _(one.help),
    }


def _fields(erp: Sanbao, name: str) -> list[dict[str, Any]]:
    return [
        {
            "field": field_name,
            "required": field.required,
            "type": type(field).__name__.removesuffix("Field").lower(),
            "values": list(getattr(field, "choices", ())),
            "help": _(str(field.metadata["help"])) if "help" in field.metadata else "",
        }
        for field_name, field in erp.registry.schema(name).fields.items()
    ]


def play(
    ctx: typer.Context,
    stories: Annotated[list[Path], typer.Argument(help=N_("Stories, or folders with stories."))],
) -> None:
    """Play stories."""
    from sanbao import story

    settings = settings_of(ctx)
    files = [file for path in stories for file in _stories_in(path)]
    reports = []
    with progress(ctx, _(N_("Playing")), len(files)) as tick:
        for file in files:
            reports.append((file, story.play(file, url=settings.given_url, owner_url=settings.owner_url)))
            tick(1)
    told = [{"file": str(file), "title": report.title, "ok": report.ok, "lines": story.lines(report)} for file, report in reports]
    showing.tell(ctx, told, lambda: _show_stories(told))
    if not all(one["ok"] for one in told):
        raise typer.Exit(1)


def _show_stories(told: list[dict[str, Any]]) -> None:
    for one in told:
        for text in one["lines"]:
            showing.line(text)
    met = sum(1 for one in told if one["ok"])
    showing.line(_(N_("{met} of {count} stories went as expected."), met=met, count=len(told)))


def _stories_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [existing(path)]
    found = sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")])
    if not found:
        raise StoriesMissing(folder=path)
    return found
