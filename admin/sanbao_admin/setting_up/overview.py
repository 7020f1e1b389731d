"""What is set up and what is missing, on one page."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao_admin import people, policy
from sanbao_admin.setting_up import checklist
from sanbao_admin.views import View, expose

#: Who sets anything up at all; each row of the list asks for its own permission again.
SETTERS = (
    "setting.list",
    "user.list",
    "calendar.set_day",
    "profile.publish",
    "account.create",
    "plugin.enable",
)

#: Lists of master data that belong to setting up: their name among the lists, and how it is read.
MASTER = (
    ("price_list", N_("Price lists"), ("price_list.read",)),
    ("cost_centre", N_("Cost centres"), ("cost_centre.read",)),
    ("office", N_("Offices"), ("office.read", "office.create")),
    ("site", N_("Sites"), ("site.read",)),
    ("place", N_("Places"), ("place.read",)),
    ("product", N_("Products"), ("product.read",)),
    ("party", N_("Parties"), ("party.read",)),
)


class Overview(View):
    """Everything that a company needs before the first case, and whether it is there."""

    code = "set_up"
    title = N_("Overview of the set-up")
    help = N_("What is set up, and what is still missing.")
    need = SETTERS
    group = "setup"
    icon = "gear"

    def __init__(self) -> None:
        super().__init__(url="/set-up")

    @expose("/")
    def index(self) -> str:
        """Show the list of what is there and what is missing."""
        items = [one for one in checklist.items(people.erp(), people.work()) if policy.may(one.need)]
        open_count = sum(one.state in ("warn", "bad") for one in items)
        master = [(name, title) for name, title, need in MASTER if policy.may(need)]
        return self.render(
            "sanbao/setting_up/overview.html", items=items, open_count=open_count, master=master
        )
