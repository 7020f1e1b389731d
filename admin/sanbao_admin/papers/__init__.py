"""The page of a paper: its state, what can be done with it, why, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room."""
    from sanbao_admin.papers.entry_view import Entry
    from sanbao_admin.papers.paper_view import Paper

    return [Paper(url="/paper"), Entry(url="/entry")]
