"""What a search finds, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from sanbao.decision import Text

#: How well something fits, the best first: the very name, its beginning, its end, what stands in the middle.
EXACT, BEGINS, ENDS, WITHIN = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Found:
    """Something that fits what was typed: ``kind`` and ``key`` lead to it, ``rank`` says how well it fits.

    ``kind`` is ``unit``, ``party``, ``product``, ``site``, ``entry``, or ``document`` for a paper of any kind. A
    plugin that finds a paper gives its number; whether she may see it is looked at by who asked.
    """

    kind: str
    key: str
    title: str
    note: str | Text = ""
    rank: int = WITHIN
