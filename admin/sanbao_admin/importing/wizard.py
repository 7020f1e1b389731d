"""The pages of the import wizard: which table, which file, which columns, the test run, and all or nothing."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _, current_locale, normalise_locale
from sanbao.importing.kinds import REGISTER, kinds_of, title_of
from sanbao.importing.templates import template_of
from sanbao_admin import people
from sanbao_admin.importing import columns, jobs, telling
from sanbao_admin.importing.models import ImportJob
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from sanbao import Sanbao

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Importing(View):
    """Bring whole tables in from Excel or CSV: each row is an operation, and all of them are done or none."""

    code = "import"
    title = N_("Import")
    help = N_("Bring whole tables in from Excel: every row is looked at first, then all are taken or none.")
    group = "setup"
    icon = "upload"

    def __init__(self, erp: Sanbao) -> None:
        self.need = tuple(dict.fromkeys(kind.operation for kind in erp.registry.imports.values()))
        super().__init__()

    @expose("/")
    def index(self) -> str:
        """Show the tables that can be brought in, and what was brought lately."""
        mine = jobs.of_person(people.erp(), people.work().user.id)
        return self.render(
            "sanbao/importing/index.html",
            kinds=allowed(),
            whole=may_bring(REGISTER),
            mine=mine,
            telling=telling,
        )

    @expose("/<kind>")
    def upload(self, kind: str) -> str:
        """Show what a table needs, its empty workbook, and where to put the file."""
        return self._upload(kind)

    def _upload(self, kind: str, reason: str = "") -> str:
        refuse_others(kind)
        found = kinds_of(people.erp().registry, kind)
        return self.render(
            "sanbao/importing/upload.html", kind=kind, title=telling.title(kind), kinds=found, reason=reason
        )

    @expose("/<kind>/template")
    def template(self, kind: str) -> ResponseReturnValue:
        """Send the empty workbook of a table."""
        refuse_others(kind)
        language = normalise_locale(request.args.get("lang") or current_locale())
        content = template_of(people.erp().registry, kind, language)
        return send_file(
            BytesIO(content), XLSX, as_attachment=True, download_name=f"{telling.title(kind)}.xlsx"
        )

    @expose("/<kind>", methods=["POST"])
    def take(self, kind: str) -> ResponseReturnValue:
        """Take a file; one that is no honest table is refused with one sentence."""
        refuse_others(kind)
        file = request.files.get("file")
        if file is None or not file.filename:
            return self._upload(kind, _(N_("Please choose a file first."))), 422
        try:
            with closing(file):
                content = file.read()
            number = jobs.add(people.erp(), people.work(), kind, file.filename, content, current_locale())
        except SanbaoError as error:
            people.forget_work()
            return self._upload(kind, str(error)), 422
        return redirect(url_for(".columns", number=number))

    @expose("/job/<int(max=9223372036854775807):number>/columns")
    def columns(self, number: int) -> str:
        """Show what each column is taken for."""
        job = own(number)
        return self._columns(job, job.columns)

    def _columns(self, job: ImportJob, choices: list[dict[str, Any]], *, is_sent: bool = False) -> str:
        kinds = kinds_of(people.erp().registry, job.kind)
        problems: dict[str, list[str]] = {}
        for problem in columns.problems(kinds, choices):
            problems.setdefault(problem.path, []).append(str(problem))
        return self.render(
            "sanbao/importing/columns.html",
            job=job,
            title=telling.title(job.kind),
            kinds=kinds,
            kind_title=lambda kind: title_of(kind, current_locale()),
            by_name={kind.name: kind for kind in kinds},
            pairs=list(zip(job.sheets, choices, strict=True)),
            problems=problems,
            is_sent=is_sent,
        )

    @expose("/job/<int(max=9223372036854775807):number>/columns", methods=["POST"])
    def choose(self, number: int) -> ResponseReturnValue:
        """Take what the columns mean and try every row, or show the columns of another table."""
        job = own(number)
        erp, kinds = people.erp(), kinds_of(people.erp().registry, job.kind)
        known = jobs.remembered(erp, job.user_id, kinds)
        choices = [
            telling.chosen(kinds, sheet, place, request.form, known) for place, sheet in enumerate(job.sheets)
        ]
        if "again" in request.form:
            return self._columns(job, choices)
        if columns.problems(kinds, choices):
            return self._columns(job, choices, is_sent=True), 422
        jobs.choose(erp, job, choices)
        jobs.start(erp, job, keep=False)
        return redirect(url_for(".job", number=number))

    @expose("/job/<int(max=9223372036854775807):number>")
    def job(self, number: int) -> str:
        """Show how far a file is, what is wrong with it, or what it brought in."""
        job = own(number)
        return self.render(
            "sanbao/importing/job.html",
            job=job,
            title=telling.title(job.kind),
            done=jobs.count_of(job),
            is_running=job.state in jobs.RUNNING,
            is_dead=jobs.seems_dead(people.erp(), job),
            telling=telling,
            undo=telling.ways_back(people.work(), job.outcome.get("counts", {})),
        )

    @expose("/job/<int(max=9223372036854775807):number>.json")
    def progress(self, number: int) -> ResponseReturnValue:
        """Tell how far a file is, for the page that shows it."""
        job = own(number)
        return {"state": job.state, "done": jobs.count_of(job), "rows": job.rows_count}

    @expose("/job/<int(max=9223372036854775807):number>/test", methods=["POST"])
    def test(self, number: int) -> ResponseReturnValue:
        """Try every row once more."""
        jobs.start(people.erp(), own(number), keep=False)
        return redirect(url_for(".job", number=number))

    @expose("/job/<int(max=9223372036854775807):number>/import", methods=["POST"])
    def bring(self, number: int) -> ResponseReturnValue:
        """Bring a file in whose every row is good; all rows or none."""
        if not jobs.start(people.erp(), own(number), keep=True):
            flash(_(N_("This file is being worked on, or was brought in already.")), "warn")
        return redirect(url_for(".job", number=number))

    @expose("/job/<int(max=9223372036854775807):number>/problems.xlsx")
    def problems(self, number: int) -> ResponseReturnValue:
        """Send the person's own file with every mistake marked and its reason beside it."""
        job = jobs.find(people.erp(), people.work().user.id, number, returned=True)
        if job is None or job.returned is None:
            abort(404)
        stem = job.name.rpartition(".")[0] or job.name
        name = _(N_("{name} to correct"), name=stem)
        return send_file(BytesIO(job.returned), XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def allowed() -> list[Any]:
    """Return the tables that the person who is asking may bring in."""
    return [kind for kind in people.erp().registry.imports.values() if people.may(kind.operation)]


def may_bring(kind: str) -> bool:
    """Tell whether the person may bring a table in; the workbook of all tables needs every one of them."""
    registry = people.erp().registry
    return all(people.may(one.operation) for one in kinds_of(registry, kind))


def refuse_others(kind: str) -> None:
    """Refuse a table that there is not, or that is not hers to bring."""
    if not may_bring(kind):
        abort(403)


def own(number: int) -> ImportJob:
    """Return the person's own file; another's does not exist for her."""
    job = jobs.find(people.erp(), people.work().user.id, number)
    if job is None:
        abort(404)
    refuse_others(job.kind)
    return job
