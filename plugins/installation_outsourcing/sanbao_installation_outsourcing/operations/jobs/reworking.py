"""The day by which what failed on an order is put right, and that it was (INS-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.calendar.due import due
from sanbao.calendar.seed import load
from sanbao.documents.models import DeadlineRecord
from sanbao_installation_outsourcing.models import InstallationOrder

if TYPE_CHECKING:
    from sanbao.work import Work

#: The deadline by which failed units are put right.
REWORK = "rework"


def want_rework(work: Work, order: InstallationOrder) -> None:
    """Set the day by which what failed on an order is put right."""
    calendar = load(work.connection, work.company.id, work.company.calendar)
    found = due(work.setting("outsourcing_rework_term"), work.now.astimezone(work.zone), calendar)
    order.rework_due_on = found.at.astimezone(work.zone).date()
    # The end of a day is the next one's first moment (CAL-03).
    if found.at.astimezone(work.zone).time().isoformat() == "00:00:00":
        order.rework_due_on = date.fromordinal(order.rework_due_on.toordinal() - 1)
    work.session.add(
        DeadlineRecord(
            company_id=work.company.id,
            document_id=order.document_id,
            kind=REWORK,
            due_at=found.at,
            reckoning=found.reckoning(),
        )
    )


def end_rework(work: Work, orders: Sequence[InstallationOrder]) -> None:
    """Note that nothing is left to put right on these orders; late is late, but done."""
    waiting = {order.document_id: order for order in orders if order.rework_due_on is not None}
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id.in_(waiting),
        DeadlineRecord.kind == REWORK,
        DeadlineRecord.met_at.is_(None),
    )
    for record in work.session.scalars(query):
        record.met_at = work.now
        if work.now > record.due_at:
            record.missed_at = record.missed_at or record.due_at
    for order in waiting.values():
        order.rework_due_on = None
