"""Lists of papers and records: filters, groups, totals, export, board, calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room: one for each list."""
    from sanbao_admin.lists.page import ListPage
    from sanbao_admin.lists.specs import all_lists

    return [ListPage(spec) for spec in all_lists(erp)]
