"""How long a session lasts, and the job that deletes what is over; known without Flask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_

from sanbao_admin.signing_in.models import SessionRow, Tries

if TYPE_CHECKING:
    from sanbao.work import Work

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


def clean(work: Work) -> None:
    """Delete sessions that are over and tries that no longer count."""
    idle, old = work.now - IDLE, work.now - LONGEST
    over = or_(SessionRow.seen_at < idle, SessionRow.made_at < old)
    work.session.execute(delete(SessionRow).where(SessionRow.company_id == work.company.id, over))
    work.session.execute(delete(Tries).where(Tries.company_id == work.company.id, Tries.last_at < idle))
