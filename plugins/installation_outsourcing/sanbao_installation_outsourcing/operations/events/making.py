"""How an event comes into the world: its paper, its facts in the engine's words, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao.documents.operations import link_documents, new_document
from sanbao.i18n import N_, in_language
from sanbao_installation_outsourcing.kinds.jobs import TRIGGERS
from sanbao_installation_outsourcing.models import Contract, InstallerEvent, Job, Lot
from sanbao_installation_outsourcing.rules.penalties.facts import Happening, happening_to_json

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)


def make(
    work: Work,
    contract: Contract,
    trigger: str,
    on: date,
    *,
    description: str,
    lot: Lot | None = None,
    job: Job | None = None,
    matter: str | None = None,
    person: str | None = None,
    **facts: Any,
) -> InstallerEvent:
    """Open the paper of something that happened; whether it counts is said later, by verification and decision."""
    title = TRIGGERS.get(trigger, trigger)
    head = new_document(
        work,
        "installer_event",
        title=in_language(work.company.locale, title),
        party_id=contract.party_id,
        dated_on=on,
        unit_id=job.unit_id if job is not None else None,
    )
    told = Happening(
        "",
        trigger,
        on,
        lot=lot.code if lot is not None else None,
        job=str(job.id) if job is not None else None,
        **facts,
    )
    event = InstallerEvent(
        document=head,
        company_id=work.company.id,
        contract_id=contract.document_id,
        party_id=contract.party_id,
        lot_id=lot.id if lot is not None else None,
        centre_id=_centre(lot, job),
        job_id=job.id if job is not None else None,
        host_id=job.host_id if job is not None else None,
        person=person or (job.person if job is not None else None),
        trigger=trigger,
        occurred_on=on,
        facts=happening_to_json(told),
        verified=False,
        matter=matter,
        assessed=ZERO,
        disputed_amount=ZERO,
        description=description,
    )
    work.session.add(event)
    work.session.flush()
    link_documents(work, head, contract.document, "claims")
    return event


def _centre(lot: Lot | None, job: Job | None) -> int | None:
    if job is not None and job.centre_id is not None:
        return job.centre_id
    return lot.centre_id if lot is not None else None


def verify_now(work: Work, event: InstallerEvent) -> None:
    """Take an event as verified that our own records prove: no one needs to look again."""
    event.verified, event.verified_on, event.verified_by_id = True, work.today, work.user.id
    work.set_state(event.document, "verified")


def report_missing(
    work: Work, contract: Contract, slip: Document, on: date, loss: Decimal, serials: Sequence[str]
) -> InstallerEvent:
    """Turn missing terminals into a claim on the installer (INS-13)."""
    said = N_("{count} terminals cannot be accounted for: {serials}")
    text = in_language(work.company.locale, said, count=len(serials), serials=", ".join(serials))
    event = make(
        work,
        contract,
        "damage",
        on,
        description=text,
        matter=f"missing:{slip.id}",
        units=len(serials),
        loss=loss,
    )
    verify_now(work, event)
    link_documents(work, event.document, slip, "originates")
    return event
