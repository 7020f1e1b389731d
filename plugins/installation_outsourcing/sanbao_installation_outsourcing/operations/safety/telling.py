"""What is told of safety checks: the points for an order, and who checked, who did not, and what was not in order (INS-18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.operation import question
from sanbao.registry.models import Host, Office, Party
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import InstallationOrder, Job, SafetyCheck, SafetyPoint
from sanbao_installation_outsourcing.operations.safety.lacking import lacking, lacking_now, worked
from sanbao_installation_outsourcing.rules.safety import FAILED, JOB, NOT_NEEDED, Spot
from sanbao_installation_outsourcing.safety import asked_by, named, times
from sanbao_installation_outsourcing.schemas.safety import OrderQuestion, SafetyQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many missing checks stand in the report.
MOST = 500


@question("safety_check.form", schema=OrderQuestion, roles=EVERYBODY)
def form(work: Work, *, order: InstallationOrder) -> dict[str, Any]:
    """Return the points that an installer looks at on an order, what was found before, and whether today's check is missing."""
    version, checklist = asked_by(work)
    return {
        "order": order.document.number,
        "checklist": version,
        "title": named(checklist.names, checklist.code),
        "times": times(work),
        "points": [
            {"code": one.code, "title": named(one.names, one.code), "photo": one.photo}
            for one in checklist.points
        ],
        "checks": _checks(work, order),
        "is_missing": any(one.order_id == order.document_id for one in lacking_now(work)),
    }


def _checks(work: Work, order: InstallationOrder) -> list[dict[str, Any]]:
    query = (
        select(SafetyCheck, Document.number, Host.plate, Host.vin)
        .join(Document, Document.id == SafetyCheck.document_id)
        .outerjoin(Host, Host.id == SafetyCheck.host_id)
        .where(SafetyCheck.order_id == order.document_id, Document.state != VOID)
        .order_by(SafetyCheck.document_id.desc())
    )
    return [
        {
            "check": number,
            "checked_on": one.checked_on,
            "vehicle": plate or vin,
            "failed": one.failed,
            "signer": one.signer,
        }
        for one, number, plate, vin in work.session.execute(query)
    ]


@question("safety_check.report", schema=SafetyQuestion, roles=EVERYBODY)
def report(
    work: Work,
    *,
    party: Party | None = None,
    centre: Office | None = None,
    start: date | None = None,
    end: date | None = None,
) -> dict[str, Any]:
    """Return per installer how much of his work was checked and what was not in order, by point, and what is missing."""
    last = end or work.today
    first = start or last.replace(day=1)
    asked = {
        "parties": [party.id] if party is not None else [],
        "centres": [centre.id] if centre is not None else [],
    }
    done = worked(work, first, last, **asked)
    left = lacking(work, first, last, **asked)
    where = _hers(work, first, last, party, centre)
    return {
        "start": first,
        "end": last,
        "installers": _installers(work, done, left, where),
        "points": _points(work, where),
        "missing": _missing(work, left[:MOST]),
    }


def _hers(work: Work, first: date, last: date, party: Party | None, centre: Office | None) -> list[Any]:
    """Return the conditions for the checks of a report, within what the person is bound to."""
    mine = scope.of(work)
    found = [
        SafetyCheck.company_id == work.company.id,
        SafetyCheck.checked_on.between(first, last),
        Document.state != VOID,
    ]
    found += [SafetyCheck.party_id == party.id] if party is not None else []
    found += [SafetyCheck.centre_id == centre.id] if centre is not None else []
    found += [SafetyCheck.party_id == mine.party_id] if mine.party_id is not None else []
    found += [SafetyCheck.centre_id.in_(mine.centres)] if mine.centres is not None else []
    return found


def _installers(
    work: Work, done: Sequence[Spot], left: Sequence[Spot], where: Sequence[Any]
) -> list[dict[str, Any]]:
    query = (
        scope.picked(SafetyCheck.party_id, func.count(), func.sum(SafetyCheck.failed))
        .join(Document, Document.id == SafetyCheck.document_id)
        .where(*where)
        .group_by(SafetyCheck.party_id)
    )
    checks = {key: (count, int(failed)) for key, count, failed in work.session.execute(query)}
    ids = {one.party_id for one in done} | set(checks)
    parties = work.session.scalars(select(Party).where(Party.id.in_(ids)).order_by(Party.code))
    rows = []
    for one in parties:
        wanted = sum(spot.party_id == one.id for spot in done)
        missing = sum(spot.party_id == one.id for spot in left)
        count, failed = checks.get(one.id, (0, 0))
        rows.append(
            {
                "party": one.code,
                "name": one.name,
                "wanted": wanted,
                "missing": missing,
                "checks": count,
                "failed": failed,
            }
        )
    return sorted(rows, key=lambda row: (-row["missing"], -row["failed"], row["party"]))


def _points(work: Work, where: Sequence[Any]) -> list[dict[str, Any]]:
    """Return how often each point was looked at, did not occur, and was not in order; the worst first."""

    def times_said(answer: str) -> Any:
        return func.count(case((SafetyPoint.answer == answer, 1)))

    query = (
        scope.picked(
            SafetyCheck.checklist,
            SafetyPoint.point,
            func.count(),
            times_said(FAILED),
            times_said(NOT_NEEDED),
        )
        .join(SafetyCheck, SafetyCheck.document_id == SafetyPoint.document_id)
        .join(Document, Document.id == SafetyCheck.document_id)
        .where(*where)
        .group_by(SafetyCheck.checklist, SafetyPoint.point)
    )
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for version, code, count, failed, unneeded in work.session.execute(query):
        _version, checklist = asked_by(work, version)
        point = checklist.point(code)
        title = named(point.names, code) if point is not None else code
        row = found.setdefault((code, title), {"point": title, "count": 0, "failed": 0, "not_needed": 0})
        row["count"] += count
        row["failed"] += failed
        row["not_needed"] += unneeded
    return sorted(found.values(), key=lambda row: (-row["failed"], row["point"]))


def _missing(work: Work, left: Sequence[Spot]) -> list[dict[str, Any]]:
    """Return the missing checks with order, day, place and, where each vehicle has one of its own, the vehicle."""
    heads = (
        scope.picked(InstallationOrder.document_id, Document.number, Party.name)
        .join(Document, Document.id == InstallationOrder.document_id)
        .join(Party, Party.id == InstallationOrder.party_id)
        .where(InstallationOrder.document_id.in_({one.order_id for one in left}))
    )
    orders = {key: (number, name) for key, number, name in work.session.execute(heads)}
    vehicles = _vehicles(work, [one.job_id for one in left if one.job_id is not None])
    return [
        {
            "order": orders[one.order_id][0],
            "name": orders[one.order_id][1],
            "day": one.day,
            "place": one.place,
            "vehicle": vehicles.get(one.job_id or 0),
        }
        for one in left
    ]


def _vehicles(work: Work, jobs: Sequence[int]) -> Mapping[int, str | None]:
    query = (
        scope.picked(Job.id, Host.plate, Host.vin).join(Host, Host.id == Job.host_id).where(Job.id.in_(jobs))
    )
    return {key: plate or vin for key, plate, vin in work.session.execute(query)} if jobs else {}


def lacks_today(work: Work) -> frozenset[int]:
    """Return the orders of which a check is missing, for the lists of the day."""
    return frozenset(one.order_id for one in lacking_now(work))


def by_vehicle(work: Work) -> bool:
    """Tell whether each vehicle has a check of its own."""
    return times(work) == JOB
