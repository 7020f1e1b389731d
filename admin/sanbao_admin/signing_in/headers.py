"""What every answer says to the browser: what it may run, keep and tell others; and how much is taken from it."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from sanbao_admin import skin
from sanbao_admin.signing_in.sessions import is_secure

LARGEST_REQUEST = 16 * 1024 * 1024
#: Files whose address changes with their content or with the version of a library.
STATIC = "/static/"
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
    app.after_request(_add)
    hops = int(app.config.get("SANBAO_PROXIES", 0))
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def _add(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    framed = response.headers.pop("X-Frame-Ancestors", "'none'")
    said = [*_POLICY, f"frame-ancestors {framed}"]
    response.headers.setdefault("Content-Security-Policy", "; ".join(said).format(nonce=skin.nonce()))
    if is_secure(current_app):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith(STATIC) or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response
