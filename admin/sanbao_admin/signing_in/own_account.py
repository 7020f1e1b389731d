"""One's own account: language, password, second factor, where one is signed in, tokens for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _
from sanbao.schema import parse_day
from sanbao_admin import keeping, people, policy
from sanbao_admin.api import tokens
from sanbao_admin.signing_in import changing, sessions
from sanbao_admin.signing_in.browsers import short_name
from sanbao_admin.signing_in.entrance import problems_of
from sanbao_admin.views import View, expose


class OwnAccount(View):
    """What belongs to the person who is signed in, whatever her roles."""

    code = "account"
    title = N_("My account")
    help = N_(
        "Your language, your password, where you are signed in, and the programs that work in your name."
    )
    need = policy.SIGNED_IN
    icon = "user"
    in_menu = False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show the account."""
        return self._page()

    @expose("/two-factor/off", methods=["POST"])
    def two_factor_off(self) -> ResponseReturnValue:
        """Ask for no codes any more."""
        try:
            changing.turn_off_two_factor(request.form.get("password", ""))
        except SanbaoError as error:
            return self._page("two_factor", error)
        return _back(_(N_("From now on your password alone is asked for.")))

    @expose("/two-factor/codes", methods=["POST"])
    def recovery_codes(self) -> ResponseReturnValue:
        """Show new recovery codes, this once."""
        try:
            codes = changing.new_recovery_codes(request.form.get("password", ""))
        except SanbaoError as error:
            return self._page("two_factor", error)
        return render_template("signing_in/recovery_codes.html", codes=codes)

    @expose("/sessions/end", methods=["POST"])
    def end_sessions(self) -> ResponseReturnValue:
        """Sign out everywhere else."""
        count = changing.end_other_sessions()
        return _back(_(N_("Signed out in {count} other places."), count=count))

    @expose("/tokens", methods=["POST"])
    def make_token(self) -> ResponseReturnValue:
        """Make a token for a program, and show it this once."""
        form = request.form
        people.forget_work()
        try:
            end = parse_day(form.get("expires_on", ""))
        except ValueError:
            end = date.min
        mine = people.login() or ""
        try:
            _row, secret = tokens.create(
                people.erp(), mine, form.get("name", ""), _scopes(form.getlist("scopes")), end
            )
        except SanbaoError as error:
            return self._page("token", error)
        return self._page(secret=secret)

    @expose("/tokens/<int(max=9223372036854775807):number>/revoke", methods=["POST"])
    def revoke_token(self, number: int) -> ResponseReturnValue:
        """End a token of one's own."""
        people.forget_work()
        tokens.revoke(people.erp(), number, user=people.login())
        return _back(_(N_("The token is no longer good.")))

    def _page(
        self, place: str = "", error: SanbaoError | None = None, secret: str = ""
    ) -> ResponseReturnValue:
        account, erp = changing.mine(), people.erp()
        with keeping.reading(erp) as database:
            open_sessions = sessions.of_account(database, account.id, erp.clock())
        facts: dict[str, Any] = {
            "account": account,
            "sessions": open_sessions,
            "own": sessions.current().digest,
            "short_name": short_name,
            "tokens": tokens.of_person(erp, account.login),
            "today": tokens.today(erp),
            "longest": tokens.LONGEST_DAYS,
            "secret": secret,
            "problems": {place: problems_of(error)} if error is not None else {},
            "form": request.form if error is not None else {},
        }
        page = self.render("signing_in/account.html", **facts)
        return (page, 422) if error is not None else page


def _scopes(chosen: list[str]) -> list[str]:
    return [scope for one in chosen for scope in one.replace(",", " ").split()]


def _back(said: str) -> ResponseReturnValue:
    flash(said, "good")
    return redirect("/account/")
