"""Where work was done, or is planned for today, and nobody filled in the safety checklist (INS-18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.registry.models import Party, Site
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.models import InstallationOrder, Job, SafetyCheck
from sanbao_installation_outsourcing.rules.safety import JOB, NEVER, Spot, unchecked
from sanbao_installation_outsourcing.safety import times

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many days back a missing check is warned of.
WARNED_DAYS = 7


def lacking(
    work: Work, start: date, end: date, *, parties: Sequence[int] = (), centres: Sequence[int] = ()
) -> list[Spot]:
    """Return the work of these days that no check covers, the oldest first; nothing where none is asked for."""
    found = worked(work, start, end, parties=parties, centres=centres)
    checks = _checks(work, start, end) if found else []
    return sorted(unchecked(found, checks), key=lambda one: (one.day, one.order_id, one.job_id or 0))


def worked(
    work: Work, start: date, end: date, *, parties: Sequence[int] = (), centres: Sequence[int] = ()
) -> list[Spot]:
    """Return what was done on these days by order, or by vehicle, and what is planned for today."""
    asked = times(work)
    if asked == NEVER:
        return []
    place: Any = InstallationOrder.place
    columns = [InstallationOrder.party_id, Job.order_id, Job.installed_on, place, Site.name]
    columns += [Job.id] if asked == JOB else []
    done = _orders(work, columns, parties, centres).join(Job, Job.order_id == InstallationOrder.document_id)
    # Work lies near the day for which it was planned: the orders of these weeks are read, not all the jobs there are.
    near = InstallationOrder.planned_on.between(
        start - timedelta(days=WARNED_DAYS), end + timedelta(days=WARNED_DAYS)
    )
    done = done.where(near, Job.installed_on.between(start, end)).distinct()
    spots = [
        Spot(party, order, day, place or site, *job)
        for party, order, day, place, site, *job in work.session.execute(done)
    ]
    return spots if asked == JOB else [*spots, *_today(work, start, end, parties, centres, spots)]


def _today(
    work: Work, start: date, end: date, parties: Sequence[int], centres: Sequence[int], known: Sequence[Spot]
) -> list[Spot]:
    """Return the orders of today on which nothing is done yet: their check comes first."""
    if not start <= work.today <= end:
        return []
    columns = [InstallationOrder.party_id, InstallationOrder.document_id, InstallationOrder.place, Site.name]
    query = (
        _orders(work, columns, parties, centres)
        .join(Document, Document.id == InstallationOrder.document_id)
        .where(InstallationOrder.planned_on == work.today, Document.state.in_(("open", "notified")))
    )
    begun = {(one.order_id, one.day) for one in known}
    rows = [tuple(row) for row in work.session.execute(query)]
    return [
        Spot(party, order, work.today, place or site)
        for party, order, place, site in rows
        if (order, work.today) not in begun
    ]


def _orders(work: Work, columns: Sequence[Any], parties: Sequence[int], centres: Sequence[int]) -> Any:
    query = (
        scope.picked(*columns)
        .select_from(InstallationOrder)
        .outerjoin(Site, Site.id == InstallationOrder.site_id)
        .where(InstallationOrder.company_id == work.company.id)
    )
    query = scope.of(work).narrow(query, InstallationOrder.party_id, InstallationOrder.centre_id)
    if parties:
        query = query.where(InstallationOrder.party_id.in_(parties))
    return query.where(InstallationOrder.centre_id.in_(centres)) if centres else query


def _checks(work: Work, start: date, end: date) -> list[Spot]:
    """Return the checks of these days that still stand; one of a vehicle holds for it whenever it was made."""
    query = (
        select(
            SafetyCheck.party_id,
            SafetyCheck.order_id,
            SafetyCheck.checked_on,
            SafetyCheck.place,
            SafetyCheck.job_id,
        )
        .join(Document, Document.id == SafetyCheck.document_id)
        .where(SafetyCheck.company_id == work.company.id, Document.state != VOID)
        .where(SafetyCheck.checked_on.between(start - timedelta(days=WARNED_DAYS), end))
    )
    return [Spot(*row) for row in work.session.execute(query)]


def lacking_now(work: Work) -> list[Spot]:
    """Return what is warned of today: this day and the week before, read once per Work."""
    key = ("outsourcing", "unchecked")
    if key not in work.cache:
        work.cache[key] = lacking(work, work.today - timedelta(days=WARNED_DAYS), work.today)
    found: list[Spot] = work.cache[key]
    return found


def warnings(work: Work, contract_id: int | None = None) -> list[dict[str, Any]]:
    """Return one warning per contract of which checks are missing, with how many and since when."""
    spots = lacking_now(work)
    orders = _heads(work, {one.order_id for one in spots}, contract_id)
    by_contract: dict[str, list[Spot]] = {}
    for one in spots:
        if one.order_id in orders:
            by_contract.setdefault(orders[one.order_id][0], []).append(one)
    return [
        {
            "kind": "safety",
            "contract": contract,
            "party": orders[some[0].order_id][1],
            "count": len(some),
            "since": min(one.day for one in some),
            "says": _said(orders[some[0].order_id][2], some),
        }
        for contract, some in sorted(by_contract.items())
    ]


def _said(name: str, spots: Sequence[Spot]) -> str:
    said = N_("{name}: the safety checklist is missing for {count} orders, the first of {day}.")
    if spots[0].job_id is not None:
        said = N_("{name}: the safety checklist is missing for {count} vehicles, the first of {day}.")
    return _(said, name=name, count=len(spots), day=min(one.day for one in spots))


def _heads(work: Work, ids: set[int], contract_id: int | None) -> dict[int, tuple[str, str, str]]:
    """Return the contract's number and the firm of each of these orders."""
    query = (
        scope.picked(InstallationOrder.document_id, Document.number, Party.code, Party.name)
        .join(Document, Document.id == InstallationOrder.contract_id)
        .join(Party, Party.id == InstallationOrder.party_id)
        .where(InstallationOrder.document_id.in_(ids))
    )
    if contract_id is not None:
        query = query.where(InstallationOrder.contract_id == contract_id)
    return {key: (number, code, name) for key, number, code, name in work.session.execute(query)}
