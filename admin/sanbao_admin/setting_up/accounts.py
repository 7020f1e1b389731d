"""The chart of accounts and the roles that postings name."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao_admin import people
from sanbao_admin.setting_up import charted
from sanbao_admin.views import View, expose

#: What an account is, as its owners call it.
KINDS = {
    "asset": N_("Asset"),
    "liability": N_("Liability"),
    "equity": N_("Equity"),
    "income": N_("Income"),
    "expense": N_("Expense"),
    "memo": N_("Memo, goods only"),
}


class Accounts(View):
    """Which account plays which role: the chart is the company's own (LED-02)."""

    code = "set_up_accounts"
    title = N_("Accounts and roles")
    help = N_("The company's own chart, and which account plays each role that postings name.")
    need = ("account.create", "account.assign_role", "ledger.trial_balance")
    group = "setup"
    icon = "scale"

    def __init__(self) -> None:
        super().__init__(url="/set-up/accounts")

    @expose("/")
    def index(self) -> str:
        """Show the tree of accounts and the roles."""
        work = people.work()
        rows = charted.tree(charted.accounts(work), charted.assigned(work))
        return self.render(
            "sanbao/setting_up/accounts.html", rows=rows, roles=charted.roles(work), kinds=KINDS
        )
