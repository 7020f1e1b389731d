"""What surrounds the last acceptance of a contract: after-sales joins before it, then the site is left and the work handed over (DLV-01, DLV-05, DLV-11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.calendar.clocks import end_of_day
from sanbao.calendar.due import Due, due
from sanbao.calendar.periods import add_months
from sanbao.calendar.seed import load
from sanbao.documents.models import DeadlineRecord, Document
from sanbao_installation_outsourcing.models import Contract, Job, Lot

if TYPE_CHECKING:
    from sanbao.work import Work

#: What is due after the last acceptance, and the setting that says within which time.
TERMS = {"site_left": "outsourcing_withdrawal_term", "handed_over": "outsourcing_hand_over_term"}
#: That after-sales joins the work while it still goes on.
JOINING = "service_joins"


def follow_acceptance(work: Work) -> None:
    """Let what is due after the last acceptance stand where it belongs now; what was met stays as it is.

    An acceptance that was revoked takes them away again, and a later one moves them (DLV-11).
    """
    ended = _accepted_whole(work)
    known = _standing(work, TERMS)
    calendar = load(work.connection, work.company.id, work.company.calendar)
    for kind, setting in TERMS.items():
        term = str(work.setting(setting))
        for contract in {*ended, *(one for one, of_kind in known if of_kind == kind)}:
            day = ended.get(contract) if term else None
            found = due(term, datetime.combine(day, time(12), work.zone), calendar) if day else None
            _put(work, contract, kind, found, known.get((contract, kind)))


def prepare_acceptance(work: Work) -> None:
    """Let after-sales join so many months before the last lot is due, or at once where that is over (DLV-05).

    The day moves with the lots of an amendment; what is accepted whole already needs nobody to join any more.
    """
    months = int(work.setting("outsourcing_joining_months"))
    awaited = _to_be_accepted(work) if months > 0 else {}
    known = _standing(work, [JOINING])
    over = _accepted_whole(work)
    for contract in {*awaited, *(one for one, _kind in known)} - set(over):
        found = None
        if contract in awaited:
            last, began = awaited[contract]
            day = max(add_months(last, -months), began)
            since = datetime.combine(last, time(12), work.zone)
            found = Due(end_of_day(day, work.zone), f"-{months}m", since)
        _put(work, contract, JOINING, found, known.get((contract, JOINING)))


def _put(work: Work, contract: int, kind: str, found: Due | None, known: DeadlineRecord | None) -> None:
    if known is not None and known.met_at is not None:
        return
    if found is None:
        if known is not None:
            work.session.delete(known)
        return
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


def _to_be_accepted(work: Work) -> dict[int, tuple[date, date]]:
    """Return the contracts in force whose lots all have a day, with the last of those and their own first day."""
    query = (
        select(Lot.contract_id, func.max(Lot.due_on), Contract.effective_on)
        .join(Contract, Contract.document_id == Lot.contract_id)
        .join(Document, Document.id == Lot.contract_id)
        .where(Lot.company_id == work.company.id, Lot.is_dropped.is_(False), Contract.our_side == "a")
        .where(Contract.effective_on.is_not(None), Document.state == "in_force")
        .group_by(Lot.contract_id, Contract.effective_on)
        .having(func.count() == func.count(Lot.due_on))
    )
    rows = work.session.execute(query)
    return {
        contract: (last, began) for contract, last, began in rows if last is not None and began is not None
    }


def _standing(work: Work, kinds: Iterable[str]) -> dict[tuple[int, str], DeadlineRecord]:
    """Return what stands due on contracts that are not closed."""
    query = (
        select(DeadlineRecord)
        .join(Contract, Contract.document_id == DeadlineRecord.document_id)
        .join(Document, Document.id == DeadlineRecord.document_id)
        .where(DeadlineRecord.company_id == work.company.id, DeadlineRecord.kind.in_(list(kinds)))
        .where(Document.closed_at.is_(None))
    )
    return {(one.document_id, one.kind): one for one in work.session.scalars(query)}
