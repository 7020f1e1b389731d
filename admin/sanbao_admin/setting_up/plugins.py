"""Plugins: what each owns, how it fares, and switching it on or off with its consequences before one's eyes."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from sanbao.database import Database
from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _
from sanbao.plugin import lifecycle
from sanbao.plugin.impact import impact_of
from sanbao_admin import people
from sanbao_admin.setting_up import plugin_facts
from sanbao_admin.signing_in import changing, log
from sanbao_admin.views import View, expose

STATUSES = {
    "available": (N_("not used yet"), ""),
    "enabled": (N_("switched on"), "good"),
    "disabled": (N_("switched off"), "warn"),
    "purged": (N_("deleted for good"), "bad"),
}
#: What an administrator must do where the web may not make tables.
NOT_OWNER = N_(
    "This server has no connection of the tables' owner, so a plugin can only be switched on the command line:"
    " sanbao --owner-db URL plugin {step} {plugin}"
)
ON = N_("{plugin} is switched on. Its pages are in the menu now.")
OFF = N_("{plugin} is switched off; its papers stay readable.")


class Plugins(View):
    """Which plugins there are, what each owns, and whether it runs; for administrators alone."""

    code = "set_up_plugins"
    title = N_("Plugins")
    help = N_(
        "What each plugin owns and how it fares; switching one on or off takes nothing from anybody's work."
    )
    need = "plugin.enable"
    group = "setup"
    icon = "plug"

    def __init__(self) -> None:
        super().__init__(url="/set-up/plugins")

    @expose("/")
    def index(self) -> str:
        """Show every plugin."""
        return self.render(
            "sanbao/setting_up/plugins.html", rows=plugin_facts.listed(people.erp()), statuses=STATUSES
        )

    @expose("/<name>")
    def one(self, name: str) -> str:
        """Show a plugin."""
        return self._one(name)

    def _one(self, name: str, problem: str = "") -> str:
        erp = people.erp()
        facts = plugin_facts.facts_of(erp, people.work(), name)
        if facts is None:
            abort(404)
        impact = impact_of(erp, name) if facts.is_on and facts.can_be_switched else None
        return self.render(
            "sanbao/setting_up/plugin.html",
            facts=facts,
            impact=impact,
            consequences=plugin_facts.consequences(impact) if impact is not None else [],
            statuses=STATUSES,
            missing=[other for other in facts.requires if other not in erp.registry.plugins],
            guards=erp.missing_guards,
            most=plugin_facts.MOST,
            problem=problem,
        )

    @expose("/<name>/on", methods=["POST"])
    def switch_on(self, name: str) -> ResponseReturnValue:
        """Switch a plugin on, as ``sanbao plugin enable`` does."""
        return self._switch(name, "enable")

    @expose("/<name>/off", methods=["POST"])
    def switch_off(self, name: str) -> ResponseReturnValue:
        """Switch a plugin off, once its consequences were read."""
        if request.form.get("read") != "yes":
            return self._one(name, _(N_("Please say that you have read what switching it off means."))), 422
        return self._switch(name, "disable")

    def _switch(self, name: str, step: str) -> ResponseReturnValue:
        facts = plugin_facts.facts_of(people.erp(), people.work(), name)
        if facts is None or not facts.can_be_switched:
            abort(404)
        people.forget_work()
        problem = switch(name, step)
        if problem:
            return self._one(name, problem), 409
        log.note(people.erp(), f"plugin.{step}", changing.mine(), plugin=name)
        flash(_(ON if step == "enable" else OFF, plugin=facts.title), "good")
        return redirect(url_for(".one", name=name))


def switch(name: str, step: str) -> str:
    """Bring a plugin on or off; return the sentence that stops it, if any."""
    erp = people.erp()
    try:
        lifecycle.refuse_stranger(erp, str(people.login()), step)
        if step == "disable":
            lifecycle.disable(erp, name)
        elif may_make_tables(erp.database):
            lifecycle.enable(erp, name)
        else:
            return _(NOT_OWNER, step=step, plugin=name)
    except SanbaoError as error:
        return str(error)
    return ""


def may_make_tables(database: Database) -> bool:
    """Tell whether this server may make tables: on PostgreSQL that is the owner's right, not the application's."""
    if database.is_sqlite or database.owner is not database.engine:
        return True
    with database.reading() as connection:
        return bool(connection.scalar(text("SELECT has_schema_privilege(current_schema(), 'CREATE')")))
