"""Binding promises to units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.profiles.models import ProfileVersion
from sanbao.profiles.operations import find_version
from sanbao.registry.models import Unit
from sanbao_warranty import schemas
from sanbao_warranty.errors import BoundAlready
from sanbao_warranty.facts.among import among
from sanbao_warranty.models import Binding, UnitTerms
from sanbao_warranty.operations.deliveries import default_promises, promised_for
from sanbao_warranty.operations.terms import copy_terms, write_terms

if TYPE_CHECKING:
    from sanbao.work import Work

PROFILE_KIND = "warranty"
REGISTER = "unit.register"


def find_policy(work: Work, key: str) -> ProfileVersion:
    """Return the version that ``CODE`` (the newest) or ``CODE@2`` names."""
    return find_version(work, PROFILE_KIND, key)


def save_warranty_fields(
    work: Work,
    unit: Unit,
    *,
    warranty: Sequence[ProfileVersion] = (),
    without_promise: bool = False,
    **terms: Any,
) -> None:
    """Keep what ``unit.register`` was given for this plugin; without a word, what the product's release promises."""
    own = default_promises(work, unit)
    for version in warranty or (() if without_promise else own):
        bind_version(work, unit, version)
    if terms or without_promise:
        write_terms(work, unit, is_without_promise=without_promise, **terms)
    work.session.flush()


def bind_released(work: Work, units: Sequence[Unit]) -> None:
    """Bind what their product's release promises to accepted units of which nobody has said anything (W-01, PRD-02).

    Units that came by ``unit.register`` have theirs; those whose service file another plugin opened get them here.
    """
    if work.operation_name == REGISTER:  # its own fields are still to be read, and decide
        return
    silent = _unspoken(work, units)
    promised = promised_for(work, {unit.product_id for unit in silent})
    shared = {"company_id": work.company.id, "bound_at": work.now}
    rows = [
        {**shared, "unit_id": unit.id, "version_id": row.version_id}
        for unit in silent
        for row in promised.get(unit.product_id, ())
    ]
    if rows:
        work.session.execute(insert(Binding), rows)


def _unspoken(work: Work, units: Sequence[Unit]) -> list[Unit]:
    ids = [unit.id for unit in units]
    spoken = set(work.session.scalars(select(Binding.unit_id).where(among(Binding.unit_id, ids))))
    without = select(UnitTerms.unit_id).where(
        among(UnitTerms.unit_id, ids), UnitTerms.is_without_promise.is_(True)
    )
    spoken |= set(work.session.scalars(without))
    return [unit for unit in units if unit.id not in spoken]


@operation(
    "warranty.bind",
    title=N_("Bind a promise"),
    on=Unit,
    schema=schemas.BindInput,
    roles=("service_manager", "sales", "design"),
)
def bind(work: Work, unit: Unit, *, policy: ProfileVersion) -> Unit:
    """Bind a promise to a unit; its version stays as it is today (CAL-09)."""
    bind_version(work, unit, policy)
    return unit


def bind_version(work: Work, unit: Unit, version: ProfileVersion) -> None:
    """Bind a version once."""
    query = select(Binding.id).where(
        Binding.unit_id == unit.id, Binding.version_id == version.id, Binding.ended_at.is_(None)
    )
    if work.session.scalar(query) is not None:
        raise BoundAlready(promise=version.profile.code, unit=unit.serial)
    work.session.add(
        Binding(company_id=work.company.id, unit_id=unit.id, version_id=version.id, bound_at=work.now)
    )
    work.session.flush()


def inherit(work: Work, old: Sequence[Unit], new: Sequence[Unit]) -> None:
    """Let each exchanged unit keep the promises of the one that it replaces, and the terms agreed for it."""
    for before, after in zip(old, new, strict=True):
        copy_terms(work, before, after)
        query = select(Binding).where(Binding.unit_id == before.id, Binding.ended_at.is_(None))
        for binding in list(work.session.scalars(query)):
            work.session.add(
                Binding(
                    company_id=work.company.id,
                    unit_id=after.id,
                    version_id=binding.version_id,
                    bound_at=work.now,
                )
            )
    work.session.flush()
