"""Tokens: made for a person with scopes and an end, shown once, revoked at any time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sanbao.access.models import User
from sanbao.access.permissions import is_known
from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _
from sanbao_admin import keeping
from sanbao_admin.api.models import Token
from sanbao_admin.signing_in import log

if TYPE_CHECKING:
    from sanbao import Sanbao

#: All that only reads, and everything.
READ, EVERYTHING = "read", "*"
LONGEST_DAYS = 365
LONGEST_NAME = 80
#: The moment of the last use is written at most this often, so that reading stays reading.
NOTED_EACH = timedelta(minutes=10)
_PREFIX = "sanbao_"


def create(
    erp: Sanbao, user: str, name: str, scopes: Iterable[str], expires_on: date, *, by: str | None = None
) -> tuple[Token, str]:
    """Make a token for a person and return it with its secret, which nobody can ever read again."""
    made_at = erp.clock()
    wanted = list(dict.fromkeys(scopes))
    _refuse_bad(erp, name, wanted, expires_on, made_at)
    secret = _PREFIX + secrets.token_urlsafe(32)
    with keeping.writing(erp) as session:
        person = _person(erp, session, user)
        token = Token(
            company_id=erp.company_row.id,
            user_id=person.id,
            name=name.strip(),
            secret_hash=hash_of(secret),
            scopes=wanted,
            made_at=made_at,
            made_by_id=_person(erp, session, by or user).id,
            expires_on=expires_on,
        )
        session.add(token)
        session.flush()
        log.add(session, erp, "token.made", token=token.id, owner=user, scopes=wanted)
    return token, secret


def revoke(erp: Sanbao, token_id: int, *, user: str | None = None) -> Token:
    """End a token at once; with ``user`` only one of that person's own."""
    with keeping.writing(erp) as session:
        query = select(Token).where(Token.id == token_id, Token.company_id == erp.company_row.id)
        if user is not None:
            query = query.where(Token.user_id == _person(erp, session, user).id)
        token = session.scalars(query).one_or_none()
        if token is None:
            raise NotFound(what=_(N_("token")), key=token_id)
        token.revoked_at = token.revoked_at or erp.clock()
        log.add(session, erp, "token.revoked", token=token.id)
    return token


def of_person(erp: Sanbao, user: str) -> list[Token]:
    """Return a person's tokens, the newest first."""
    with keeping.reading(erp) as session:
        query = select(Token).where(Token.user_id == _person(erp, session, user).id).order_by(Token.id.desc())
        return list(session.scalars(query))


def find(erp: Sanbao, secret: str) -> tuple[Token, User] | None:
    """Return the token of a secret with its person, if both may be used now."""
    query = (
        select(Token, User)
        .join(User, User.id == Token.user_id)
        .where(Token.secret_hash == hash_of(secret), Token.company_id == erp.company_row.id)
    )
    with keeping.reading(erp) as session:
        row = session.execute(query).one_or_none()
    if row is None or not row[1].is_active or not is_good(row[0], today(erp)):
        return None
    return row[0], row[1]


def is_good(token: Token, on: date) -> bool:
    """Tell whether a token may be used on a day: the last one counts."""
    return token.revoked_at is None and on <= token.expires_on


def note_use(erp: Sanbao, token: Token) -> None:
    """Remember when a token was last used, at most every ten minutes."""
    now = erp.clock()
    if token.last_used_at is not None and now - token.last_used_at < NOTED_EACH:
        return
    with keeping.writing(erp) as session:
        session.execute(update(Token).where(Token.id == token.id).values(last_used_at=now))


def hash_of(secret: str) -> str:
    """Return what is kept of a secret; it is 32 random bytes, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def today(erp: Sanbao) -> date:
    """Return the company's local day."""
    return erp.clock().astimezone(ZoneInfo(erp.company_row.time_zone)).date()


def _refuse_bad(erp: Sanbao, name: str, scopes: Sequence[str], expires_on: date, now: datetime) -> None:
    first = now.astimezone(ZoneInfo(erp.company_row.time_zone)).date()
    last = first + timedelta(days=LONGEST_DAYS)
    problems = []
    if not name.strip() or len(name) > LONGEST_NAME:
        problems.append(
            Problem(
                "name", N_("Please give a name of at most {longest} characters."), {"longest": LONGEST_NAME}
            )
        )
    if not scopes:
        problems.append(Problem("scopes", N_("Please choose what the token may do.")))
    problems += [
        Problem("scopes", N_("There is no permission “{name}”."), {"name": scope})
        for scope in scopes
        if scope not in (READ, EVERYTHING) and not is_known(erp.registry, scope)
    ]
    if not first <= expires_on <= last:
        problems.append(
            Problem(
                "expires_on",
                N_("Please choose a day from {first} to {last}."),
                {"first": first, "last": last},
            )
        )
    if problems:
        raise Invalid(problems)


def _person(erp: Sanbao, session: Session, login: str) -> User:
    query = select(User).where(User.company_id == erp.company_row.id, User.login == login)
    person = session.scalars(query).one_or_none()
    if person is None:
        raise NotFound(what=_(N_("user")), key=login)
    return person
