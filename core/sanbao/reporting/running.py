"""Run a report: ask its question, and lay the answer out for a screen or as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading
from sanbao.reporting.report import Block, Check, Column, Report
from sanbao.tables import Chart, Footing, Heading, Table, write_workbook

if TYPE_CHECKING:
    from sanbao.work import Work


class UnknownReport(NotFound):
    """There is no such report here."""

    code = "report.unknown"
    message = N_("there is no report “{name}”; there are: {known}")


@dataclass(frozen=True)
class Laid:
    """One table of a report with its rows, totals and checks, ready to be shown."""

    block: Block
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    totals: Mapping[str, Decimal]
    checks: Sequence[Check]

    @property
    def foots(self) -> bool:
        """Whether every total reaches the figure from elsewhere."""
        return all(self.totals.get(check.field, Decimal(0)) == check.value for check in self.checks)


def find(work: Work, name: str) -> Report:
    """Return a report by its name; :class:`UnknownReport` names those that there are."""
    found: Report | None = work.registry.reports.get(name)
    if found is None:
        raise UnknownReport(name=name, known=", ".join(sorted(work.registry.reports)))
    return found


def run(work: Work, report: Report, given: Mapping[str, Any]) -> list[Laid]:
    """Ask the report's question and lay out its answer."""
    return lay_out(work, report, work.ask(report.question, {**given, **dict(report.given)}))


def lay_out(work: Work, report: Report, answer: Any) -> list[Laid]:
    """Lay out an answer to the report's question that is there already."""
    return [_laid(block, answer, work.erp.currency.round) for block in report.blocks]


def _laid(block: Block, answer: Any, money: Callable[[Decimal], Decimal]) -> Laid:
    columns = block.columns(answer) if callable(block.columns) else block.columns
    amounts = [column.field for column in columns if column.look == "amount"]
    rows = [_in_currency(row, amounts, money) for row in block.rows(answer)]
    totals = {
        column.field: sum(
            (Decimal(row[column.field]) for row in rows if row.get(column.field) is not None), Decimal(0)
        )
        for column in columns
        if column.total
    }
    return Laid(block, columns, rows, totals, block.checks(answer))


def _in_currency(
    row: Mapping[str, Any], amounts: Sequence[str], money: Callable[[Decimal], Decimal]
) -> dict[str, Any]:
    """Return a row whose amounts have the currency's own digits: nothing is 0.00, not 0."""
    return {**row, **{name: money(Decimal(row[name])) for name in amounts if row.get(name) is not None}}


def workbook(work: Work, report: Report, laid: Sequence[Laid], given: Mapping[str, Any]) -> bytes:
    """Return the report as a workbook with live formulas; the last sheet says what it shows and from when."""
    digits = work.erp.currency.digits
    tables = [_table(one, digits) for one in laid]
    return write_workbook([*tables, _about(work, report, given)])


def title_of(column: Column) -> str:
    """Return what stands above a column."""
    return _(column.title) if column.title else heading(column.field)


def _table(laid: Laid, digits: int) -> Table:
    block = laid.block
    places = {column.field: place for place, column in enumerate(laid.columns)}
    chart = block.chart
    drawn = (
        Chart(
            chart.kind,
            _(chart.title),
            title_of(laid.columns[places[chart.along]]),
            [title_of(laid.columns[places[field]]) for field in chart.fields],
        )
        if chart is not None
        else None
    )
    return Table(
        _(block.title),
        [_heading(column, places, digits) for column in laid.columns],
        [[_cell(column, row.get(column.field)) for column in laid.columns] for row in laid.rows],
        chart=drawn,
        footings=[Footing(_(check.title), places[check.field], check.value) for check in laid.checks],
    )


def _heading(column: Column, places: Mapping[str, int], digits: int) -> Heading:
    formula = column.formula.format_map({field: f"{{{place}}}" for field, place in places.items()})
    shown = {"amount": digits, "quantity": 2}.get(column.look, 0)
    return Heading(
        title_of(column), shown, column.total, formula=formula, is_percent=column.look == "percent"
    )


def _cell(column: Column, value: Any) -> Any:
    if value is None or isinstance(value, bool | date | datetime):
        return value
    if column.look in ("amount", "quantity", "percent"):
        return Decimal(value)
    if column.look == "whole":
        return int(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _about(work: Work, report: Report, given: Mapping[str, Any]) -> Table:
    moment = work.now.astimezone(work.zone)
    rows = [
        [_(N_("Report")), _(report.title)],
        [_(N_("Company")), work.company.name],
        [_(N_("Currency")), work.erp.currency.code],
        [_(N_("As of")), f"{moment:%Y-%m-%d %H:%M}"],
        [_(N_("Rules")), report.rules],
        *([heading(name), str(value)] for name, value in given.items()),
    ]
    return Table(_(N_("About")), [Heading(_(N_("What"))), Heading(_(N_("Value")))], rows)
