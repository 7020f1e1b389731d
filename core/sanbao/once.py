"""A request is done once: its key finds what it was answered, or is taken by whoever comes first."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao import seal
from sanbao.errors import Conflict
from sanbao.i18n import N_
from sanbao.plugin.models import OperationRequest

if TYPE_CHECKING:
    from sanbao.work import Work


class KeyReused(Conflict):
    """A key stands for one request only."""

    code = "request.key_reused"
    message = N_("the key {key} was already used for another request")


def claim_key(work: Work, key: str, name: str, data: Any, subject: Any) -> OperationRequest:
    """Take a request's key, or find what it was answered; whoever came first wins."""
    digest = hashlib.sha256(
        json.dumps([name, seal.plain(data), seal.plain(subject)], sort_keys=True).encode()
    ).hexdigest()
    table = OperationRequest.__table__
    values = {
        "company_id": work.company.id,
        "user_id": work.user.id,
        "key": key,
        "operation": name,
        "digest": digest,
        "done_at": work.now,
    }
    insert: Any
    if work.connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert
    else:
        from sqlalchemy.dialects.sqlite import insert as insert
    work.session.execute(insert(table).values(**values).on_conflict_do_nothing())
    query = select(OperationRequest).where(
        OperationRequest.company_id == work.company.id,
        OperationRequest.user_id == work.user.id,
        OperationRequest.key == key,
    )
    request = work.session.scalars(query).one()
    if request.digest != digest:
        raise KeyReused(key=key)
    return request
