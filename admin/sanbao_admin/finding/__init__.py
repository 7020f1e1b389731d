"""Find anything: what is in the books and files, the pages of the menu, and what she may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room."""
    from sanbao_admin.finding.palette import Finding, Palette

    return [Finding(), Palette(url="/find.json")]
