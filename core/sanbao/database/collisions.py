"""Two writers who met: what the database says then, so that the operation is tried again."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

#: Serialisation failure, deadlock, lock not available (PostgreSQL).
_STATES = frozenset({"40001", "40P01", "55P03"})


def is_collision(error: DBAPIError) -> bool:
    """Tell whether trying again may help."""
    return getattr(error.orig, "sqlstate", None) in _STATES or "database is locked" in str(error.orig)
