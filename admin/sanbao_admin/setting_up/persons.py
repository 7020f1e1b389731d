"""The people who work here: who they are, what they may do, and how they sign in."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from sanbao.access.models import User
from sanbao.errors import Invalid, SanbaoError
from sanbao.i18n import N_, _
from sanbao.plugin.lifecycle import SYSTEM
from sanbao.registry.models import Office
from sanbao_admin import people, policy
from sanbao_admin.setting_up import permitted
from sanbao_admin.signing_in import administering
from sanbao_admin.views import View, expose

#: What an administrator does with somebody's sign-in, and what is said when it is done.
STEPS = {
    "unlock": (administering.unlock, N_("{login} may try to sign in again.")),
    "end-sessions": (administering.end_sessions, N_("{login} is signed out everywhere.")),
    "reset-two-factor": (
        administering.reset_two_factor,
        N_("{login} is asked for no code until a new one is set up."),
    ),
}
#: What is done with a person herself, one button each.
SWITCHES = {
    "deactivate": N_("{login} is switched off and may do nothing any more."),
    "activate": N_("{login} may sign in again."),
}


class Persons(View):
    """Who works here, in which roles (PTY-02)."""

    code = "set_up_people"
    title = N_("People")
    help = N_("Who works here, in which roles, and how they sign in.")
    need = "user.list"
    group = "setup"
    icon = "users"

    def __init__(self) -> None:
        super().__init__(url="/set-up/people")

    @expose("/")
    def index(self) -> str:
        """Show everybody."""
        return self._list()

    def _list(self, typed: dict[str, Any] | None = None, problems: dict[str, list[str]] | None = None) -> str:
        work = people.work()
        states = {state.login: state for state in administering.states(people.erp())}
        return self.render(
            "sanbao/setting_up/people.html",
            persons=[one for one in work.ask("user.list") if one["login"] != SYSTEM],
            states=states,
            role_titles=_role_titles(),
            hints=permitted.hints(work),
            typed=typed or {},
            problems=problems or {},
            offices=list(
                work.session.scalars(
                    select(Office).where(Office.company_id == work.company.id).order_by(Office.code)
                )
            ),
        )

    @expose("/", methods=["POST"])
    @policy.allow("user.create")
    def create(self) -> ResponseReturnValue:
        """Record a person and show her first password, once."""
        typed = {
            "login": request.form.get("login", ""),
            "name": request.form.get("name", ""),
            "roles": request.form.getlist("roles"),
            "locale": request.form.get("locale", ""),
            "office": request.form.get("office", ""),
        }
        try:
            people.do("user.create", typed)
        except Invalid as error:
            return self._list(typed, error.fields), 422
        except SanbaoError as error:
            return self._list(typed, {"": [str(error)]}), 409
        return self._password(str(typed["login"]).strip())

    @expose("/<login>")
    def one(self, login: str) -> str:
        """Show a person: roles, sign-in, and everything that she may do."""
        return self._one(login)

    def _one(self, login: str, problem: str = "") -> str:
        person = _person(login)
        work = people.work()
        state = next((one for one in administering.states(people.erp()) if one.login == login), None)
        return self.render(
            "sanbao/setting_up/person.html",
            person=person,
            state=state,
            role_titles=_role_titles(),
            groups_of_permissions=permitted.of_person(work, person),
            hints=[hint for hint in permitted.hints(work) if login in hint.logins],
            problem=problem,
        )

    @expose("/<login>/roles", methods=["POST"])
    @policy.allow("user.set_roles")
    def set_roles(self, login: str) -> ResponseReturnValue:
        """Give a person exactly the roles that are ticked."""
        try:
            people.do("user.set_roles", {"roles": request.form.getlist("roles")}, subject=login)
        except Invalid as error:
            return self._one(login, "; ".join(str(one) for one in error.problems)), 422
        flash(_(N_("The roles of {login} were changed; she has to sign in again."), login=login), "good")
        return redirect(url_for(".one", login=login))

    @expose("/<login>/password", methods=["POST"])
    @policy.allow("user.create")
    def reset_password(self, login: str) -> str:
        """Give a person a new password and show it, once."""
        _person(login)
        return self._password(login)

    def _password(self, login: str) -> str:
        by = str(people.login())
        people.forget_work()
        password = administering.reset_password(people.erp(), login, by=by)
        return self.render("sanbao/setting_up/password.html", login=login, password=password)

    @expose("/<login>/sign-in/<step>", methods=["POST"])
    @policy.allow("user.create")
    def sign_in_step(self, login: str, step: str) -> ResponseReturnValue:
        """Unlock a person, sign her out everywhere, or forget her second factor."""
        if step not in STEPS:
            abort(404)
        _person(login)
        act, said = STEPS[step]
        by = str(people.login())
        people.forget_work()
        act(people.erp(), login, by=by)
        flash(_(said, login=login), "good")
        return redirect(url_for(".one", login=login))

    @expose("/<login>/<switch>", methods=["POST"])
    @policy.allow("user.deactivate")
    def switch(self, login: str, switch: str) -> ResponseReturnValue:
        """Switch a person's account off, or on again."""
        if switch not in SWITCHES:
            abort(404)
        people.do(f"user.{switch}", subject=login)
        flash(_(SWITCHES[switch], login=login), "good")
        return redirect(url_for(".one", login=login))


def _person(login: str) -> User:
    work = people.work()
    query = select(User).where(User.company_id == work.company.id, User.login == login, User.login != SYSTEM)
    person = work.session.scalars(query).one_or_none()
    if person is None:
        abort(404)
    return person


def _role_titles() -> dict[str, str]:
    registry = people.erp().registry
    return {code: _(registry.role_title(code)) for code in registry.roles}
