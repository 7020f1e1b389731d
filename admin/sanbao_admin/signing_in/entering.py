"""Coming in and going: what is checked and in which order, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from flask_security import login_user, logout_user
from flask_security.proxies import _security

from sanbao_admin import keeping, people
from sanbao_admin.signing_in import accounts, log, passwords, sessions, tries
from sanbao_admin.signing_in.errors import WrongPassword
from sanbao_admin.signing_in.models import Account

if TYPE_CHECKING:
    from passlib.context import CryptContext

_DUMMY = "sanbao.dummy_hash"


def hashing() -> CryptContext:
    """Return what hashes and verifies passwords in this application."""
    found: CryptContext = _security.pwd_context
    return found


def check_password(login: str, password: str) -> Account:
    """Return the account whose password this is; the answer takes as long for a login that nobody has.

    Raises :class:`WrongPassword` and :class:`~sanbao_admin.signing_in.errors.TooManyTries`.
    """
    erp, typed = people.erp(), passwords.normal(login).replace("\0", "").strip()[:200]
    tries.count(
        erp,
        {tries.address_key(log.address()): tries.PER_ADDRESS, tries.account_key(typed): tries.PER_ACCOUNT},
    )
    with keeping.reading(erp) as session:
        account = accounts.find(session, erp.company_row.id, typed)
    known = account is not None and account.active and account.password is not None
    hashed = str(account.password) if known and account is not None else _dummy()
    is_right = fits(password, hashed)
    if not (known and is_right) or account is None:
        log.note(erp, "sign_in.failed", account)
        raise WrongPassword()
    if hashing().needs_update(hashed):
        _hash_anew(account, password)
    return account


def fits(password: str, hashed: str | None) -> bool:
    """Tell whether a password is the one that was hashed."""
    # Longer than any password that is taken: cut, so that nobody keeps the machine busy with a book.
    return hashed is not None and hashing().verify(
        passwords.normal(password)[: passwords.LONGEST + 1], hashed
    )


def _dummy() -> str:
    """Return the hash of a password that nobody knows, made once."""
    kept: dict[str, str] = current_app.extensions
    if _DUMMY not in kept:
        kept[_DUMMY] = hashing().hash(passwords.generated())
    return kept[_DUMMY]


def _hash_anew(account: Account, password: str) -> None:
    account.password = hashing().hash(passwords.normal(password))
    with keeping.writing(people.erp()) as session:
        session.merge(account)


def come_in(account: Account) -> None:
    """Sign a person in whose password, and code where one is needed, were right: in a session with a new id."""
    erp = people.erp()
    with keeping.writing(erp) as session:
        tries.forget(session, erp.company_row.id, account.login)
        tries.take_back(session, erp.company_row.id, tries.address_key(log.address()))
        log.add(session, erp, "sign_in", account)
    sessions.current().renew(account)
    login_user(account, remember=False)


def go() -> None:
    """Sign out; the session's id is worth nothing from now on."""
    account = sessions.current().account
    if account is not None:
        log.note(people.erp(), "sign_out", account)
    logout_user()
    sessions.current().renew()
