"""The log of who came, went, failed and took data along: rows are added, never changed or deleted.

Its name ends in ``_log``, so on PostgreSQL the application has no right to change or delete a row of it.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, has_request_context, request

from sanbao_admin import keeping, people
from sanbao_admin.signing_in.models import LogEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from sanbao import Sanbao
    from sanbao_admin.signing_in.models import Account

log = logging.getLogger("sanbao.web")
LONGEST_AGENT, LONGEST_QUERY = 200, 1000
EXPORT, _TOLD = "export", "export_told"


def register(app: Flask) -> None:
    """Give each request a word by which its lines in every log are found, and write down what is taken along."""

    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(8)

    app.after_request(_write_down_taken)


def _write_down_taken(response: Response) -> Response:
    """Write down that a person took a file along, unless the page has told more about it already."""
    from sanbao_admin.signing_in import sessions

    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    if is_file and response.status_code == 200 and request.method == "GET" and not g.get(_TOLD):
        account = sessions.current().account
        if account is not None:
            query = request.query_string.decode("ascii", "replace")[:LONGEST_QUERY]
            note(people.erp(), EXPORT, account, file=request.path, query=query)
    return response


def request_id() -> str:
    """Return the word by which this request is found in every log."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def address() -> str:
    """Return where the request comes from; proxies are believed only as far as the set-up says."""
    return (request.remote_addr or "") if has_request_context() else ""


def agent() -> str:
    """Return what the browser calls itself, cut short."""
    return request.headers.get("User-Agent", "")[:LONGEST_AGENT] if has_request_context() else ""


def add(session: Session, erp: Sanbao, event: str, account: Account | None = None, **details: Any) -> None:
    """Write down what happened, inside the same transaction; the caller gives no secrets."""
    if event == EXPORT and has_request_context():
        setattr(g, _TOLD, True)
    session.add(
        LogEntry(
            company_id=erp.company_row.id,
            at=erp.clock(),
            user_id=account.user_id if account is not None else None,
            event=event,
            address=address(),
            agent=agent(),
            request=request_id(),
            details=details,
        )
    )
    who = account.login if account is not None else "-"
    log.info("%s user=%s address=%s request=%s", event, who, address(), request_id())


def note(erp: Sanbao, event: str, account: Account | None = None, **details: Any) -> None:
    """Write down what happened in a transaction of its own, such as an export: ``note(erp, "export", me, list="claims")``."""
    with keeping.writing(erp) as session:
        add(session, erp, event, account, **details)
