"""What people see when something is refused: one sentence, never a trace."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException

from sanbao.errors import Conflict, Forbidden, Invalid, Misconfigured, NotFound, Refused, SanbaoError
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading

log = logging.getLogger("sanbao.web")

#: The status of each family of refusals, by who can put it right.
STATUS: dict[type[SanbaoError], int] = {
    Invalid: 422,
    Refused: 409,
    Conflict: 409,
    Forbidden: 403,
    NotFound: 404,
    Misconfigured: 503,
}
_SAID = {
    400: N_("This request cannot be read."),
    401: N_("Please sign in first."),
    403: N_("This is not among the things that your role may see or do."),
    404: N_("There is nothing at this address, or it is not yours to see."),
    405: N_("This cannot be done at this address."),
    413: N_("What you sent is too large. Go back, and send fewer or smaller files at a time."),
    429: N_("Too many requests; please wait a moment."),
}
_UNEXPECTED = N_("Something went wrong that should not. It was written down; nothing half-done was kept.")


def status_of(error: SanbaoError) -> int:
    """Return the HTTP status of a refusal."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 409)


def register(app: Flask) -> None:
    """Answer every refusal and every fault with a page of ours."""
    app.register_error_handler(SanbaoError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: SanbaoError) -> tuple[str, int]:
    return _page(status_of(error), str(_in_words(error)))


def _in_words(error: SanbaoError) -> SanbaoError:
    """Return a refusal that calls the fields as people do: no form is there beside which it could stand."""
    if not isinstance(error, Invalid) or not error.problems:
        return error
    return Invalid(replace(one, path=heading(one.path) if one.path else "") for one in error.problems)


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    return _page(error.code, _(_SAID.get(error.code, _SAID[400])))


def _unexpected(error: Exception) -> tuple[str, int]:
    log.exception("%s %s failed", request.method, request.path)
    return _page(500, _(_UNEXPECTED))


def _page(status: int, sentence: str) -> tuple[str, int]:
    return render_template("sanbao/failed.html", status=status, sentence=sentence), status
