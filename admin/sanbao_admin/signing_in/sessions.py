"""Sessions are kept here, not in the browser: its cookie holds an id, the table only a hash of it."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSession, SessionInterface
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as DatabaseSession

from sanbao_admin import keeping
from sanbao_admin.signing_in import log
from sanbao_admin.signing_in.cleaning import IDLE, LONGEST
from sanbao_admin.signing_in.models import Account, SessionRow

if TYPE_CHECKING:
    from sanbao import Sanbao

#: So often at most a session's last sign of life is written down: a page must not wait for a writer.
PULSE = timedelta(minutes=1)
#: Addresses of files that are the same for everybody.
FILES = ("/assets/", "/static/")
#: Keeps apart what JSON does not: a message that holds a link stays one, and is not shown as text.
_TAGGED = TaggedJSONSerializer()
SECURE_COOKIE, PLAIN_COOKIE = "__Host-sanbao", "sanbao"


class ServerSession(SecureCookieSession):
    """What is known of one browser; ``account`` is who is signed in there, with her roles as they are now."""

    def __init__(self, data: dict[str, Any] | None = None, row: SessionRow | None = None) -> None:
        super().__init__(data)
        self.row = row
        self.account: Account | None = None
        self.is_renewed = False

    @property
    def digest(self) -> str:
        """The hash under which the session is kept; empty before it is."""
        return self.row.digest if self.row is not None else ""

    def renew(self, account: Account | None = None) -> None:
        """Take a new id and forget all that was known: nobody who knew the old id comes in with it."""
        self.clear()
        self.account = account
        self.is_renewed = self.modified = True


class DatabaseSessions(SessionInterface):
    """Opens and keeps sessions in the company's own database."""

    def __init__(self, erp: Sanbao) -> None:
        self.erp = erp

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Return the browser's session if it is alive, else a new one; an id that nobody gave out is worth nothing."""
        given = request.cookies.get(self.get_cookie_name(app), "")
        if not given or request.path.startswith(("/assets/", "/static/")):
            return ServerSession()
        with keeping.reading(self.erp) as database:
            row = database.scalars(
                select(SessionRow).where(SessionRow.digest == digest_of(given))
            ).one_or_none()
            account = database.get(Account, row.account_id) if row is not None and row.account_id else None
        if row is None or not is_alive(row, account, self.erp.clock()):
            return ServerSession()
        self._touch(row)
        session = ServerSession(_TAGGED.loads(json.dumps(row.data)), row)
        session.account = account
        return session

    def _touch(self, row: SessionRow) -> None:
        """Write down now and then that the session is used."""
        now = self.erp.clock()
        if now - row.seen_at >= PULSE:
            with keeping.writing(self.erp) as database:
                database.execute(update(SessionRow).where(SessionRow.id == row.id).values(seen_at=now))
            row.seen_at = now

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Keep what was changed, and tell the browser a new id."""
        if session.accessed:
            response.vary.add("Cookie")
        if not session.modified or (session.row is None and not session):
            return
        with keeping.writing(self.erp) as database:
            new = self._keep(database, session)
        name = self.get_cookie_name(app)
        if new:
            response.set_cookie(name, new, path="/", secure=is_secure(app), httponly=True, samesite="Lax")
        elif session.is_renewed:
            response.delete_cookie(name, path="/", secure=is_secure(app), httponly=True, samesite="Lax")

    def _keep(self, database: DatabaseSession, session: ServerSession) -> str:
        """Write the session; return its new id, or nothing where it keeps the old one or is over."""
        if session.row is not None and not session.is_renewed:
            # Where it was ended meanwhile no row is left, and none is made.
            database.execute(
                update(SessionRow)
                .where(SessionRow.id == session.row.id)
                .values(data=json.loads(_TAGGED.dumps(dict(session))))
            )
            return ""
        if session.row is not None:
            database.execute(delete(SessionRow).where(SessionRow.id == session.row.id))
        if not session:
            return ""
        new, now = secrets.token_urlsafe(32), self.erp.clock()
        database.add(
            SessionRow(
                company_id=self.erp.company_row.id,
                digest=digest_of(new),
                account_id=session.account.id if session.account is not None else None,
                stamp=stamp_of(session.account) if session.account is not None else None,
                data=json.loads(_TAGGED.dumps(dict(session))),
                made_at=now,
                seen_at=now,
                address=log.address(),
                agent=log.agent(),
            )
        )
        return new


def digest_of(session_id: str) -> str:
    """Return the hash under which a session is kept."""
    return hashlib.sha256(session_id.encode("utf-8", "replace")).hexdigest()


def stamp_of(account: Account) -> str:
    """Return what a session stands on: the password, the roles; when it changes the session is over."""
    told = [account.fs_uniquifier, str(account.user.is_active), *sorted(account.user.role_codes)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def is_alive(row: SessionRow, account: Account | None, now: datetime) -> bool:
    """Tell whether a session still counts: used lately, not too old, its person active and in the same roles."""
    if now - row.seen_at > IDLE or now - row.made_at > LONGEST:
        return False
    if row.account_id is None:
        return True
    return account is not None and account.active and row.stamp == stamp_of(account)


def is_secure(app: Flask) -> bool:
    """Whether cookies travel over TLS only; ``SANBAO_SECURE`` is false for a server on one's own machine alone."""
    return bool(app.config.get("SANBAO_SECURE", True))


def register(app: Flask, erp: Sanbao) -> None:
    """Keep the sessions of this application in the database."""
    app.config["SESSION_COOKIE_NAME"] = SECURE_COOKIE if is_secure(app) else PLAIN_COOKIE
    app.session_interface = DatabaseSessions(erp)


def current() -> ServerSession:
    """Return the session of this request."""
    from flask import session

    found: ServerSession = session._get_current_object()  # type: ignore[attr-defined]
    return found


def of_account(database: DatabaseSession, account_id: int, now: datetime) -> list[SessionRow]:
    """Return an account's sessions that are alive, the one used last first."""
    query = select(SessionRow).where(SessionRow.account_id == account_id, SessionRow.seen_at > now - IDLE)
    return list(
        database.scalars(query.where(SessionRow.made_at > now - LONGEST).order_by(SessionRow.seen_at.desc()))
    )
