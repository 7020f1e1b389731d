"""Accounts: found, made, given a password; kept one to one with the people of the core."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sanbao.access.models import User, UserRole
from sanbao.errors import Invalid
from sanbao.plugin.lifecycle import SYSTEM
from sanbao_admin import keeping
from sanbao_admin.signing_in import passwords, tries
from sanbao_admin.signing_in.errors import NoAccount
from sanbao_admin.signing_in.models import Account, SessionRow

if TYPE_CHECKING:
    from passlib.context import CryptContext

    from sanbao import Sanbao


def find(session: Session, company_id: int, login: str) -> Account | None:
    """Return the account of a login, with the person and her roles."""
    query = select(Account).join(User, User.id == Account.user_id)
    return session.scalars(query.where(Account.company_id == company_id, User.login == login)).one_or_none()


def ensured(session: Session, company_id: int, login: str) -> Account:
    """Return the account of a person who works here; one without a password is made where there is none yet."""
    account = find(session, company_id, login)
    if account is not None:
        return account
    query = select(User).where(User.company_id == company_id, User.login == login, User.login != SYSTEM)
    user = session.scalars(query).one_or_none()
    if user is None:
        raise NoAccount(login=login)
    account = Account(company_id=company_id, user=user, fs_uniquifier=_uniquifier(), mf_recovery_codes=[])
    session.add(account)
    session.flush()
    return account


def set_password(
    erp: Sanbao,
    login: str,
    password: str | None = None,
    must_change: bool = True,
    hashing: CryptContext | None = None,
) -> str:
    """Give a person a password, made up where none is given, and end all her sessions; return it.

    Raises :class:`~sanbao.errors.Invalid` for a password that cannot be taken and :class:`NoAccount`.
    """
    new = passwords.generated() if password is None else password
    refuse_bad(erp, login, new)
    hashed = (hashing or passwords.hashing()).hash(passwords.normal(new))
    with keeping.writing(erp) as session:
        account = ensured(session, erp.company_row.id, login)
        keep_password(erp, session, account, hashed, must_change=must_change)
        tries.forget(session, erp.company_row.id, login)
    return new


def refuse_bad(erp: Sanbao, login: str, password: str, field: str = "password") -> None:
    """Refuse a password that anybody would try first for this person."""
    problems = passwords.problems(password, [login, erp.company_row.name], field)
    if problems:
        raise Invalid(problems)


def keep_password(erp: Sanbao, session: Session, account: Account, hashed: str, *, must_change: bool) -> None:
    """Keep a new password's hash; whoever was signed in with the old one no longer is."""
    end_sessions(session, account)
    account.password, account.must_change = hashed, must_change
    account.password_set_at = erp.clock()
    account.fs_uniquifier = _uniquifier()
    end_sessions(session, account)


def end_sessions(session: Session, account: Account, besides: str | None = None) -> int:
    """End an account's sessions, all or all besides one (by its digest); return how many there were."""
    mine = delete(SessionRow).where(SessionRow.account_id == account.id)
    result: Any = session.execute(mine if besides is None else mine.where(SessionRow.digest != besides))
    return int(result.rowcount)


def ensure_first(erp: Sanbao) -> tuple[str, str] | None:
    """Make a first password for the oldest administrator where nobody can sign in yet; return login and password."""
    with keeping.reading(erp) as session:
        if session.scalar(select(Account.id).where(Account.password.is_not(None)).limit(1)) is not None:
            return None
        query = (
            select(User.login)
            .join(UserRole, UserRole.user_id == User.id)
            .where(User.company_id == erp.company_row.id, User.login != SYSTEM)
            .where(UserRole.role == "administrator", User.is_active)
        )
        login = session.scalars(query.order_by(User.id).limit(1)).first()
    return (login, set_password(erp, login)) if login is not None else None


def _uniquifier() -> str:
    return secrets.token_hex(16)
