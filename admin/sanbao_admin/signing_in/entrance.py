"""The pages before one is in: signing in, going, choosing a language, a password that must be changed."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _, normalise_locale
from sanbao_admin import failing, people, policy
from sanbao_admin.signing_in import changing, entering, sessions
from sanbao_admin.signing_in import two_factor as second_factor

pages = Blueprint("security", __name__, template_folder="templates")
_YEAR = 365 * 24 * 3600
#: What is open to somebody who still has to change the password.
_ON_THE_WAY = frozenset(
    f"security.{name}" for name in ("login", "logout", "language", "password", "code", "two_factor")
)


def register(app: Flask) -> None:
    """Offer the pages, and lead whoever has a password from somebody else to the page where she changes it."""
    app.register_blueprint(pages)
    app.before_request(_lead_on)


def _lead_on() -> ResponseReturnValue | None:
    endpoint = request.endpoint or ""
    if endpoint in _ON_THE_WAY or endpoint.endswith("static") or not current_user.is_authenticated:
        return None
    if current_user.must_change:
        return redirect(url_for("security.password"))
    return redirect(url_for("security.two_factor")) if entering.MUST_SET_UP in sessions.current() else None


@pages.route("/sign-in", methods=["GET", "POST"])
@policy.allow(policy.PUBLIC)
def login() -> ResponseReturnValue:
    """Show the page on which one signs in, or let somebody in whose login and password are right."""
    if current_user.is_authenticated:
        return redirect(own_address(request.values.get("next")))
    if request.method != "POST":
        return _login_page(_why_again())
    try:
        account = entering.check_password(request.form.get("login", ""), request.form.get("password", ""))
    except SanbaoError as error:
        return _login_page(str(error)), failing.status_of(error)
    onward = own_address(request.form.get("next"))
    if account.has_two_factor:
        entering.await_code(account, onward)
        return redirect(url_for("security.code"))
    entering.come_in(account)
    return redirect(onward)


def _why_again() -> str:
    """Return why somebody sees the page once more, nothing at the first time."""
    if request.args.get("kept"):
        return _(N_("You waited too long; please sign in again. What you typed was kept for you."))
    return _(N_("You waited too long; please sign in again.")) if request.args.get("again") else ""


def _login_page(error: str = "") -> str:
    given = {"login": request.form.get("login", ""), "next": request.values.get("next", "")}
    return render_template("signing_in/login.html", error=error, given=given)


@pages.route("/sign-in/code", methods=["GET", "POST"])
@policy.allow(policy.PUBLIC)
def code() -> ResponseReturnValue:
    """Ask for the code of the second factor from somebody whose password was right."""
    awaited = entering.pending()
    if awaited is None:
        return redirect(url_for("security.login", again=1))
    if request.method != "POST":
        return render_template("signing_in/code.html", error="")
    try:
        account = entering.check_code(awaited, request.form.get("code", ""))
    except SanbaoError as error:
        return render_template("signing_in/code.html", error=str(error)), failing.status_of(error)
    entering.come_in(account)
    if request.form.get("code", "").count("-"):
        left = {"count": len(account.mf_recovery_codes)}
        flash(_(N_("You came in with a recovery code; {count} are left."), **left), "warn")
    return redirect(awaited["onward"])


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
            problems = problems_of(error)
        else:
            flash(_(N_("Your password is changed; everywhere else you are signed out.")), "good")
            return redirect("/")
    page = render_template("signing_in/password.html", problems=problems, is_forced=current_user.must_change)
    return (page, 422) if problems else page


@pages.route("/account/two-factor", methods=["GET", "POST"])
@policy.allow(policy.SIGNED_IN)
def two_factor() -> ResponseReturnValue:
    """Set up the second factor: a picture for the telephone, then its first code."""
    if current_user.has_two_factor:
        return redirect("/account")
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            codes = changing.turn_on_two_factor(
                request.form.get("password", ""), request.form.get("code", "")
            )
        except SanbaoError as error:
            problems = problems_of(error)
        else:
            return render_template("signing_in/recovery_codes.html", codes=codes)
    secret, login = changing.pending_secret(), current_user.login
    page = render_template(
        "signing_in/two_factor.html",
        problems=problems,
        picture=second_factor.picture(secret, login),
        key=second_factor.key(secret),
        is_forced=entering.MUST_SET_UP in sessions.current(),
    )
    return (page, 422) if problems else page


def problems_of(error: SanbaoError) -> dict[str, list[str]]:
    """Return what is wrong by field; what belongs to no field stands above the form."""
    return dict(error.fields) or {"": [str(error)]}


def own_address(address: str | None, otherwise: str = "/") -> str:
    """Return an address of this application to go on to; anything that leads elsewhere is not followed.

    >>> own_address("//elsewhere.example")
    '/'
    """
    given = address or ""
    leads_away = not given.startswith("/") or given[1:2] in ("/", "\\") or not given.isprintable()
    return otherwise if leads_away else given
