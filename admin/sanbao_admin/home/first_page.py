"""The first page."""

from __future__ import annotations

from flask_admin import expose

from sanbao.i18n import N_
from sanbao_admin import policy
from sanbao_admin.views import View


class Home(View):
    """What needs me today, and how the service stands."""

    code = "home"
    title = N_("Home")
    help = N_("What needs you today, and how the service stands.")
    need = policy.SIGNED_IN
    icon = "home"

    @expose("/")
    def index(self) -> str:
        """Show the first page."""
        return self.render("sanbao/home/home.html")
