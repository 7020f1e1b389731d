"""How the installation fares: everything that ``sanbao doctor`` looks at, and the messages that were set apart."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from sanbao import doctor, worker
from sanbao.i18n import N_, _
from sanbao.plugin.models import OutboxMessage
from sanbao_admin import people
from sanbao_admin.signing_in import changing, log
from sanbao_admin.views import View, expose

LOOKS = {doctor.GOOD: "good", doctor.WARNING: "warn", doctor.BAD: "bad"}
SHOWN = 100


class Health(View):
    """What works and what does not, with the one command that helps."""

    code = "set_up_health"
    title = N_("Health")
    help = N_("What works, what is missing, and the one command that helps.")
    need = "plugin.enable"
    group = "setup"
    icon = "tool"

    def __init__(self) -> None:
        super().__init__(url="/set-up/health")

    @expose("/")
    def index(self) -> str:
        """Show every finding, what is bad first."""
        erp = people.erp()
        order = [doctor.BAD, doctor.WARNING, doctor.GOOD]
        signs = sorted(doctor.signs_of(erp), key=lambda sign: order.index(sign.state))
        here = OutboxMessage.company_id == erp.company_row.id
        query = select(OutboxMessage).where(here, OutboxMessage.state == "quarantined")
        waiting = select(func.count()).select_from(OutboxMessage).where(here, OutboxMessage.state == "waiting")
        session = people.work().session
        return self.render(
            "sanbao/setting_up/health.html",
            signs=signs,
            looks=LOOKS,
            messages=list(session.scalars(query.order_by(OutboxMessage.id.desc()).limit(SHOWN))),
            waiting=session.scalar(waiting),
        )

    @expose("/send-again", methods=["POST"])
    def send_again(self) -> ResponseReturnValue:
        """Let the messages that were set apart be tried anew, all or one plugin's."""
        people.forget_work()
        plugin = request.form.get("plugin", "")
        count = worker.send_again(people.erp(), plugin or None)
        log.note(people.erp(), "messages.sent_again", changing.mine(), plugin=plugin, count=count)
        flash(_(N_("Messages that are tried again: {count}"), count=count), "good" if count else "info")
        back = url_for("set_up_plugins.one", name=plugin) if plugin else url_for(".index")
        return redirect(back)
