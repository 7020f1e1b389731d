"""Coming in and going: what is checked, and in which order."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from flask import current_app
from flask_security import login_user, logout_user
from flask_security.proxies import _security

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao_admin import keeping, people
from sanbao_admin.signing_in import accounts, log, passwords, sessions, tries, two_factor
from sanbao_admin.signing_in.errors import WrongCode, WrongPassword
from sanbao_admin.signing_in.models import Account

if TYPE_CHECKING:
    from passlib.context import CryptContext

_DUMMY, _PENDING = "sanbao.dummy_hash", "pending"
#: In the session of somebody whose role needs a second factor that she has not set up.
MUST_SET_UP = "must_set_up"
TIME_FOR_CODE = timedelta(minutes=5)
NOT_YOURS = N_("This is not your present password.")


#: Each hash takes 46 MiB and keeps a processor busy: two at a time, however many want to come in at once.
_turns = threading.Semaphore(2)


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
    if hashed is None:
        return False
    # Longer than any password that is taken: cut, so that nobody keeps the machine busy with a book.
    typed = passwords.normal(password)[: passwords.LONGEST + 1]
    with _turns:
        return bool(hashing().verify(typed, hashed))


def hashed_anew(password: str) -> str:
    """Return the hash of a password that is going to be kept."""
    with _turns:
        return str(hashing().hash(passwords.normal(password)))


def _dummy() -> str:
    """Return the hash of a password that nobody knows, made once."""
    kept: dict[str, str] = current_app.extensions
    if _DUMMY not in kept:
        kept[_DUMMY] = hashing().hash(passwords.generated())
    return kept[_DUMMY]


def _hash_anew(account: Account, password: str) -> None:
    account.password = hashed_anew(password)
    with keeping.writing(people.erp()) as session:
        session.merge(account)


def confirm(account: Account, password: str, field: str = "password") -> None:
    """Ask once more for the password before something of weight is changed in one's own account."""
    tries.count(people.erp(), {tries.account_key(account.login): tries.PER_ACCOUNT})
    if not fits(password, account.password):
        raise Invalid([Problem(field, NOT_YOURS)])
    with keeping.writing(people.erp()) as session:
        tries.forget(session, account.company_id, account.login)


def await_code(account: Account, onward: str) -> None:
    """Remember whose password was right; she is not in before her code was right too."""
    erp, session = people.erp(), sessions.current()
    session.renew()
    session[_PENDING] = {
        "account": account.id,
        "stands_on": account.fs_uniquifier,
        "until": (erp.clock() + TIME_FOR_CODE).timestamp(),
        "onward": onward,
    }


def pending() -> dict[str, Any] | None:
    """Return whose code is awaited in this session, as long as it is."""
    found: dict[str, Any] | None = sessions.current().get(_PENDING)
    return found if found is not None and people.erp().clock().timestamp() < found["until"] else None


def check_code(awaited: dict[str, Any], code: str) -> Account:
    """Return the account whose code this is; its password must still be the one that was right."""
    account = two_factor.check(awaited["account"], code)
    if account.fs_uniquifier != awaited["stands_on"] or not account.active:
        raise WrongCode()
    return account


def come_in(account: Account) -> None:
    """Sign a person in whose password, and code where one is needed, were right: in a session with a new id."""
    erp = people.erp()
    with keeping.writing(erp) as session:
        tries.forget(session, erp.company_row.id, account.login)
        tries.take_back(session, erp.company_row.id, tries.address_key(log.address()))
        log.add(session, erp, "sign_in", account)
    begin_session(account)
    if not account.has_two_factor and _needs_two_factor(account):
        sessions.current()[MUST_SET_UP] = True


def begin_session(account: Account) -> None:
    """Let a session with a new id begin, in which this person is signed in."""
    sessions.current().renew(account)
    login_user(cast(Any, account), remember=False)


def _needs_two_factor(account: Account) -> bool:
    with people.erp().reading(account.login) as work:
        wanted = str(work.setting("sign_in_needs_totp"))
    return bool({role.strip() for role in wanted.split(",")} & account.user.role_codes)


def go() -> None:
    """Sign out; the session's id is worth nothing from now on."""
    account = sessions.current().account
    if account is not None:
        log.note(people.erp(), "sign_out", account)
    logout_user()
    sessions.current().renew()
