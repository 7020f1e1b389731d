"""What nobody does by hand: silence is noted when its term is over, a missed day put on record, a finished site followed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao_installation_outsourcing.handing_over import follow_acceptance, prepare_acceptance
from sanbao_installation_outsourcing.kinds.contracts import WORK_OVER
from sanbao_installation_outsourcing.models import Contract, Lot
from sanbao_installation_outsourcing.operations.contracts.completing import follow_teams
from sanbao_installation_outsourcing.operations.events.answering import unanswered
from sanbao_installation_outsourcing.operations.problems.concerned import ran_out

if TYPE_CHECKING:
    from sanbao.work import Work


#: So many problems are looked at in one turn; the next turn takes the others.
MOST_PROBLEMS = 500


def look_after(work: Work) -> None:
    """Note what was not answered, which lots are late, what is due around the last acceptance, and which teams lack persons (INS-09, PEN-08, DLV-05, DLV-11, PTY-08)."""
    silent = unanswered(work)
    if silent:
        work.do("installer_event.note_silence", subject=silent)
    for contract in _with_late_lots(work):
        work.do("installer_event.check_delay", {"contract": contract.document.number})
    prepare_acceptance(work)
    follow_acceptance(work)
    follow_teams(work)


def note_slow_answers(work: Work) -> None:
    """Note which problems were not answered in time, a page at a time, without anybody asking (INS-11)."""
    late = ran_out(work, MOST_PROBLEMS)
    if late:
        work.do("installation_problem.reckon", subject=late)


def _with_late_lots(work: Work) -> list[Contract]:
    late = select(Lot.contract_id).where(
        Lot.company_id == work.company.id, Lot.due_on < work.today, Lot.is_dropped.is_(False)
    )
    query = (
        select(Contract)
        .join(Document, Document.id == Contract.document_id)
        .where(Contract.document_id.in_(late), Contract.our_side == "a", Contract.effective_on.is_not(None))
        .where(Document.closed_at.is_(None), Document.state.not_in(WORK_OVER))
        .order_by(Contract.document_id)
    )
    return list(work.session.scalars(query))
