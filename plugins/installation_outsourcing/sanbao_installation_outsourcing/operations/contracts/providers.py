"""Firms are told apart by kind: own branches, contracted shops, tendered partners, manufacturers' networks … (PTY-07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.profiles.operations import find_version
from sanbao.registry.models import CostCentre, Party
from sanbao_installation_outsourcing import providers
from sanbao_installation_outsourcing.kinds.contracts import READERS
from sanbao_installation_outsourcing.models import Provider
from sanbao_installation_outsourcing.rules.providers import INTERNAL, SETTLEMENTS
from sanbao_installation_outsourcing.schemas import providers as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

CLASSIFIERS = ("implementation_manager", "purchasing", "service_head", "general_manager")


@operation(
    "provider.classify",
    title=N_("Say what kind of provider"),
    schema=schemas.Classification,
    roles=CLASSIFIERS,
)
def classify(
    work: Work,
    *,
    parties: Sequence[Party],
    kind: str,
    from_on: date | None = None,
    cost_centre: CostCentre | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """Say of which kind firms are from a day on: which work they may be given, and how it is settled (PTY-07).

    Contracts that are written already stay settled as they were; what was given out before that day is judged by what
    held then.
    """
    version = find_version(work, providers.KIND, kind)
    key, day = f"{version.profile.code}@{version.version}", from_on or work.today
    found = providers.find_kind(work, key)
    _refuse_homeless_cost(found.settlement, cost_centre)
    standing = providers.classified(work, [party.id for party in parties])
    for party in {one.id: one for one in parties}.values():
        row = next((one for one in standing.get(party.id, []) if one.from_on == day), None)
        if row is None:
            row = Provider(company_id=work.company.id, party_id=party.id, party=party, from_on=day)
            work.session.add(row)
        row.kind, row.cost_centre, row.reason = key, cost_centre, reason
        row.recorded_at, row.recorded_by_id = work.now, work.user.id
    work.session.flush()
    return {"kind": key, "name": providers.name_of(found), "firms": len({one.id for one in parties})}


def _refuse_homeless_cost(settlement: str, cost_centre: CostCentre | None) -> None:
    """Refuse a cost centre where nothing is booked internally: it would be kept and never used."""
    if cost_centre is not None and settlement != INTERNAL:
        said = N_("Only what is booked internally falls on a cost centre; please leave it out.")
        raise Invalid([Problem("cost_centre", said)])


@question("provider.list", schema=schemas.ProvidersQuestion, roles=READERS)
def list_providers(work: Work, *, party: Party | None = None, on: date | None = None) -> list[dict[str, Any]]:
    """Return of which kind firms are on a day, what they may do and how they are settled; those of no kind are left out."""
    query = select(Provider.party_id).where(Provider.company_id == work.company.id).distinct()
    if party is not None:
        query = query.where(Provider.party_id == party.id)
    rows = providers.classified(work, work.session.scalars(query))
    standing = [providers.on_day(some, on or work.today) for some in rows.values()]
    return [
        shown(work, row)
        for row in sorted((one for one in standing if one is not None), key=lambda one: one.party.code)
    ]


def shown(work: Work, row: Provider) -> dict[str, Any]:
    """Return what people read of a firm's kind."""
    kind = providers.find_kind(work, row.kind)
    return {
        "party": row.party.code,
        "name": row.party.name,
        "kind": row.kind,
        "title": providers.name_of(kind),
        "works": list(kind.works),
        "may_do": providers.works_of(kind),
        "settlement": kind.settlement,
        "says": _(SETTLEMENTS[kind.settlement]),
        "cost_centre": row.cost_centre.code if row.cost_centre is not None else None,
        "from_on": row.from_on,
        "reason": row.reason,
    }


def describe_party(work: Work, parties: Sequence[Party]) -> list[dict[str, Any]]:
    """Return for each party's page of which kind it is today; nothing where it is of none, or where that may not be seen."""
    if not work.access.may("provider.list"):
        return [{} for _party in parties]
    rows = providers.classified(work, [party.id for party in parties])
    standing = [providers.on_day(rows.get(party.id, []), work.today) for party in parties]
    return [_section(work, row) if row is not None else {} for row in standing]


def _section(work: Work, row: Provider) -> dict[str, Any]:
    found = shown(work, row)
    return {
        "title": _(N_("Kind of provider")),
        "provider_kind": found["title"],
        "may_do": found["may_do"],
        "settlement_way": found["says"],
        "provider_since": row.from_on,
    }
