"""How often somebody may try: at most so many times in a quarter of an hour, per account and per address."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from sanbao_admin import keeping
from sanbao_admin.signing_in.errors import TooManyTries
from sanbao_admin.signing_in.models import Tries
from sanbao_admin.signing_in.passwords import normal

if TYPE_CHECKING:
    from sanbao import Sanbao

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
#: An office behind one address has many people, an attacker many accounts.
PER_ADDRESS = 100


def account_key(login: str) -> str:
    """Return the key of what was typed as a login; only a hash, for people type passwords there by mistake."""
    return "account:" + hashlib.sha256(normal(login).strip().casefold().encode()).hexdigest()


def code_key(account_id: int) -> str:
    """Return the key under which an account's codes are counted: the password was right already."""
    return f"code:{account_id}"


def address_key(address: str) -> str:
    """Return the key of an address; one household of IPv6 counts as one (the first 64 bits)."""
    return "address:" + (":".join(address.split(":")[:4]) if ":" in address else address)


def recent(made_at: Sequence[float], now: datetime) -> list[float]:
    """Return the tries that still count: those of the last quarter of an hour."""
    return [moment for moment in made_at if moment > (now - WINDOW).timestamp()]


def wait(made_at: Sequence[float], now: datetime, most: int) -> timedelta | None:
    """Return how long to wait before the next try, or nothing when one is free."""
    counted = recent(made_at, now)
    if len(counted) < most:
        return None
    return datetime.fromtimestamp(counted[-most], now.tzinfo) + WINDOW - now


def count(erp: Sanbao, limits: Mapping[str, int]) -> None:
    """Count one try under each key, or refuse it; counting comes before trying, so that none slips through.

    Raises :class:`TooManyTries`; a try that is refused is not counted. Callers name keys in the same order.
    """
    with keeping.writing(erp) as session:
        for key, most in limits.items():
            row, now = _locked(session, erp, key), erp.clock()
            left = wait(row.made_at, now, most)
            if left is not None:
                raise TooManyTries(minutes=int(left.total_seconds() // 60) + 1)
            row.made_at, row.last_at = [*recent(row.made_at, now), now.timestamp()], now


def _locked(session: Session, erp: Sanbao, key: str) -> Tries:
    """Return the row of a key, held until the end: two tries at once are counted one after the other."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"company_id": erp.company_row.id, "key": key, "made_at": [], "last_at": erp.clock()}
    session.execute(insert(Tries).values(**values).on_conflict_do_nothing())
    return session.get_one(Tries, (erp.company_row.id, key), with_for_update=True)


def take_back(session: Session, company_id: int, key: str) -> None:
    """Take the last try from a key's count: it was the right person, and must not use up her office's tries."""
    row = session.get(Tries, (company_id, key), with_for_update=True)
    if row is not None:
        row.made_at = row.made_at[:-1]


def forget(session: Session, company_id: int, login: str) -> None:
    """Let an account be tried anew: its person came in, or an administrator says so."""
    reset(session, company_id, account_key(login))


def reset(session: Session, company_id: int, key: str) -> None:
    """Forget the tries of a key."""
    session.execute(delete(Tries).where(Tries.company_id == company_id, Tries.key == key))
