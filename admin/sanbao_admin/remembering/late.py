"""A form that comes too late: its session is over, or its proof against forgery is of an earlier one."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from sanbao_admin import people
from sanbao_admin.remembering import KEPT, forms
from sanbao_admin.remembering.models import KeptForm
from sanbao_admin.signing_in import sessions

#: Stands between the token of a session and the mark of the person for whom the form was drawn.
BETWEEN = "~"
#: Rooms whose forms hold nothing but passwords and codes.
_NEVER = ("security.", "account.")
#: What a page of kept forms is told of one that came too late.
LATE = "late"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="sanbao.drawn-for")


def mark() -> str:
    """Return the mark of the person for whom a form is drawn; it proves nothing but that we drew it for her."""
    account = sessions.current().account
    return BETWEEN + str(_signer().dumps(account.id)) if account is not None else ""


def drawn_for(token: str) -> int | None:
    """Return for whom a form with this token was drawn, if we drew it at all."""
    _own, between, given = token.partition(BETWEEN)
    try:
        found = _signer().loads(given) if between else None
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def is_from_here() -> bool:
    """Tell whether the browser says that one of our own pages sent this; one that says nothing is not believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(urlsplit(origin).netloc) and urlsplit(origin).netloc == request.host


def kept_address() -> str | None:
    """Keep the form that came too late; return where its person finds it, nothing where it is not to be kept."""
    endpoint = request.endpoint or ""
    account_id = drawn_for(request.form.get(forms.TOKEN, ""))
    if account_id is None or endpoint.startswith(_NEVER) or not is_from_here():
        return None
    if request.method != "POST" or not request.accept_mimetypes.accept_html:
        return None
    mine = sessions.current().account
    if mine is not None and mine.id != account_id:
        return None
    key = forms.keep(people.erp(), account_id, request.path, request.form, {LATE: True})
    if key is None:
        return None
    return _address(endpoint, request.path, key)


def shown_at(row: KeptForm) -> str:
    """Return where a kept form is shown."""
    endpoint, _values = current_app.create_url_adapter(request).match(row.path, method="POST")  # type: ignore[union-attr]
    return _address(str(endpoint), row.path, row.key)


def _address(endpoint: str, path: str, key: str) -> str:
    own = getattr(current_app.view_functions[endpoint], "shows_kept", False)
    return f"{path}?{urlencode({KEPT: key})}" if own else f"/kept/{key}"
