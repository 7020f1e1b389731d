"""What follows the last acceptance of a contract: the site is left, and the work is handed over to after-sales (DLV-01, DLV-05, DLV-11)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.calendar.due import due
from sanbao.calendar.seed import load
from sanbao.documents.models import DeadlineRecord, Document
from sanbao_installation_outsourcing.models import Contract, Job, Lot

if TYPE_CHECKING:
    from sanbao.work import Work

#: What is due after the last acceptance, and the setting that says within which time.
TERMS = {"site_left": "outsourcing_withdrawal_term", "handed_over": "outsourcing_hand_over_term"}


def follow_acceptance(work: Work) -> None:
    """Let what is due after the last acceptance stand where it belongs now; what was met stays as it is.

    An acceptance that was revoked takes them away again, and a later one moves them (DLV-11).
    """
    ended = _accepted_whole(work)
    known = _standing(work)
    for kind, setting in TERMS.items():
        term = str(work.setting(setting))
        for contract in {*ended, *(one for one, of_kind in known if of_kind == kind)}:
            _put(work, contract, kind, term, ended.get(contract), known.get((contract, kind)))


def _put(
    work: Work, contract: int, kind: str, term: str, ended: date | None, known: DeadlineRecord | None
) -> None:
    if known is not None and known.met_at is not None:
        return
    if ended is None or not term:
        if known is not None:
            work.session.delete(known)
        return
    calendar = load(work.connection, work.company.id, work.company.calendar)
    found = due(term, datetime.combine(ended, time(12), work.zone), calendar)
    if known is None:
        known = DeadlineRecord(company_id=work.company.id, document_id=contract, kind=kind)
        work.session.add(known)
    known.due_at, known.reckoning = found.at, found.reckoning()


def _accepted_whole(work: Work) -> dict[int, date]:
    """Return the contracts whose every contracted unit is accepted, with the day of the last one."""
    wanted = (
        select(Lot.contract_id, func.sum(Lot.quantity).label("wanted"))
        .where(Lot.company_id == work.company.id, Lot.is_dropped.is_(False))
        .group_by(Lot.contract_id)
        .subquery()
    )
    query = (
        select(Job.contract_id, func.max(Job.accepted_on))
        .join(wanted, wanted.c.contract_id == Job.contract_id)
        .join(Contract, Contract.document_id == Job.contract_id)
        .join(Document, Document.id == Job.contract_id)
        .where(Contract.our_side == "a", Document.closed_at.is_(None), Job.state == "accepted")
        .group_by(Job.contract_id, wanted.c.wanted)
        .having(func.count() >= wanted.c.wanted)
    )
    return {contract: last for contract, last in work.session.execute(query) if last is not None}


def _standing(work: Work) -> dict[tuple[int, str], DeadlineRecord]:
    """Return what stands due on contracts that are not closed."""
    query = (
        select(DeadlineRecord)
        .join(Contract, Contract.document_id == DeadlineRecord.document_id)
        .join(Document, Document.id == DeadlineRecord.document_id)
        .where(DeadlineRecord.company_id == work.company.id, DeadlineRecord.kind.in_(TERMS))
        .where(Document.closed_at.is_(None))
    )
    return {(one.document_id, one.kind): one for one in work.session.scalars(query)}
