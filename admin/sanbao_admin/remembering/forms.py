"""Keeping what was typed, and finding it again: for the same person, at the same address, within an hour."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, select
from werkzeug.datastructures import MultiDict

from sanbao_admin import keeping
from sanbao_admin.remembering.cleaning import KEPT_FOR
from sanbao_admin.remembering.models import KeptForm

if TYPE_CHECKING:
    from sanbao import Sanbao

#: Whoever typed more than this is answered at once instead: nothing is cut off.
LARGEST = 256 * 1024
#: So many forms of one person are kept; the oldest go first.
MOST = 40
TOKEN = "csrf_token"  # noqa: S105
_SECRET = ("password", "secret")


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: to which address, with what in it, and why it was not done."""

    path: str
    sent: MultiDict[str, str]
    told: Mapping[str, Any]


def keep(
    erp: Sanbao, account_id: int, path: str, sent: MultiDict[str, str], told: Mapping[str, Any]
) -> str | None:
    """Keep a form for a person; return the key under which she finds it, nothing where it is too large."""
    pairs = [[name, _storable(value)] for name, value in _told_pairs(sent)]
    if sum(len(name) + len(value) for name, value in pairs) > LARGEST:
        return None
    key = secrets.token_urlsafe(18)
    with keeping.writing(erp) as session:
        row = KeptForm(
            company_id=erp.company_row.id,
            account_id=account_id,
            key=key,
            path=path,
            sent=pairs,
            told=dict(told),
            made_at=erp.clock(),
        )
        session.add(row)
        session.flush()
        latest = (
            select(KeptForm.id)
            .where(KeptForm.account_id == account_id)
            .order_by(KeptForm.id.desc())
            .limit(MOST)
        )
        session.execute(delete(KeptForm).where(KeptForm.account_id == account_id, KeptForm.id.not_in(latest)))
    return key


def recall(erp: Sanbao, account_id: int, key: str) -> Kept | None:
    """Return a person's own form; another's does not exist for her, and after an hour nobody's does."""
    query = _of_person(erp, account_id).where(KeptForm.key == key.replace("\0", ""))
    with keeping.reading(erp) as session:
        row = session.scalars(query).one_or_none()
    if row is None:
        return None
    return Kept(row.path, MultiDict([(name, value) for name, value in row.sent]), row.told)


def of_person(erp: Sanbao, account_id: int) -> list[KeptForm]:
    """Return everything that is kept for a person, the latest first."""
    with keeping.reading(erp) as session:
        return list(session.scalars(_of_person(erp, account_id).order_by(KeptForm.id.desc())))


def _of_person(erp: Sanbao, account_id: int) -> Select[Any]:
    return select(KeptForm).where(
        KeptForm.company_id == erp.company_row.id,
        KeptForm.account_id == account_id,
        KeptForm.made_at >= erp.clock() - KEPT_FOR,
    )


def _told_pairs(sent: MultiDict[str, str]) -> Iterable[tuple[str, str]]:
    """Yield what may be kept: no proof against forgery and no secret."""
    for name, value in sent.items(multi=True):
        if name != TOKEN and not any(word in name.lower() for word in _SECRET):
            yield name, value


def _storable(text: str) -> str:
    """Return a text that both databases take; what cannot be printed is refused when it is sent again."""
    return text.replace("\0", "\ufffd")
