"""The pages before one is in: signing in, going, choosing a language, a password that must be changed."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _, normalise_locale
from sanbao_admin import failing, people, policy
from sanbao_admin.signing_in import changing, entering, sessions

pages = Blueprint("security", __name__, template_folder="templates")
_YEAR = 365 * 24 * 3600
#: What is open to somebody who still has to change the password.
_ON_THE_WAY = frozenset({"security.login", "security.logout", "security.language", "security.password"})


def register(app: Flask) -> None:
    """Offer the pages, and lead whoever has a password from somebody else to the page where she changes it."""
    app.register_blueprint(pages)
    app.before_request(_lead_on)


def _lead_on() -> ResponseReturnValue | None:
    endpoint = request.endpoint or ""
    if endpoint in _ON_THE_WAY or endpoint.endswith("static") or not current_user.is_authenticated:
        return None
    return redirect(url_for("security.password")) if current_user.must_change else None


@pages.route("/sign-in", methods=["GET", "POST"])
@policy.allow(policy.PUBLIC)
def login() -> ResponseReturnValue:
    """Show the page on which one signs in, or let somebody in whose login and password are right."""
    if current_user.is_authenticated:
        return redirect(own_address(request.values.get("next")))
    if request.method != "POST":
        return _login_page(
            _(N_("You waited too long; please sign in again.")) if request.args.get("again") else ""
        )
    try:
        account = entering.check_password(request.form.get("login", ""), request.form.get("password", ""))
    except SanbaoError as error:
        return _login_page(str(error)), failing.status_of(error)
    entering.come_in(account)
    return redirect(own_address(request.form.get("next")))


def _login_page(error: str = "") -> str:
    given = {"login": request.form.get("login", ""), "next": request.values.get("next", "")}
    return render_template("signing_in/login.html", error=error, given=given)


@pages.post("/sign-out")
@policy.allow(policy.PUBLIC)
def logout() -> ResponseReturnValue:
    """Let somebody go."""
    entering.go()
    return redirect(url_for("security.login"))


@pages.post("/account/language")
@policy.allow(policy.PUBLIC)
def language() -> ResponseReturnValue:
    """Keep the language that somebody wants: in her account, and in the browser for the time before she signs in."""
    chosen = normalise_locale(request.form.get("language"))
    changing.set_language(chosen)
    answer = redirect(own_address(request.form.get("next")))
    secure = sessions.is_secure(current_app)
    answer.set_cookie(people.LANGUAGE_COOKIE, chosen, max_age=_YEAR, secure=secure, samesite="Lax")
    return answer


@pages.route("/account/password", methods=["GET", "POST"])
@policy.allow(policy.SIGNED_IN)
def password() -> ResponseReturnValue:
    """Change one's own password; whoever got hers from somebody else comes here first."""
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        form = request.form
        try:
            changing.change_password(form.get("old", ""), form.get("new", ""), form.get("again", ""))
        except SanbaoError as error:
            problems = error.fields or {"": [str(error)]}
        else:
            flash(_(N_("Your password is changed; you are signed out everywhere else.")), "good")
            return redirect("/")
    page = render_template("signing_in/password.html", problems=problems, is_forced=current_user.must_change)
    return (page, 422) if problems else page


def own_address(address: str | None, otherwise: str = "/") -> str:
    """Return an address of this application to go on to; anything that leads elsewhere is not followed.

    >>> own_address("//elsewhere.example")
    '/'
    """
    given = address or ""
    leads_away = not given.startswith("/") or given[1:2] in ("/", "\\") or not given.isprintable()
    return otherwise if leads_away else given
