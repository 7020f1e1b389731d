"""The log of who came, went, failed and took data along: rows are added, never changed or deleted."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from flask import Flask, g, has_request_context, request

from sanbao_admin import keeping
from sanbao_admin.signing_in.models import LogEntry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from sanbao import Sanbao
    from sanbao_admin.signing_in.models import Account

log = logging.getLogger("sanbao.web")
LONGEST_AGENT = 200


def register(app: Flask) -> None:
    """Give each request a word by which its lines in every log are found."""

    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(8)


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
