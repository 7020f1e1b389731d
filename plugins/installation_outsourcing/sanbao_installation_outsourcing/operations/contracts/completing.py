"""What stands due on a contract while persons are missing, and who is told of it (PTY-08)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao import mail
from sanbao.access.models import User
from sanbao.calendar.due import Due, due
from sanbao.calendar.seed import load
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.i18n import N_, in_language, use_locale
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.models import Contract
from sanbao_installation_outsourcing.operations.contracts.team import standing
from sanbao_installation_outsourcing.rules.team import Standing

if TYPE_CHECKING:
    from sanbao.work import Work

COMPLETE = "team_complete"
_TOLD = N_("Persons are missing under {contract}")


def follow_teams(work: Work) -> None:
    """Let it stand due on every contract that persons are missing, and tell who is in charge; what is complete is met."""
    term = str(work.setting("outsourcing_team_term"))
    calendar = load(work.connection, work.company.id, work.company.calendar)
    rows, known = standing(work), _standing_due(work)
    for key in sorted({*rows, *known}):
        missing = _missing(work, rows.get(key, ()))
        if not missing and key in known:
            _meet(work, known[key])
        elif missing and term and key not in known:
            _open(work, key, due(term, datetime.combine(work.today, time(12), work.zone), calendar), missing)


def meet_team(work: Work, contract: Contract) -> None:
    """Let what stands due on a contract be met at once when nobody is missing any more."""
    known = _standing_due(work, contract).get(contract.document_id)
    if known is not None and not _missing(work, standing(work, contract).get(contract.document_id, ())):
        _meet(work, known)


def _missing(work: Work, rows: Iterable[Standing]) -> list[str]:
    """Return who is missing in the company's language."""
    with use_locale(work.company.locale):
        return [str(one.step.text) for one in rows if one.missing]


def _open(work: Work, key: int, found: Due, missing: list[str]) -> None:
    record = DeadlineRecord(
        company_id=work.company.id,
        document_id=key,
        kind=COMPLETE,
        due_at=found.at,
        reckoning=found.reckoning(),
    )
    work.session.add(record)
    work.session.flush()
    _tell(work, record, missing)


def _standing_due(work: Work, contract: Contract | None = None) -> dict[int, DeadlineRecord]:
    query = select(DeadlineRecord).where(
        DeadlineRecord.company_id == work.company.id,
        DeadlineRecord.kind == COMPLETE,
        DeadlineRecord.met_at.is_(None),
    )
    if contract is not None:
        query = query.where(DeadlineRecord.document_id == contract.document_id)
    return {one.document_id: one for one in work.session.scalars(query)}


def _meet(work: Work, record: DeadlineRecord) -> None:
    record.met_at = work.now
    if work.now > record.due_at:
        record.missed_at = record.missed_at or record.due_at


def _tell(work: Work, record: DeadlineRecord, missing: list[str]) -> None:
    """Note on the contract who is missing, and write to the person in charge of it where an address is known."""
    head = work.session.get_one(Document, record.document_id)
    work.note(head, operation="named_person.missing", note=" ".join(missing))
    person = work.session.get(User, head.owner_id or head.created_by_id)
    party = work.session.get(Party, person.party_id) if person is not None and person.party_id else None
    if person is None or party is None or not party.email:
        return
    mail.write(
        work,
        key=f"outsourcing_team/{record.id}",
        to=party.email,
        subject=in_language(work.company.locale, _TOLD, contract=head.number),
        words="\n".join([*missing, ""]),
        document=head,
    )
