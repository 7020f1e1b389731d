"""Passwords: how they are hashed, which are taken, and how new ones are made up. Pure: no database."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from typing import Any

from passlib.context import CryptContext

from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao_admin.signing_in import guessing

SHORTEST, LONGEST = 10, 256
GENERATED = 16
#: Letters and digits that nobody confuses when a password is read out on the telephone.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#: argon2id with 46 MiB: twice what the OWASP cheat sheet asks for at least, an eighth of a second.
STRONG: dict[str, Any] = {
    "argon2__type": "ID",
    "argon2__memory_cost": 47104,
    "argon2__rounds": 2,
    "argon2__parallelism": 1,
}


def hashing(cost: dict[str, Any] | None = None) -> CryptContext:
    """Return what hashes and verifies; hashes of another cost are made anew at the next sign-in."""
    return CryptContext(schemes=["argon2"], **(cost or STRONG))


def normal(text: str) -> str:
    """Return a password in one spelling, so that it is the same from every keyboard (NFKC).

    >>> normal("ｐａｓｓ")
    'pass'
    """
    return unicodedata.normalize("NFKC", text)


def generated() -> str:
    """Return a new password that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(GENERATED))


def problems(password: str, own_words: Iterable[str], field: str = "password") -> list[Problem]:
    """Return what speaks against a password: too short, too long, or among the first that anybody would try.

    ``own_words`` are names that stand for this person or company. No rule says which characters to use.
    """
    text = normal(password)
    if len(text) < SHORTEST:
        return [Problem(field, N_("A password has at least {count} characters."), {"count": SHORTEST})]
    if len(text) > LONGEST:
        return [Problem(field, N_("A password has at most {count} characters."), {"count": LONGEST})]
    if guessing.is_tried_first(text.casefold(), [normal(word).casefold() for word in own_words]):
        return [Problem(field, N_("This password is among the first that anybody would try."))]
    return []
