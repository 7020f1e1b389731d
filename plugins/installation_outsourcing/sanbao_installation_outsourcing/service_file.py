"""What the service file of a unit tells about its installation: who put it in, when, and who signed for it (PRD-04)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.registry.models import Party, Unit
from sanbao_installation_outsourcing.models import InstallerEvent, Job

if TYPE_CHECKING:
    from sanbao.work import Work


def describe_unit(work: Work, units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Return the installations of each unit, the last first, and what was reported of them; two queries however many units."""
    ids = [unit.id for unit in units]
    jobs, events = _jobs(work, ids), _events(work, ids)
    return [
        {
            "title": _(N_("Installation")),
            "installations": jobs.get(unit.id, []),
            "events": events.get(unit.id, []),
        }
        for unit in units
    ]


def _jobs(work: Work, ids: Sequence[int]) -> dict[int | None, list[dict[str, Any]]]:
    order = aliased(Document)
    query = (
        select(Job, Document.number, order.number, Party.name)
        .join(Document, Document.id == Job.contract_id)
        .outerjoin(order, order.id == Job.order_id)
        .outerjoin(Party, Party.id == Job.party_id)
        .where(Job.company_id == work.company.id, Job.unit_id.in_(ids))
        .order_by(Job.id.desc())
    )
    found: dict[int | None, list[dict[str, Any]]] = {}
    for job, contract, sent, party in work.session.execute(query):
        told = {
            "contract": contract,
            "order": sent,
            "installer": party,
            "installed_on": job.installed_on,
            "inspected_on": job.inspected_on,
            "accepted_on": job.accepted_on,
            "signer": job.signer,
            "removed_on": job.removed_on,
        }
        found.setdefault(job.unit_id, []).append(told)
    return found


def _events(work: Work, ids: Sequence[int]) -> dict[int | None, list[dict[str, Any]]]:
    query = (
        select(
            Job.unit_id,
            Document.number,
            Document.title,
            InstallerEvent.occurred_on,
            InstallerEvent.description,
        )
        .join(InstallerEvent, InstallerEvent.job_id == Job.id)
        .join(Document, Document.id == InstallerEvent.document_id)
        .where(Job.company_id == work.company.id, Job.unit_id.in_(ids))
        .order_by(InstallerEvent.occurred_on.desc(), Document.id.desc())
    )
    found: dict[int | None, list[dict[str, Any]]] = {}
    for unit_id, number, title, on, said in work.session.execute(query):
        told = {"event": number, "what": title, "occurred_on": on, "description": said}
        found.setdefault(unit_id, []).append(told)
    return found
