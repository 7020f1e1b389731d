"""How long uploaded files are kept, and the job that forgets them; known without Flask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete

from sanbao_admin.importing.models import ImportJob

if TYPE_CHECKING:
    from sanbao.work import Work

KEPT = timedelta(days=7)


def forget_old(work: Work) -> None:
    """Delete files that were uploaded long ago; what they brought in stays."""
    old = ImportJob.made_at < work.now - KEPT
    work.session.execute(delete(ImportJob).where(ImportJob.company_id == work.company.id, old))
