"""The books on the command line: ``ledger …``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from sanbao.cli import month_end, showing
from sanbao.cli.failing import FOUND
from sanbao.cli.settings import existing, opened, settings_of, write_file
from sanbao.errors import Invalid, Problem
from sanbao.files import whole_file
from sanbao.i18n import N_, _

app = typer.Typer(no_args_is_help=True, help=N_("The books: read them, verify them, close months."))
DAY = N_("A day such as 2024-02-29.")


def _ask(ctx: typer.Context, question: str, **fields: Any) -> Any:
    with opened(ctx) as erp, erp.reading(settings_of(ctx).user) as work:
        return showing.as_data(work.ask(question, {name: value for name, value in fields.items() if value}))


def _do(ctx: typer.Context, operation: str, done: str, **fields: Any) -> None:
    with opened(ctx) as erp:
        result = erp.do(operation, fields, user=settings_of(ctx).user)
        showing.tell(ctx, result.as_dict(), lambda: showing.line(_(done, **fields)))


@app.command("trial-balance", help=N_("Opening, turnover and closing of every account (科目余额表)."))
def trial_balance(
    ctx: typer.Context,
    on: Annotated[str | None, typer.Option("--on", help=DAY)] = None,
    since: Annotated[str | None, typer.Option("--since", help=N_("Turnover counts from this day."))] = None,
    without_closing: Annotated[
        bool, typer.Option("--without-closing", help=N_("Leave out what carried results to the profit."))
    ] = False,
) -> None:
    """Show the trial balance."""
    rows = _ask(ctx, "ledger.trial_balance", on=on, start=since, without_closing=without_closing)
    columns = ["code", "name", "opening", "debit", "credit", "closing"]
    showing.tell(ctx, rows, lambda: showing.show_table(rows, columns=columns))


@app.command("general", help=N_("Every line of one account with its running balance (明细账)."))
def general(
    ctx: typer.Context,
    account: Annotated[str, typer.Argument(help=N_("The account's code."))],
    start: Annotated[str | None, typer.Option("--from", help=DAY)] = None,
    end: Annotated[str | None, typer.Option("--to", help=DAY)] = None,
) -> None:
    """Show one account."""
    rows = _ask(ctx, "ledger.general", account=account, start=start, end=end)
    columns = ["date", "number", "summary", "debit", "credit", "balance"]
    shown = [{**row, "number": f"{row['number_key']}/{row['number']}"} for row in rows]
    showing.tell(ctx, rows, lambda: showing.show_table(shown, columns=columns))


@app.command("entries", help=N_("Entries (记账凭证): of one paper, or the newest."))
def entries(
    ctx: typer.Context,
    document: Annotated[str | None, typer.Argument(help=N_("The number of a paper."))] = None,
    last: Annotated[int | None, typer.Option("--last", help=N_("How many."))] = None,
) -> None:
    """Show entries."""
    rows = _ask(ctx, "ledger.entries", document=document, last=last)
    showing.tell(
        ctx, rows, lambda: showing.show_table(rows, columns=["number", "date", "summary", "document", "text"])
    )


@app.command(
    "verify", help=N_("Check chains, sums, balances, guards and timelines; exit code 1 if anything is wrong.")
)
def verify(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help=N_("Check exported books instead of the database."))
    ] = None,
    anchor: Annotated[
        Path | None,
        typer.Option("--anchor", help=N_("What was written down earlier by: sanbao ledger anchor")),
    ] = None,
) -> None:
    """Verify the books."""
    heads = _json_of(anchor) if anchor is not None else None
    told = _verify_file(file, heads) if file is not None else _ask(ctx, "ledger.verify", anchor=heads)
    showing.tell(ctx, told, lambda: _show_verified(told))
    if not told["clean"]:
        raise typer.Exit(FOUND)


def _show_verified(told: dict[str, Any]) -> None:
    for sentence in told["findings"]:
        showing.line(sentence)
    message = N_("{entries} entries, {lines} lines: nothing wrong was found.")
    if not told["clean"]:
        message = N_("{entries} entries, {lines} lines: {count} things are wrong.")
    showing.line(_(message, entries=told["entries"], lines=told["lines"], count=len(told["findings"])))


def _verify_file(file: Path, heads: dict[str, Any] | None) -> dict[str, Any]:
    from sanbao.ledger.standalone import check
    from sanbao.ledger.upkeep import AnchorInput, sentence
    from sanbao.schema import load

    if heads is not None:
        load(AnchorInput(), {"anchor": heads})
    with existing(file).open(encoding="utf-8") as stream:
        try:
            report = check((json.loads(line) for line in stream), heads)
        except UnicodeDecodeError as error:
            raise _no_text(file) from error
        except (ValueError, KeyError, TypeError) as error:
            raise _unreadable(file, error) from error
    findings = [sentence(finding) for finding in report.findings]
    return {"clean": report.clean, "entries": report.entries, "lines": report.lines, "findings": findings}


def _json_of(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(existing(file).read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise _no_text(file) from error
    except ValueError as error:
        raise _unreadable(file, error) from error
    if not isinstance(found, dict):
        raise _unreadable(file, "{…}")
    return found


def _no_text(file: Path) -> Invalid:
    return Invalid([Problem(str(file), N_("the file is not written in UTF-8"))])


def _unreadable(file: Path, reason: object) -> Invalid:
    return Invalid([Problem(str(file), N_("This file cannot be read: {reason}"), {"reason": reason})])


@app.command(
    "anchor", help=N_("Write down the heads of all journals and timelines, to be kept outside the database.")
)
def anchor(
    ctx: typer.Context,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=N_("The file to write."))] = None,
) -> None:
    """Write an anchor."""
    heads = _ask(ctx, "ledger.anchor")
    text = json.dumps(heads, ensure_ascii=False, indent=2)
    if output is None:
        showing.line(text)
        return
    write_file(output, text.encode(), overwrite=False)
    showing.tell(ctx, {"file": str(output)}, lambda: showing.line(str(output)))


@app.command("export", help=N_("Write all books out as JSON lines, to be verified without sanbao."))
def export(
    ctx: typer.Context, output: Annotated[Path, typer.Option("-o", "--output", help=N_("The file to write."))]
) -> None:
    """Export the books."""
    from sanbao.ledger.export import export as write

    with opened(ctx) as erp, erp.reading(settings_of(ctx).user) as work:
        work.access.require("ledger.verify")
        with whole_file(output) as partial, partial.open("w", encoding="utf-8") as stream:
            count = write(work.connection, stream)
    told = {"file": str(output), "entries": count}
    showing.tell(ctx, told, lambda: showing.line(_(N_("{entries} entries in {file}"), **told)))


@app.command("rebuild", help=N_("Make balances and stock anew from the entries."))
def rebuild(ctx: typer.Context) -> None:
    """Rebuild what is derived."""
    _do(ctx, "ledger.rebuild", N_("Balances and stock were made anew from the entries."))


month_end.register(app)
