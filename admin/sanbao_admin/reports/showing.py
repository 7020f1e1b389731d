"""The catalogue of reports, and each report: asked by its question's own fields, drawn, linked, downloaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width
from urllib.parse import urlencode

from flask import Response, abort, request

from sanbao import codes
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.reporting import running
from sanbao_admin import asking, charts, people, policy
from sanbao_admin.reports import links
from sanbao_admin.skin import shown
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao.reporting import Report
    from sanbao.reporting.running import Laid
    from sanbao.work import Work

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: So many rows of a table stand on the page; the workbook has all of them.
MOST_ROWS = 500
#: Words up to this width, counted in Latin letters, stay on one line.
SHORT = 26
#: Columns that hold codes with words of their own.
_CODED = ("kind", "state", "bearer", "type")


@dataclass(frozen=True)
class Named:
    """A report in the catalogue: what it is called, what it answers, and the rules behind it."""

    name: str
    title: str
    help: str
    rules: str


class Reports(View):
    """Every report that the person may read."""

    code = "reports"
    title = N_("Reports")
    help = N_(
        "Every figure opens what it is made of; every report can be taken away as a workbook with live formulas."
    )
    need = policy.SIGNED_IN
    group = "reports"
    icon = "chart"

    def __init__(self) -> None:
        super().__init__(url="/reports")

    def is_accessible(self) -> bool:
        """Stand in the menu of whoever may read at least one."""
        return people.login() is not None and bool(catalogue(people.work()))

    @expose("/")
    def index(self) -> Any:
        """List the reports by the plugin that brings them."""
        return self.render("sanbao/reports/catalogue.html", sections=catalogue(people.work()))

    @expose("/<name>")
    def show(self, name: str) -> Any:
        """Show one report, or send it as a workbook."""
        work = people.work()
        report = running.find(work, name)
        if not work.access.may(report.question):
            abort(403)
        schema = work.registry.schema(report.question)
        defaults = asking.days_by_default(schema, work.today)
        asked = asking.ask(work, report.question, defaults, fixed=dict(report.given))
        laid = running.lay_out(work, report, asked.answer) if asked.is_complete else []
        if laid and request.args.get("format") == "xlsx":
            return _workbook(work, report, laid, asked.given)
        page = self.render(
            "sanbao/reports/report.html",
            report=report,
            help=told(work, report),
            asked=asked,
            blocks=[_block(work, report, one, asked.given) for one in laid],
            download=f"?{urlencode({**asked.given, 'format': 'xlsx'})}",
            most=MOST_ROWS,
        )
        return page, asked.status


def told(work: Work, report: Report) -> str:
    """Say what a report shows, as a reader is told: a question's own sentence begins with what it does."""
    said = _(work.registry.question(report.question).help).removeprefix("Return ")
    return said[:1].upper() + said[1:]


def catalogue(work: Work) -> list[tuple[str, list[Named]]]:
    """Return the reports that a person may read, plugin by plugin."""
    sections: dict[str, list[Named]] = {}
    for report in work.registry.reports.values():
        if work.access.may(report.question):
            owner = work.registry.plugins[work.registry.owner("report", report.name)]
            named = Named(report.name, _(report.title), told(work, report), report.rules)
            sections.setdefault(_(owner.title), []).append(named)
    return list(sections.items())


def _workbook(work: Work, report: Report, laid: Sequence[Laid], given: Mapping[str, str]) -> Response:
    content = running.workbook(work, report, laid, given)
    head = {"Content-Disposition": f'attachment; filename="{report.name}-{work.today:%Y%m%d}.xlsx"'}
    return Response(content, mimetype=XLSX, headers=head)


def _block(work: Work, report: Report, laid: Laid, given: Mapping[str, str]) -> dict[str, Any]:
    """Return one table as the page shows it: its cells as people read them, each with where it leads."""
    leads = links.for_report(work, report, given)
    rows = [[_cell(column, row, leads) for column in laid.columns] for row in laid.rows[:MOST_ROWS]]
    return {
        "title": _(laid.block.title),
        "columns": [(running.title_of(column), column.look) for column in laid.columns],
        "rows": rows,
        "left": max(len(laid.rows) - MOST_ROWS, 0),
        "totals": [laid.totals.get(column.field) if column.total else None for column in laid.columns],
        "looks": [column.look for column in laid.columns],
        "has_totals": bool(laid.totals) and bool(laid.rows),
        "checks": [
            (_(check.title), check.value, laid.totals.get(check.field) == check.value)
            for check in laid.checks
        ],
        "chart": charts.chart_of(laid, work.erp.currency.digits, lambda field, row: leads(field, row)),
    }


def _cell(column: Any, row: Mapping[str, Any], leads: links.Leads) -> tuple[str, Any, str, str]:
    value = row.get(column.field)
    if column.field in _CODED:
        value = codes.worded(column.field, value)
    if isinstance(value, Document):
        value = value.number
    is_nothing = value is None or value == 0
    return column.look, value, "" if is_nothing else leads(column.field, row), _place(column.look, value)


def _place(look: str, value: Any) -> str:
    """Return how a cell stands in its column: figures, days, codes and short names are never broken."""
    if look not in ("text", "day"):
        return "num"
    text = shown(value)
    width = sum(2 if east_asian_width(letter) in "FW" else 1 for letter in text)
    return "nowrap" if look == "day" or width <= SHORT else "words"
