"""Looking at what was installed: pass, or rework by a day (INS-08, INS-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao import sets
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_installation_outsourcing.errors.jobs import NothingToDo
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS
from sanbao_installation_outsourcing.models import InstallationOrder, Job
from sanbao_installation_outsourcing.operations.jobs.marks import (
    day_of,
    follow_orders,
    keep_photos,
    mark,
    write,
)
from sanbao_installation_outsourcing.operations.jobs.reworking import want_rework
from sanbao_installation_outsourcing.operations.jobs.selecting import chosen, plain, words
from sanbao_installation_outsourcing.operations.jobs.signing import accept_ready
from sanbao_installation_outsourcing.schemas import orders as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "installation_order.inspect",
    title=N_("Record the inspection"),
    on=InstallationOrder,
    schema=schemas.Inspection,
    roles=(*KEEPERS, "qc"),
)
def inspect(
    work: Work,
    order: InstallationOrder,
    *,
    passed: Sequence[str],
    failed: Sequence[dict[str, Any]],
    rest_passes: bool,
    inspected_on: date | None = None,
) -> InstallationOrder:
    """Record the technical inspection (技术检验): what fails is not payable until it was put right (INS-08, INS-19)."""
    on = day_of(work, inspected_on, "inspected_on")
    bad = _named(work, order, [line["vehicle"] for line in failed], "failed.{}.vehicle")
    good = _named(work, order, passed, "passed.{}")
    _refuse_both(good, bad, passed)
    if rest_passes and not passed:
        query = select(Job).where(Job.order_id == order.document_id, Job.state == "installed")
        left = {job.id for job in bad}
        good = [job for job in work.session.scalars(query.order_by(Job.id)) if job.id not in left]
    if not good and not bad:
        raise NothingToDo(states=words(["installed"]))
    _refuse_too_early(order, [*good, *bad], on)
    _pass(work, good, on)
    _fail(work, order, list(zip(bad, failed, strict=True)), on)
    accept_ready(work, good)
    follow_orders(work, [order.document_id])
    return order


def _named(work: Work, order: InstallationOrder, vehicles: Sequence[str], path: str) -> list[Job]:
    if not vehicles:
        return []
    return chosen(work, ("installed",), path=path, order=order, vehicles=vehicles)


def _refuse_both(good: Sequence[Job], bad: Sequence[Job], names: Sequence[str]) -> None:
    both = {job.id for job in good} & {job.id for job in bad}
    problems = [
        Problem(f"passed.{n}", N_("{vehicle} cannot both pass and fail."), {"vehicle": plain(name)})
        for n, (job, name) in enumerate(zip(good, names, strict=False))
        if job.id in both
    ]
    if problems:
        raise Invalid(problems)


def _refuse_too_early(order: InstallationOrder, jobs: Sequence[Job], on: date) -> None:
    last = max(job.completed_on for job in jobs if job.completed_on is not None)
    if on < last:
        said = N_("Something here was installed only on {day}.")
        raise Invalid([Problem("inspected_on", said, {"day": last})])


def _pass(work: Work, jobs: Sequence[Job], on: date) -> None:
    write(work, jobs, state="passed", passed=True, inspected_on=on, fault=None)
    mark(work, jobs, "passed", on)


def _fail(
    work: Work, order: InstallationOrder, failed: Sequence[tuple[Job, dict[str, Any]]], on: date
) -> None:
    """Send the installer back: a rework order with a day by which it is done (INS-08)."""
    if not failed:
        return
    kept = keep_photos(
        work, order.document, [job for job, _line in failed], [line for _job, line in failed], on
    )
    told = {"state": "rework", "passed": False, "inspected_on": on}
    sets.write_each(work, [(job, {**told, "fault": line["fault"]}) for job, line in failed])
    notes = {job.id: line["fault"] for job, line in failed}
    mark(work, [job for job, _line in failed], "failed", on, notes=notes, attachments=kept)
    want_rework(work, order)
