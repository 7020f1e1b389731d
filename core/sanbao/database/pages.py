"""Many keys, so many at a time as one statement takes on either database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Key = TypeVar("Key")
#: What both databases look up by index in one statement without asking themselves whether to scan the table.
SIZE = 500


def pages(keys: Iterable[Key], size: int = SIZE) -> Iterator[list[Key]]:
    """Give keys a page at a time, in their order; nothing of nothing.

    >>> list(pages(range(5), size=2))
    [[0, 1], [2, 3], [4]]
    """
    rest = iter(keys)
    while page := list(islice(rest, size)):
        yield page
