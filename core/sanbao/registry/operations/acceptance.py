"""What people do when a unit is delivered, installed, commissioned and accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sanbao import sets
from sanbao.i18n import N_
from sanbao.i18n.headings import heading
from sanbao.operation import operation
from sanbao.registry import schemas
from sanbao.registry.errors import AcceptanceMissing, AlreadyAccepted, FormIncomplete
from sanbao.registry.models import Unit
from sanbao.registry.operations.corrections import decisions_resting_on
from sanbao.registry.operations.keepers import UNIT_KEEPERS
from sanbao.registry.operations.milestones import (
    DAY_OF,
    FAILED,
    record_milestone,
    refuse_contradiction,
    withdraw_milestone,
)

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "unit.accept",
    title=N_("Record acceptance"),
    on=Unit,
    many=True,
    schema=schemas.Acceptance,
    roles=UNIT_KEEPERS,
)
def accept(work: Work, units: Sequence[Unit], *, accepted_on: date) -> list[Unit]:
    """Record the acceptance of one unit or of thousands: warranties start from it (W-01, DLV-11)."""
    accept_units(work, units, accepted_on)
    return list(units)


def accept_units(work: Work, units: Sequence[Unit], accepted_on: date) -> None:
    """Set the day, keep the milestone, and tell the plugins once for all units; one that is named twice is one."""
    units = list(dict.fromkeys(units))
    for unit in units:
        if unit.accepted_on is not None:
            raise AlreadyAccepted(unit=unit.serial, day=unit.accepted_on)
        refuse_contradiction(unit, accepted_on=accepted_on)
    sets.write(work, units, {"accepted_on": accepted_on})
    record_milestone(work, units, "accepted", accepted_on)
    work.hooks.tell("units_accepted", work, units=list(units))


@operation(
    "unit.unaccept",
    title=N_("Withdraw acceptance"),
    on=Unit,
    many=True,
    schema=schemas.Reason,
    roles=("service_manager", "implementation_manager"),
)
def unaccept(work: Work, units: Sequence[Unit], *, reason: str) -> dict[str, Any]:
    """Withdraw an acceptance; answer with the decisions that rest on it."""
    units = list(dict.fromkeys(units))
    for unit in units:
        if unit.accepted_on is None:
            raise AcceptanceMissing(unit=unit.serial)
    sets.write(work, units, {"accepted_on": None})
    withdraw_milestone(work, units, "accepted")
    work.hooks.tell("units_unaccepted", work, units=list(units))
    return {"units": list(units), "decisions": decisions_resting_on(work, units)}


@operation(
    "unit.fail_acceptance",
    title=N_("Acceptance failed"),
    on=Unit,
    many=True,
    schema=schemas.FailedAcceptance,
    roles=UNIT_KEEPERS,
)
def fail_acceptance(
    work: Work, units: Sequence[Unit], *, reason: str, failed_on: date | None = None
) -> list[Unit]:
    """Record that units failed their acceptance: another is owed, and no term starts (W-20, DLV-04)."""
    on = failed_on or work.today
    units = list(dict.fromkeys(units))
    for unit in units:
        if unit.accepted_on is not None:
            raise AlreadyAccepted(unit=unit.serial, day=unit.accepted_on)
    withdraw_milestone(work, units, FAILED)
    record_milestone(work, units, FAILED, on)
    return list(units)


@operation(
    "unit.milestone",
    title=N_("Record a milestone"),
    on=Unit,
    many=True,
    schema=schemas.MilestoneInput,
    roles=UNIT_KEEPERS,
)
def reach_milestone(work: Work, units: Sequence[Unit], *, kind: str, reached_on: date) -> list[Unit]:
    """Record that units reached a milestone; acceptance goes its own way (DLV-11)."""
    if kind == "accepted":
        accept_units(work, units, reached_on)
        return list(units)
    units = list(dict.fromkeys(units))
    if kind == "installed":
        refuse_incomplete(work, units)
    for unit in units:
        refuse_contradiction(unit, **{DAY_OF[kind]: reached_on})
    sets.write(work, units, {DAY_OF[kind]: reached_on})
    withdraw_milestone(work, units, kind)
    record_milestone(work, units, kind, reached_on)
    return list(units)


def refuse_incomplete(work: Work, units: Sequence[Unit]) -> None:
    """Refuse to count a unit as installed whose registration form has gaps (安装登记表, PRD-05)."""
    wanted: list[str] = work.setting("installation_form")
    gaps = {unit.serial: [name for name in wanted if _is_blank(unit, name)] for unit in units}
    told = [
        f"{serial}: {', '.join(heading(name) for name in names)}" for serial, names in gaps.items() if names
    ]
    if told:
        raise FormIncomplete(gaps="; ".join(told))


def _is_blank(unit: Unit, name: str) -> bool:
    return getattr(unit, f"{name}_id", getattr(unit, name, None)) in (None, "")
