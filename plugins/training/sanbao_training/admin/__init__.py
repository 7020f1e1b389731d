"""What the training plugin shows in the back office; nothing else of it knows that there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao_training.admin.beginning import filled
from sanbao_training.admin.first_page import cards
from sanbao_training.admin.on_papers import panels

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View

__all__ = ["cards", "filled", "pages", "panels"]


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this plugin."""
    from sanbao_training.admin.diary import Diary
    from sanbao_training.admin.effects import Effect
    from sanbao_training.admin.planning import Planning
    from sanbao_training.admin.roll import Roll
    from sanbao_training.admin.skills import SkillsMatrix
    from sanbao_training.admin.visiting import CertificatePage, SignInPage

    return [Planning(), Diary(), Roll(), SkillsMatrix(), Effect(), SignInPage(), CertificatePage()]
