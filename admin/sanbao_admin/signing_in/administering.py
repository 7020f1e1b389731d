"""What an administrator does with other people's accounts; the page asks for the permission, here it is written down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.access.models import User
from sanbao.access.roles import ROLES
from sanbao.errors import Forbidden
from sanbao.i18n import _
from sanbao.plugin.lifecycle import SYSTEM
from sanbao_admin import keeping
from sanbao_admin.signing_in import accounts, log, tries, two_factor
from sanbao_admin.signing_in.cleaning import IDLE, LONGEST
from sanbao_admin.signing_in.models import Account, SessionRow, Tries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from sanbao import Sanbao

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class AccountState:
    """How a person's sign-in stands."""

    login: str
    name: str
    is_active: bool
    has_password: bool
    must_change: bool
    has_two_factor: bool
    is_locked: bool
    sessions_count: int


def states(erp: Sanbao) -> list[AccountState]:
    """Return how everybody's sign-in stands, by login, in four queries however many there are."""
    company_id, now = erp.company_row.id, erp.clock()
    with keeping.reading(erp) as session:
        people = list(
            session.scalars(
                select(User).where(User.company_id == company_id, User.login != SYSTEM).order_by(User.login)
            )
        )
        known = {
            one.user_id: one
            for one in session.scalars(select(Account).where(Account.company_id == company_id))
        }
        counts = _alive(session, company_id, now)
        locked = _locked(session, company_id, now)
    return [_state(person, known.get(person.id), counts, locked) for person in people]


def _alive(session: Session, company_id: int, now: datetime) -> Counter[int | None]:
    alive = select(SessionRow.account_id).where(SessionRow.company_id == company_id)
    return Counter(
        session.scalars(alive.where(SessionRow.seen_at > now - IDLE, SessionRow.made_at > now - LONGEST))
    )


def _locked(session: Session, company_id: int, now: datetime) -> set[str]:
    tried = select(Tries.key, Tries.made_at).where(
        Tries.company_id == company_id, Tries.last_at > now - tries.WINDOW
    )
    return {
        key
        for key, made_at in session.execute(tried)
        if tries.wait(made_at, now, tries.PER_ACCOUNT) is not None
    }


def _state(
    person: User, account: Account | None, counts: Counter[int | None], locked: set[str]
) -> AccountState:
    return AccountState(
        login=person.login,
        name=person.name,
        is_active=person.is_active,
        has_password=account is not None and account.password is not None,
        must_change=account is not None and account.must_change,
        has_two_factor=account is not None and account.has_two_factor,
        is_locked=bool(locked & _keys(person.login, account)),
        sessions_count=counts[account.id] if account is not None else 0,
    )


def _keys(login: str, account: Account | None) -> set[str]:
    keys = {tries.account_key(login)}
    return keys | {tries.code_key(account.id)} if account is not None else keys


def reset_password(erp: Sanbao, login: str, *, by: str) -> str:
    """Give a person a new password, which is shown once and must be changed; she is signed out everywhere."""
    with keeping.reading(erp) as session:
        _refuse_climbing(session, erp, login, by)
    new = accounts.set_password(erp, login)
    _write_down(erp, "password.reset", login, by)
    return new


def unlock(erp: Sanbao, login: str, *, by: str) -> None:
    """Let a person try again at once who has tried too often."""
    with keeping.writing(erp) as session:
        account = _of_another(session, erp, login, by)
        for key in _keys(login, account):
            tries.reset(session, erp.company_row.id, key)
        log.add(session, erp, "unlocked", account, by=by)


def end_sessions(erp: Sanbao, login: str, *, by: str) -> int:
    """Sign a person out everywhere; return in how many places she was signed in."""
    with keeping.writing(erp) as session:
        account = _of_another(session, erp, login, by)
        count = accounts.end_sessions(session, account)
        log.add(session, erp, "sessions.ended", account, by=by, count=count)
    return count


def reset_two_factor(erp: Sanbao, login: str, *, by: str) -> None:
    """Ask a person for no codes until she sets the second factor up again; she is signed out everywhere."""
    with keeping.writing(erp) as session:
        account = _of_another(session, erp, login, by)
        two_factor.forget(account)
        accounts.end_sessions(session, account)
        log.add(session, erp, "two_factor.reset", account, by=by)


def _of_another(session: Session, erp: Sanbao, login: str, by: str) -> Account:
    _refuse_climbing(session, erp, login, by)
    return accounts.ensured(session, erp.company_row.id, login)


def _refuse_climbing(session: Session, erp: Sanbao, login: str, by: str) -> None:
    """Leave an administrator's account to administrators: nobody climbs by taking it over."""
    query = select(User).where(User.company_id == erp.company_row.id, User.login.in_([login, by]))
    roles = {one.login: one.role_codes for one in session.scalars(query)}
    if ADMINISTRATOR in roles.get(login, ()) and ADMINISTRATOR not in roles.get(by, ()):
        raise Forbidden(user=by, operation="user.create", roles=_(ROLES[ADMINISTRATOR]))


def _write_down(erp: Sanbao, event: str, login: str, by: str) -> None:
    with keeping.writing(erp) as session:
        log.add(session, erp, event, accounts.ensured(session, erp.company_row.id, login), by=by)
