"""The pages of runs: how far one is, what was refused and why, stop and go on."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from sanbao.i18n import N_
from sanbao_admin import people, policy
from sanbao_admin.acting import words
from sanbao_admin.runs import running
from sanbao_admin.runs.cleaning import DONE, RUNNING, STOPPED
from sanbao_admin.runs.models import BulkRun
from sanbao_admin.views import View, expose

STATES = {RUNNING: N_("running"), DONE: N_("done"), STOPPED: N_("stopped")}


class Runs(View):
    """Operations on many records, of whoever began them."""

    code = "runs"
    title = N_("Operations on many records")
    help = N_("Each record is done by itself and once; what is refused does not hold up the others.")
    need = policy.SIGNED_IN
    icon = "list"
    in_menu = False

    @expose("/")
    def index(self) -> str:
        """List one's own latest runs."""
        found = running.of_person(people.erp(), people.work().user.id)
        return self.render(
            "sanbao/runs/index.html",
            runs=[(run, words.title_of(run.operation)) for run in found],
            states=STATES,
        )

    @expose("/<int(max=9223372036854775807):number>")
    def one(self, number: int) -> str:
        """Show how far a run is and what was refused."""
        run = own(number)
        return self.render(
            "sanbao/runs/run.html",
            run=run,
            title=words.title_of(run.operation),
            is_running=run.state == RUNNING,
            is_dead=running.seems_dead(people.erp(), run),
            passed=run.done_count + len(run.refused),
        )

    @expose("/<int(max=9223372036854775807):number>.json")
    def progress(self, number: int) -> ResponseReturnValue:
        """Tell how far a run is, for the page that shows it."""
        run = own(number)
        return {"state": run.state, "done": run.done_count + len(run.refused), "rows": len(run.subjects)}

    @expose("/<int(max=9223372036854775807):number>/stop", methods=["POST"])
    def stop(self, number: int) -> ResponseReturnValue:
        """Let a run end after the record that is being done."""
        running.stop(people.erp(), own(number).id)
        return redirect(url_for(".one", number=number), 303)

    @expose("/<int(max=9223372036854775807):number>/resume", methods=["POST"])
    def resume(self, number: int) -> ResponseReturnValue:
        """Let a run go on."""
        running.resume(people.erp(), own(number).id)
        return redirect(url_for(".one", number=number), 303)


def own(number: int) -> BulkRun:
    """Return the person's own run; another's does not exist for her."""
    run = running.find(people.erp(), people.work().user.id, number)
    if run is None:
        abort(404)
    people.forget_work()
    return run
