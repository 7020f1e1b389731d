"""Who is calling: a program by its token, or a person's browser that only looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Request

from sanbao.i18n import N_, _
from sanbao_admin import people
from sanbao_admin.api import tokens
from sanbao_admin.api.errors import BadToken, NoToken, OutOfScope
from sanbao_admin.api.tokens import EVERYTHING, READ

if TYPE_CHECKING:
    from sanbao import Sanbao

_SCHEME = "bearer"
#: More than any token has; a longer one is not worth hashing.
_LONGEST = 200


@dataclass(frozen=True)
class Caller:
    """The person in whose name a request is done, and how much of her rights it may use."""

    login: str
    locale: str
    scopes: frozenset[str]
    name: str

    def may(self, permission: str, *, reading: bool) -> bool:
        """Tell whether the scopes hold a permission."""
        return bool(self.scopes & {EVERYTHING, permission}) or (reading and READ in self.scopes)

    def require(self, permission: str, *, reading: bool) -> None:
        """Refuse what the token was not made for."""
        if not self.may(permission, reading=reading):
            raise OutOfScope(permission=permission, scopes=_(N_(", ")).join(sorted(self.scopes)))


def caller_of(erp: Sanbao, request: Request) -> Caller:
    """Return who is calling; a browser's cookie is good for looking only, so that no other site can act by it."""
    header = request.headers.get("Authorization")
    if header is not None:
        return _by_token(erp, header)
    login = people.login() if request.method in ("GET", "HEAD") else None
    if login is None:
        raise NoToken()
    return Caller(login, people.work().user.locale, frozenset({READ}), f"person {login}")


def _by_token(erp: Sanbao, header: str) -> Caller:
    scheme, _blank, secret = header.strip().partition(" ")
    secret = secret.strip()
    found = None
    if scheme.lower() == _SCHEME and 0 < len(secret) <= _LONGEST:
        found = tokens.find(erp, secret)
    if found is None:
        raise BadToken()
    token, person = found
    tokens.note_use(erp, token)
    return Caller(person.login, person.locale, frozenset(token.scopes), f"token {token.id}")
