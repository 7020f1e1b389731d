"""What the warranty plugin shows in the back office; nothing else of it knows that there is one."""

from __future__ import annotations

from sanbao_warranty.admin.beginning import filled
from sanbao_warranty.admin.first_page import LATER_CHARTS, cards, charts, first_steps
from sanbao_warranty.admin.links import REPORT_LINKS, profile_tools, references
from sanbao_warranty.admin.taking_calls import call

__all__ = [
    "LATER_CHARTS",
    "REPORT_LINKS",
    "call",
    "cards",
    "charts",
    "filled",
    "first_steps",
    "profile_tools",
    "references",
]
