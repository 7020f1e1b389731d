"""What the worker does for runs: those that nobody works on any more go on, old ones are forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from sanbao_admin.runs.models import BulkRun

if TYPE_CHECKING:
    from sanbao.work import Work

RUNNING, DONE, STOPPED = "running", "done", "stopped"
#: So long after its last sign of life a run is taken over: its process was stopped.
SILENT = timedelta(minutes=2)
KEPT = timedelta(days=30)


def go_on(work: Work) -> None:
    """Let runs go on whose process is gone, each in a thread that waits for this transaction to end."""
    from sanbao_admin.runs import running

    silent = select(BulkRun.id).where(
        BulkRun.company_id == work.company.id, BulkRun.state == RUNNING, BulkRun.beat_at < work.now - SILENT
    )
    for number in work.session.scalars(silent):
        running.start(work.erp, number)


def forget_old(work: Work) -> None:
    """Delete runs that ended long ago; what they did stays."""
    old = BulkRun.ended_at < work.now - KEPT
    work.session.execute(delete(BulkRun).where(BulkRun.company_id == work.company.id, old))
