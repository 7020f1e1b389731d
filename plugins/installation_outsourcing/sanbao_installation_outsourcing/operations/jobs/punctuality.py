"""Whether units were installed on the day that was agreed with the client, by installer and by month (DLV-13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from sanbao.operation import question
from sanbao.registry.models import Office, Party
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import Contract, HindranceRecord, InstallationOrder, Job
from sanbao_installation_outsourcing.operations.jobs.counting import counted
from sanbao_installation_outsourcing.rules.punctuality import OUTCOMES, rated
from sanbao_installation_outsourcing.schemas import asking as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

_IS_DONE = and_(Job.completed_on.is_not(None), Job.state != "rework")


@question("installation.punctuality", schema=schemas.WorkQuestion, roles=EVERYBODY)
def punctuality(
    work: Work,
    *,
    contract: Contract | None = None,
    lot: str | None = None,
    centre: Office | None = None,
    party: Party | None = None,
    start: date | None = None,
    end: date | None = None,
) -> dict[str, Any]:
    """Return how many units were done on the day last agreed, by installer and by month of that day (KPI of DLV-13).

    A unit that failed its inspection is done on the day of its rework. A day counts once it is over or the unit done.
    """
    asked = {"contract": contract, "lot": lot, "centre": centre, "party": party}
    query = _outcomes(work, asked, Party.code, Party.name).outerjoin(Party, Party.id == Job.party_id)
    query = _between(work, query, start, end).group_by(Party.code, Party.name).order_by(Party.code)
    installers = [
        {"party": code, "name": name, **rated(dict(zip(OUTCOMES, counts, strict=True)))}
        for code, name, *counts in work.session.execute(query)
    ]
    months = _by_month(work, _between(work, _outcomes(work, asked, Job.planned_on), start, end))
    total: Counter[str] = Counter()
    for counts in months.values():
        total.update(counts)
    return {
        "installers": installers,
        "months": [{"month": month, **rated(counts)} for month, counts in sorted(months.items())],
        "sums": rated(total),
    }


def _outcomes(work: Work, asked: Mapping[str, Any], *columns: Any) -> Select[Any]:
    """Return the query for how many of the agreed days ended how, in the order of the outcomes."""
    empty_days = _without_vehicles(work).subquery()
    kept = and_(_IS_DONE, Job.completed_on <= Job.planned_on)
    nobody_came = empty_days.c.order_id.is_not(None)
    missed = and_(or_(not_(_IS_DONE), Job.completed_on > Job.planned_on), not_(nobody_came))
    outcomes: dict[str, ColumnElement[bool]] = {
        "on_time": kept,
        "late": and_(missed, _IS_DONE),
        "open": and_(missed, not_(_IS_DONE)),
        "excused": and_(or_(not_(_IS_DONE), Job.completed_on > Job.planned_on), nobody_came),
    }
    counts = [func.count().filter(outcomes[name]) for name in OUTCOMES]
    return counted(work, asked, *columns, *counts).outerjoin(
        empty_days, empty_days.c.order_id == Job.order_id
    )


def _without_vehicles(work: Work) -> Select[Any]:
    """Return the orders on whose day no vehicle came at all, as one of our own people confirmed (INS-22)."""
    return (
        select(InstallationOrder.document_id.label("order_id"))
        .join(HindranceRecord, HindranceRecord.order_id == InstallationOrder.document_id)
        .where(HindranceRecord.company_id == work.company.id, HindranceRecord.state == "confirmed")
        .where(InstallationOrder.available == 0)
        .distinct()
    )


def _between(work: Work, query: Select[Any], start: date | None, end: date | None) -> Select[Any]:
    """Leave the agreed days that are over, or kept already, within those asked for."""
    query = query.where(or_(Job.planned_on < work.today, and_(Job.planned_on.is_not(None), _IS_DONE)))
    if start is not None:
        query = query.where(Job.planned_on >= start)
    return query if end is None else query.where(Job.planned_on <= end)


def _by_month(work: Work, query: Select[Any]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for day, *counts in work.session.execute(query.group_by(Job.planned_on)):
        month = found.setdefault(f"{day:%Y-%m}", Counter())
        month.update(dict(zip(OUTCOMES, counts, strict=True)))
    return found
