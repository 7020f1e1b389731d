"""The promises that are bound to units, what was agreed for a unit alone, and what lengthened a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from sanbao.calendar.periods import Period
from sanbao.documents.kinds import VOID
from sanbao.documents.models import Document
from sanbao.profiles.models import Profile, ProfileVersion
from sanbao_warranty import models
from sanbao_warranty.facts.among import among
from sanbao_warranty.policy import Policy, load
from sanbao_warranty.rules.facts import Extension, FinalTest

_policies: dict[tuple[str, int], Policy] = {}


def policy_of(version: Any) -> Policy:
    """Return the typed policy of a stored version; versions never change, so each is read once (CAL-09)."""
    key = (version.content_hash, version.version)
    if key not in _policies:
        _policies[key] = replace(load(version.content), version=version.version)
    return _policies[key]


def bound(connection: Connection, ids: Sequence[int]) -> dict[int, list[Policy]]:
    """Return the policies bound to each unit, in the order in which they were bound."""
    binding = models.Binding
    query = (
        select(binding.unit_id, binding.version_id)
        .where(among(binding.unit_id, ids), binding.ended_at.is_(None))
        .order_by(binding.id)
    )
    rows = connection.execute(query).all()
    policies = _policies_of(connection, {row.version_id for row in rows})
    found: dict[int, list[Policy]] = defaultdict(list)
    for unit_id, version_id in rows:
        found[unit_id].append(policies[version_id])
    return found


def _policies_of(connection: Connection, version_ids: Iterable[int]) -> dict[int, Policy]:
    """Return the policies of these versions; thousands of units share a few, so each is read once."""
    query = select(
        ProfileVersion.id, ProfileVersion.content_hash, ProfileVersion.version, ProfileVersion.content
    ).where(ProfileVersion.id.in_(list(version_ids)))
    return {row.id: policy_of(row) for row in connection.execute(query)}


@dataclass(frozen=True)
class OwnTerms:
    """What holds for one unit alone, ready for the rules (W-02, W-14, PRD-02)."""

    agreed_terms: dict[str, Period] = field(default_factory=dict)
    agreed_ends: dict[str, date] = field(default_factory=dict)
    part_terms: dict[str, Period] = field(default_factory=dict)
    manufacturer_end: date | None = None
    design_life: Period | None = None
    region: str | None = None


NOTHING_AGREED = OwnTerms()


def own_terms(
    connection: Connection, ids: Sequence[int], policies: dict[int, list[Policy]]
) -> dict[int, OwnTerms]:
    """Return what was agreed for each unit alone."""
    query = select(models.UnitTerms.__table__).where(among(models.UnitTerms.unit_id, ids))
    return {row.unit_id: _own(row, policies.get(row.unit_id, ())) for row in connection.execute(query)}


def _own(row: Any, policies: Iterable[Policy]) -> OwnTerms:
    agreed = {
        policy.code: Period.parse(row.agreed_term) for policy in policies if row.agreed_term is not None
    }
    return OwnTerms(
        agreed_terms={**agreed, **_periods(row.agreed_terms)},
        agreed_ends={key: date.fromisoformat(day) for key, day in row.agreed_ends.items()},
        part_terms=_periods(row.part_terms),
        manufacturer_end=_manufacturer_end(row),
        design_life=Period.parse(row.design_life) if row.design_life is not None else None,
        region=row.region,
    )


def _periods(written: dict[str, str]) -> dict[str, Period]:
    return {key: Period.parse(term) for key, term in written.items()}


def _manufacturer_end(row: Any) -> date | None:
    if row.manufacturer_term is None or row.manufacturer_start is None:
        return None
    return Period.parse(row.manufacturer_term).end(row.manufacturer_start)


def extensions(connection: Connection, ids: Sequence[int]) -> dict[int, list[Extension]]:
    """Return what lengthened the terms of each unit, unless it was withdrawn."""
    table = models.TermExtension
    query = (
        select(table.__table__, Profile.code)
        .join(ProfileVersion, ProfileVersion.id == table.version_id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(among(table.unit_id, ids), table.withdrawn_at.is_(None))
        .order_by(table.id)
    )
    found: dict[int, list[Extension]] = defaultdict(list)
    for row in connection.execute(query):
        term = Period(months=row.months) if row.months is not None else None
        one = Extension(row.code, row.until, term, row.guarantee, row.rule, row.because)
        found[row.unit_id].append(one)
    return found


def final_tests(connection: Connection, ids: Sequence[int]) -> dict[int, list[FinalTest]]:
    """Return the final tests that were made on each unit (W-10)."""
    table = models.FinalTest
    query = (
        select(table.unit_id, Profile.code, table.tested_on, table.passed)
        .join(Document, Document.id == table.document_id)
        .join(ProfileVersion, ProfileVersion.id == table.version_id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(among(table.unit_id, ids), table.tested_on.is_not(None), Document.state != VOID)
        .order_by(table.tested_on, table.document_id)
    )
    found: dict[int, list[FinalTest]] = defaultdict(list)
    for unit_id, code, tested_on, passed in connection.execute(query):
        if tested_on is not None:
            found[unit_id].append(FinalTest(code, tested_on, bool(passed)))
    return found
