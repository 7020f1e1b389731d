"""What people's employers are called on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.registry.models import Party

if TYPE_CHECKING:
    from sanbao.work import Work


def party_names(work: Work, keys: Iterable[int | None]) -> dict[int, str]:
    """Return the names of parties by their keys, in one query."""
    wanted = {key for key in keys if key is not None}
    query = select(Party.id, Party.name).where(Party.id.in_(wanted))
    return {key: name for key, name in work.session.execute(query)} if wanted else {}
