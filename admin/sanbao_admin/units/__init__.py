"""A unit's service file, a party and a product, each as one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room."""
    from sanbao_admin.units.overviews import PartyPage, ProductPage
    from sanbao_admin.units.unit_page import UnitPage

    return [UnitPage(), PartyPage(), ProductPage()]
