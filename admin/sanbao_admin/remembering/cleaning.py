"""How long forms are kept, and the job that forgets them; known without Flask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from sanbao_admin.remembering.models import KeptForm

if TYPE_CHECKING:
    from sanbao.work import Work

KEPT_FOR = timedelta(hours=1)


def forget_old(work: Work) -> None:
    """Delete forms whose hour is over."""
    old = KeptForm.made_at < work.now - KEPT_FOR
    work.session.execute(delete(KeptForm).where(KeptForm.company_id == work.company.id, old))
