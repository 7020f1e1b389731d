"""What holds for one unit alone: terms that were agreed, what the manufacturer owes, a promise made longer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.profiles.models import ProfileVersion
from sanbao.registry.finding import part_of
from sanbao.registry.models import Unit
from sanbao_warranty import schemas
from sanbao_warranty.errors import NotBound
from sanbao_warranty.facts import policy_of
from sanbao_warranty.models import Binding, TermExtension, UnitTerms
from sanbao_warranty.operations.deciding import redecide_open

if TYPE_CHECKING:
    from sanbao.work import Work

AGREERS = ("service_manager", "sales_manager", "design")
_PLAIN = ("manufacturer_term", "manufacturer_start", "agreed_term", "design_life", "region")
_TABLES = ("agreed_terms", "agreed_ends", "part_terms")


@operation(
    "warranty.agree_terms",
    title=N_("Agree on special terms"),
    on=Unit,
    many=True,
    schema=schemas.AgreeTerms,
    roles=AGREERS,
)
def agree_terms(
    work: Work,
    units: Sequence[Unit],
    *,
    terms: Sequence[dict[str, Any]],
    reason: str,
    redecide: bool,
    **values: Any,
) -> list[Unit]:
    """Write down what was agreed for units alone: per promise, guarantee or part (W-02, W-14, PRD-02)."""
    refuse_unknown_guarantees(terms)
    for unit in units:
        write_terms(work, unit, **values)
        _agree(work, unit, terms)
    _decide_anew_if(work, units, redecide)
    return list(units)


def refuse_unknown_guarantees(terms: Iterable[dict[str, Any]]) -> None:
    """Refuse a guarantee that its promise does not have."""
    problems = [
        problem
        for position, line in enumerate(terms)
        if (
            problem := unknown_guarantee(
                f"terms.{position}.guarantee", line.get("promise"), line.get("guarantee")
            )
        )
    ]
    if problems:
        raise Invalid(problems)


def unknown_guarantee(field: str, version: ProfileVersion | None, guarantee: str | None) -> Problem | None:
    """Return the problem with a guarantee that its promise does not have, if there is one."""
    if version is None or guarantee is None:
        return None
    kinds = [one.kind for one in policy_of(version).guarantees]
    if guarantee in kinds:
        return None
    message = N_("“{given}” is not one of: {known}.")
    return Problem(field, message, {"given": guarantee, "known": ", ".join(kinds)})


def write_terms(work: Work, unit: Unit, **values: Any) -> UnitTerms:
    """Write what is given into the terms of a unit; a manufacturer's term runs from the invoice if nobody says else."""
    terms = work.session.get(UnitTerms, unit.id)
    if terms is None:
        terms = UnitTerms(
            unit_id=unit.id, company_id=work.company.id, agreed_terms={}, agreed_ends={}, part_terms={}
        )
        work.session.add(terms)
    for name, value in values.items():
        setattr(terms, name, value)
    if terms.manufacturer_term is not None and terms.manufacturer_start is None:
        terms.manufacturer_start = unit.invoiced_on or unit.sold_on
    work.session.flush()
    return terms


def _agree(work: Work, unit: Unit, lines: Sequence[dict[str, Any]]) -> None:
    terms = write_terms(work, unit)
    written: dict[str, dict[str, str]] = {name: dict(getattr(terms, name)) for name in _TABLES}
    for line in lines:
        if "part" in line:
            written["part_terms"][part_of(unit, line["part"])] = line["term"]
            continue
        code = line["promise"].profile.code
        key = f"{code}/{line['guarantee']}" if "guarantee" in line else code
        # The new word on a promise takes the place of the old one, whichever of the two it was.
        written["agreed_terms"].pop(key, None)
        written["agreed_ends"].pop(key, None)
        if "term" in line:
            written["agreed_terms"][key] = line["term"]
        else:
            written["agreed_ends"][key] = line["until"].isoformat()
    for name, table in written.items():
        setattr(terms, name, table)
    work.session.flush()


def copy_terms(work: Work, before: Unit, after: Unit) -> None:
    """Let an exchanged unit keep the terms that were agreed for the one that it replaces."""
    terms = work.session.get(UnitTerms, before.id)
    if terms is not None:
        write_terms(work, after, **{name: getattr(terms, name) for name in (*_PLAIN, *_TABLES)})


@operation(
    "warranty.extend",
    title=N_("Extend a promise"),
    on=Unit,
    many=True,
    schema=schemas.Extend,
    roles=AGREERS,
)
def extend(
    work: Work,
    units: Sequence[Unit],
    *,
    promise: ProfileVersion,
    because: str,
    redecide: bool,
    guarantee: str | None = None,
    months: int | None = None,
    until: date | None = None,
    document: Document | None = None,
) -> list[Unit]:
    """Make a promise longer for units: bought, agreed or given (W-18, CAL-09)."""
    problem = unknown_guarantee("guarantee", promise, guarantee)
    if problem is not None:
        raise Invalid([problem])
    for unit in units:
        lengthen(
            work,
            unit,
            bound_version(work, unit, promise),
            rule="W-18",
            because=because,
            guarantee=guarantee,
            months=months,
            until=until,
            document_id=document.id if document is not None else None,
        )
    _decide_anew_if(work, units, redecide)
    return list(units)


def bound_version(work: Work, unit: Unit, promise: ProfileVersion) -> int:
    """Return the version of a promise that counts for a unit, which may be an older one (CAL-09)."""
    query = (
        select(Binding.version_id)
        .join(ProfileVersion, ProfileVersion.id == Binding.version_id)
        .where(
            Binding.unit_id == unit.id,
            Binding.ended_at.is_(None),
            ProfileVersion.profile_id == promise.profile_id,
        )
        .order_by(Binding.id.desc())
        .limit(1)
    )
    found = work.session.scalar(query)
    if found is None:
        raise NotBound(promise=promise.profile.code, unit=unit.serial)
    return found


def lengthen(
    work: Work, unit: Unit, version_id: int, *, rule: str, because: str, **values: Any
) -> TermExtension:
    """Record that a term of a unit became longer, by which rule, on which paper."""
    extension = TermExtension(
        company_id=work.company.id,
        unit_id=unit.id,
        version_id=version_id,
        rule=rule,
        because=because,
        recorded_at=work.now,
        recorded_by_id=work.user.id,
        **values,
    )
    work.session.add(extension)
    work.session.flush()
    return extension


@operation(
    "warranty.withdraw_extension",
    title=N_("Withdraw an extension"),
    on=Unit,
    schema=schemas.WithdrawExtension,
    roles=("service_manager", "service_head"),
)
def withdraw_extension(work: Work, unit: Unit, *, extension: int, reason: str, redecide: bool) -> Unit:
    """Take an extension back that should not have been recorded; that of a final test goes with its paper."""
    found = work.session.get(TermExtension, extension)
    if found is None or found.unit_id != unit.id or found.withdrawn_at is not None or found.rule == "W-10":
        raise NotFound(what=_(N_("extension")), key=str(extension))
    found.withdrawn_at = work.now
    _decide_anew_if(work, [unit], redecide)
    return unit


def withdraw_extensions_of(work: Work, document: Document) -> None:
    """Take back what a voided paper had lengthened."""
    query = select(TermExtension).where(
        TermExtension.document_id == document.id, TermExtension.withdrawn_at.is_(None)
    )
    for extension in work.session.scalars(query):
        extension.withdrawn_at = work.now


def _decide_anew_if(work: Work, units: Sequence[Unit], wanted: bool) -> None:
    work.session.flush()
    if wanted:
        redecide_open(work, units)
