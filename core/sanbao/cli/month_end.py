"""The month end on the command line: ``ledger close``, ``carry``, ``vouchers``, ``hand-over`` …."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanbao.cli import showing
from sanbao.cli.papers import languages_of
from sanbao.cli.settings import opened, settings_of, write_file
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.app import Result, Sanbao

Month = Annotated[str, typer.Argument(help=N_("A month such as 2024-05."))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=N_("The file to write."))]
CHECKLIST = "month_end.checklist"


def register(app: typer.Typer) -> None:
    """Add these commands to those of the books."""
    app.command("checklist", help=N_("Look at everything that must be in order before a month is closed."))(
        checklist
    )
    app.command("close", help=N_("Close a month: it takes no more entries (结账)."))(close)
    app.command("reopen", help=N_("Open a closed month again (反结账)."))(reopen)
    app.command("lock", help=N_("Lock a closed month for good."))(lock)
    app.command("carry", help=N_("Carry income and expense to the profit of the year (结转损益)."))(carry)
    app.command("year-end", help=N_("Carry the profit of a year to what is retained."))(year_end)
    app.command("vouchers", help=N_("Print the vouchers of a month (记账凭证) as one PDF."))(vouchers)
    app.command(
        "hand-over", help=N_("Hand the vouchers of a month over to other books, each once (凭证交接).")
    )(hand_over)
    app.command("handed-over", help=N_("Show which vouchers of a month are not handed over yet."))(
        handed_over
    )
    app.command("hand-over-file", help=N_("Fetch the file of an earlier hand-over again."))(hand_over_file)


def checklist(ctx: typer.Context, period: Month) -> None:
    """Show the checklist of a month."""
    with opened(ctx) as erp:
        found = _looked_at(ctx, erp, period)
        showing.tell(ctx, found, lambda: _show(found))


def _looked_at(ctx: typer.Context, erp: Sanbao, period: str) -> list[dict[str, Any]]:
    with erp.reading(settings_of(ctx).user) as work:
        found: list[dict[str, Any]] = showing.as_data(work.ask(CHECKLIST, {"period": period}))
        return found


def _show(found: list[dict[str, Any]]) -> None:
    rows = [
        {
            "title": one["title"],
            "result": _result(one),
            "rule": one["rule"],
            "details": _details(one["details"]),
        }
        for one in found
    ]
    showing.show_table(rows)


def _result(check: dict[str, Any]) -> str:
    if check["ok"]:
        return _(N_("in order"))
    return _(N_("blocks")) if check["is_blocking"] else _(N_("to look at"))


def _details(rows: list[dict[str, Any]]) -> str:
    return "; ".join(
        " ".join(str(value) for value in row.values() if value not in ("", None)) for row in rows
    )


def close(
    ctx: typer.Context,
    period: Month,
    despite: Annotated[
        str | None, typer.Option("--despite", help=N_("Why the month is closed although something blocks."))
    ] = None,
) -> None:
    """Close a month, and show what was looked at."""
    user, given = settings_of(ctx).user, {"period": period, **({"despite": despite} if despite else {})}
    with opened(ctx) as erp:
        found = _seen_first(ctx, erp, period)
        result = erp.do("period.close", given, user=user)
        told = {**result.as_dict(), "checklist": found}
        showing.tell(ctx, told, lambda: showing.line(_(N_("{period} is closed."), period=period)))


def _seen_first(ctx: typer.Context, erp: Sanbao, period: str) -> list[dict[str, Any]]:
    """Show the checklist before the month is closed, or is refused, to whoever may see it."""
    with erp.reading(settings_of(ctx).user) as work:
        may = work.access.may(CHECKLIST)
    found = _looked_at(ctx, erp, period) if may else []
    if found and not settings_of(ctx).as_json:
        _show(found)
    return found


def _do(ctx: typer.Context, operation: str, done: str, **fields: Any) -> None:
    with opened(ctx) as erp:
        result = erp.do(operation, fields, user=settings_of(ctx).user)
        showing.tell(ctx, result.as_dict(), lambda: _say(result, _(done, **fields)))


def _say(result: Result, done: str) -> None:
    showing.line(done)
    for entry in result.entries:
        showing.line(f"{entry['number']}  {entry['text']}")


def reopen(ctx: typer.Context, period: Month) -> None:
    """Reopen a month."""
    _do(ctx, "period.reopen", N_("{period} is open again."), period=period)


def lock(ctx: typer.Context, period: Month) -> None:
    """Lock a month."""
    _do(ctx, "period.lock", N_("{period} is locked for good."), period=period)


def carry(ctx: typer.Context, period: Month) -> None:
    """Carry a month's result."""
    _do(ctx, "period.carry_result", N_("The result of {period} is carried."), period=period)


def year_end(
    ctx: typer.Context, year: Annotated[int, typer.Argument(help=N_("A year such as 2024."))]
) -> None:
    """Carry a year's profit."""
    _do(ctx, "year.carry_profit", N_("The profit of {year} is carried."), year=year)


def vouchers(
    ctx: typer.Context,
    period: Month,
    first: Annotated[int | None, typer.Option("--from", help=N_("The first voucher's number."))] = None,
    last: Annotated[int | None, typer.Option("--to", help=N_("The last voucher's number."))] = None,
    output: Output = None,
) -> None:
    """Print vouchers."""
    from sanbao.ledger import periods
    from sanbao.printing import pdf
    from sanbao.vouchers import finding, printouts
    from sanbao.vouchers.errors import NoVouchers

    with opened(ctx) as erp:
        with erp.reading(settings_of(ctx).user) as work:
            month = periods.find(work.connection, work.company.id, period)
            found = finding.of_month(work, month, first, last)
            if not found:
                raise NoVouchers(period=period)
            html = printouts.html_of(work, found, languages_of(ctx))
        target = write_file(output or Path(f"vouchers-{period}.pdf"), pdf(html))
        told = {"file": str(target), "vouchers": len(found)}
        showing.tell(ctx, told, lambda: showing.line(_(N_("{vouchers} vouchers in {file}"), **told)))


def hand_over(
    ctx: typer.Context,
    period: Month,
    layout: Annotated[
        str, typer.Option("--layout", help=N_("generic, kingdee, yonyou, or a layout of your own."))
    ] = "generic",
    output: Output = None,
) -> None:
    """Hand vouchers over."""
    with opened(ctx) as erp:
        result = erp.do("voucher.export", {"period": period, "layout": layout}, user=settings_of(ctx).user)
        _fetch(ctx, erp, str(result.number), output)


def handed_over(
    ctx: typer.Context,
    period: Month,
    everything: Annotated[bool, typer.Option("--all", help=N_("Also what is handed over."))] = False,
) -> None:
    """Show what waits to be handed over."""
    with opened(ctx) as erp, erp.reading(settings_of(ctx).user) as work:
        rows = showing.as_data(work.ask("handover.status", {"period": period, "all": everything}))
        showing.tell(ctx, rows, lambda: showing.show_table(rows))


def hand_over_file(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(help=N_("The number of the hand-over."))],
    output: Output = None,
) -> None:
    """Fetch a batch's file again."""
    with opened(ctx) as erp:
        _fetch(ctx, erp, number, output)


def _fetch(ctx: typer.Context, erp: Sanbao, number: str, output: Path | None) -> None:
    from sanbao.vouchers import handing_over

    with erp.reading(settings_of(ctx).user) as work:
        name, content = handing_over.file_of(work, work.find("handover", number))
    target = write_file(output or Path(name), content)
    told = {"number": number, "file": str(target)}
    showing.tell(ctx, told, lambda: showing.line(_(N_("{number}: {file}"), **told)))
