"""Who may open which page: everything is denied until its endpoint says what it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, g, has_request_context, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as Answer

from sanbao_admin import people

#: Anybody, signed in or not: the sign-in page and what it is drawn with.
PUBLIC = "public"
#: Whoever is signed in, whatever her roles: her own account, the home page.
SIGNED_IN = "signed in"
_KEPT = "sanbao.policy"

#: A permission, one of several, or one of the two words above.
Need = str | tuple[str, ...]
View = TypeVar("View", bound=Callable[..., Any])


def allow(need: Need) -> Callable[[View], View]:
    """Say what a view function needs, such as ``@allow("claim.read")``."""

    def mark(function: View) -> View:
        function.need = need  # type: ignore[attr-defined]
        return function

    return mark


def set_need(app: Flask, endpoint: str, need: Need) -> None:
    """Say what an endpoint needs whose function is not ours to mark."""
    app.extensions.setdefault(_KEPT, {})[endpoint] = need


def need_of(app: Flask, endpoint: str) -> Need | None:
    """Return what an endpoint needs: its own word, then its page's; None means that nobody may."""
    own: Need | None = app.extensions.get(_KEPT, {}).get(endpoint)
    function = app.view_functions[endpoint]
    page = getattr(function, "__self__", None)
    return own or getattr(function, "need", None) or getattr(page, "need", None)


def may(need: Need | None) -> bool:
    """Tell whether the person who is asking may have what needs this."""
    if need == PUBLIC:
        return True
    if need is None or people.login() is None:
        return False
    if need == SIGNED_IN:
        return True
    return people.may_any((need,) if isinstance(need, str) else need)


def leads(address: str) -> str:
    """Return an address if the person who is asking may open such a page, else nothing: a name then stands without a link."""
    path = address.partition("?")[0]
    if not path or not has_request_context():
        return address
    known: dict[str, bool] = g.setdefault("led_to", {})
    if path not in known:
        known[path] = _may_open(path)
    return address if known[path] else ""


def _may_open(path: str) -> bool:
    app = request_app()
    try:
        endpoint, _given = app.url_map.bind("").match(path)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return may(need_of(app, endpoint))


def register(app: Flask) -> None:
    """Look at every request before anything else does."""
    app.before_request(_check)


def _check() -> Response | Answer | None:
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such page: 404
    need = need_of(request_app(), endpoint)
    if may(need):
        return None
    if people.login() is not None or need is None:
        abort(403)
    if request.method != "GET" or not request.accept_mimetypes.accept_html:
        abort(401)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def request_app() -> Flask:
    """Return the application that answers."""
    from flask import current_app

    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]
