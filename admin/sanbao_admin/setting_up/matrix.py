"""Roles and permissions on one page: the default, and the company's own word on it."""

from __future__ import annotations

from flask import request

from sanbao.i18n import N_, _
from sanbao_admin import people
from sanbao_admin.setting_up import permitted
from sanbao_admin.views import View, expose

ALL = "all"


class Matrix(View):
    """Which role may do what; a click on a cell gives or takes (PTY-02, PTY-03)."""

    code = "set_up_matrix"
    title = N_("Roles and permissions")
    help = N_("Which role may do what. A filled mark is the default; a ringed one is the company's own word.")
    need = ("access.grant", "user.list")
    group = "setup"
    icon = "key"

    def __init__(self) -> None:
        super().__init__(url="/set-up/roles")

    @expose("/")
    def index(self) -> str:
        """Show the matrix of one plugin, or of all; of one role, or of all; or only what differs."""
        work = people.work()
        registry = work.registry
        chosen = request.args.get("plugin", "")
        plugin = chosen if chosen in registry.plugins or chosen == ALL else next(iter(registry.plugins))
        roles = [role for role in registry.roles if role != permitted.ADMINISTRATOR]
        role = request.args.get("role", "")
        only_own = request.args.get("own") == "yes"
        wanted = [one for one in permitted.every(registry) if only_own or plugin in (ALL, one.plugin)]
        rows = [row for row in permitted.matrix(work, wanted) if row.own or not only_own]
        owners = dict.fromkeys(one.plugin for one in permitted.every(registry))
        return self.render(
            "sanbao/setting_up/matrix.html",
            rows=rows,
            roles=[role] if role in roles else roles,
            every_role=roles,
            role_titles={code: _(registry.role_title(code)) for code in roles},
            plugins=[(name, _(registry.plugins[name].title)) for name in owners],
            plugin=plugin,
            role=role,
            only_own=only_own,
        )
