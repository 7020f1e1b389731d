"""No other site may let a signed-in browser change something: each change brings a token of its own session."""

from __future__ import annotations

from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect

from sanbao.i18n import N_, _

#: Addresses that take no cookie as proof for a change, and therefore need no token against forgery.
WITHOUT_COOKIES = "/api/"
_FORGED = N_("This form is too old or comes from elsewhere; nothing was changed. Please load the page again.")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Ask for the token at every address that changes something; nobody can leave himself out."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    protection = CSRFProtect(app)

    @app.before_request
    def refuse_forged() -> None:
        if request.method not in SAFE and not request.path.startswith(WITHOUT_COOKIES):
            protection.protect()

    app.register_error_handler(CSRFError, _tell)


def _tell(error: CSRFError) -> Any:
    """Let whoever waited too long on the sign-in page try again; anything else is refused."""
    if request.endpoint == "security.login":
        return redirect(url_for("security.login", next=request.form.get("next") or None, again=1))
    return render_template("sanbao/failed.html", status=400, sentence=_(_FORGED)), 400
