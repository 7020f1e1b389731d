"""What every answer says to the browser: what it may run, keep and tell others; and how much is taken from it."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from sanbao.i18n import N_, _
from sanbao_admin import skin
from sanbao_admin.signing_in.sessions import FILES, is_secure

LARGEST_REQUEST = 16 * 1024 * 1024
#: Files whose address changes with their content or with the version of a library.
STATIC = ("/assets/", "/static/")
_POLICY = (
    "default-src 'self'",
    "script-src 'self' 'nonce-{nonce}'",
    "style-src 'self' 'nonce-{nonce}'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register(app: Flask) -> None:
    """Send the headers with every answer, errors and files included, and limit what is taken.

    ``SANBAO_PROXIES`` is the number of proxies in front whose word on address and protocol is believed, none by default;
    ``TRUSTED_HOSTS`` the names under which the server answers.
    """
    app.config["MAX_CONTENT_LENGTH"] = app.config.get("MAX_CONTENT_LENGTH") or LARGEST_REQUEST
    app.before_request(_refuse_other_names)
    app.after_request(_add)
    hops = int(app.config.get("SANBAO_PROXIES", 0))
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def _refuse_other_names() -> tuple[str, int, dict[str, str]] | None:
    """Answer in plain words under a name that is not trusted: no page of ours can be built for it."""
    if not isinstance(request.routing_exception, SecurityError):
        return None
    return (
        _(N_("This server does not answer under that name.")),
        400,
        {"Content-Type": "text/plain; charset=utf-8"},
    )


def _add(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    framed = response.headers.pop("X-Frame-Ancestors", "'none'")
    said = [*_POLICY, f"frame-ancestors {framed}"]
    response.headers.setdefault("Content-Security-Policy", "; ".join(said).format(nonce=skin.nonce()))
    if is_secure(current_app):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith(FILES) or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response
