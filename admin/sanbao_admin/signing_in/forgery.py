"""No other site may let a signed-in browser change something: each change brings a token of its own session."""

from __future__ import annotations

from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf

from sanbao.i18n import N_, _
from sanbao_admin import people
from sanbao_admin.remembering import late

#: Addresses that take no cookie as proof for a change, and therefore need no token against forgery.
WITHOUT_COOKIES = "/api/"
_FORGED = N_("This form is too old or comes from elsewhere; nothing was changed. Please load the page again.")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Protection(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's guard, with the mark of the person for whom a form was drawn behind its token."""

    def _get_csrf_token(self) -> str | None:
        found: str | None = super()._get_csrf_token()
        return found.partition(late.BETWEEN)[0] if found else found


def token() -> str:
    """Return what a form of this page brings with it: the session's token, and for whom the form was drawn."""
    return str(generate_csrf()) + late.mark()


def register(app: Flask) -> None:
    """Ask for the token at every address that changes something; nobody can leave himself out."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    protection = Protection(app)
    app.jinja_env.globals["csrf_token"] = token
    app.context_processor(lambda: {"csrf_token": token})

    @app.before_request
    def refuse_forged() -> None:
        if request.method not in SAFE and not request.path.startswith(WITHOUT_COOKIES):
            protection.protect()

    app.register_error_handler(CSRFError, _tell)


def _tell(error: CSRFError) -> Any:
    """Let whoever waited too long try again, with what was typed in one of our forms; anything else is refused."""
    if request.endpoint == "security.login":
        return redirect(url_for("security.login", next=request.form.get("next") or None, again=1))
    kept = late.kept_address()
    if kept is not None:
        signed_in = people.login() is not None
        return redirect(kept if signed_in else url_for("security.login", next=kept, kept=1), 303)
    return render_template("sanbao/failed.html", status=400, sentence=_(_FORGED)), 400
