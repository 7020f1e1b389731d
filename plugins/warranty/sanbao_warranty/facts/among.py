"""Reading what belongs to many units at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement

#: From so many keys on a stretch is asked for instead of each key: naming thousands takes longer than reading them.
_MANY = 100


def among(column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition for rows of these units; of many that lie close together, of the whole stretch.

    A stretch may hold rows of a few other units, at most as many again; whoever asks takes only her own.
    """
    if len(ids) < _MANY:
        return column.in_(ids)  # type: ignore[no-any-return]
    first, last = min(ids), max(ids)
    if last - first > 2 * len(ids):
        return column.in_(ids)  # type: ignore[no-any-return]
    return column.between(first, last)  # type: ignore[no-any-return]
