"""Refusals as programs read them: application/problem+json (RFC 9457) with a stable code."""

from __future__ import annotations

import json
import logging
from typing import Any

from flask import Response, request
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from sanbao.errors import Invalid, SanbaoError
from sanbao.i18n import N_, _
from sanbao_admin.api.errors import NoToken, TooMany, WrongMethod, status_of

log = logging.getLogger("sanbao.api")

MEDIA = "application/problem+json"
#: After how many seconds it is worth asking again when the database is away.
WAIT = 5
UNEXPECTED = N_("Something went wrong that should not. It was written down; nothing half-done was kept.")
AWAY = N_("The database does not answer just now; please try again in a moment.")
#: What a problem says beside its type, on every address.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string", "description": N_("What is wrong, in the language that was asked for.")},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": N_("The same for ever, for programs to act on.")},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "description": N_("Every problem with the input, by the path of its field."),
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {"path": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def of_refusal(error: SanbaoError) -> Response:
    """Return the answer to a refused request."""
    told: dict[str, Any] = {}
    if isinstance(error, Invalid) and error.problems:
        told["errors"] = [{"path": one.path, "message": str(one)} for one in error.problems]
    answer = _answer(status_of(error), error.code, str(error), told)
    if isinstance(error, NoToken):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="sanbao"'
    elif isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.params["seconds"])
    elif isinstance(error, WrongMethod):
        answer.headers["Allow"] = str(error.params["allowed"])
    return answer


def of_fault(error: Exception) -> Response:
    """Return the answer to what should not have happened, and write it down."""
    log.exception("%s %s failed", request.method, request.path)
    if isinstance(error, OperationalError | InterfaceError) or _is_cut(error):
        answer = _answer(503, "database.away", _(AWAY), {})
        answer.headers["Retry-After"] = str(WAIT)
        return answer
    return _answer(500, "unexpected", _(UNEXPECTED), {})


def _is_cut(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _answer(status: int, code: str, title: str, told: dict[str, Any]) -> Response:
    body = {"type": f"urn:sanbao:problem:{code}", "title": title, "status": status, "code": code, **told}
    text = json.dumps({**body, "instance": request.path}, ensure_ascii=False)
    return Response(text.encode("utf-8", "replace"), status=status, content_type=MEDIA)
