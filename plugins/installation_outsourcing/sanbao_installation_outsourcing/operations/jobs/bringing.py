"""Which terminals an installer brought into vehicles: known, and with him, where they are counted (SPR-07)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.registry.models import Product, Unit
from sanbao_installation_outsourcing.models import InstallationOrder, Job, Terminal
from sanbao_installation_outsourcing.operations.jobs.pieces import open_terminals, register_units, units_of

if TYPE_CHECKING:
    from sanbao.work import Work


def not_his(
    order: InstallationOrder, serials: Sequence[str], known: dict[str, Unit], held: Sequence[Terminal]
) -> list[Problem]:
    """Name the terminals that are not with this installer."""
    his = {one.unit_id for one in held}
    said = N_("{serial} is not with {party}.")
    return [
        Problem(f"lines.{n}.serial", said, {"serial": serial, "party": order.party.name})
        for n, serial in enumerate(serials)
        if serial not in known or known[serial].id not in his
    ]


def units_brought(
    work: Work, order: InstallationOrder, jobs: Sequence[Job], serials: Sequence[str]
) -> tuple[list[Unit], list[Terminal]]:
    """Return the terminals, and which of them are with this installer, as all must be where they are counted.

    Where they are not counted, those never seen before are recorded.
    """
    known = units_of(work, serials)
    held = open_terminals(work, [unit.id for unit in known.values()], order.party_id)
    problems: list[Problem] = []
    if work.setting("outsourcing_count_terminals"):
        problems = not_his(order, serials, known, held)
    else:
        known |= _unseen(work, jobs, serials, known, problems)
        problems += [
            Problem(f"lines.{n}.serial", N_("{serial} is built into a vehicle."), {"serial": serial})
            for n, serial in enumerate(serials)
            if serial in known and known[serial].host_id is not None
        ]
    pieces = [known[serial].id if serial in known else serial for serial in serials]
    first = {piece: n for n, piece in reversed(list(enumerate(pieces)))}
    problems += [
        Problem(f"lines.{n}.serial", N_("{serial} is named twice."), {"serial": serial})
        for n, serial in enumerate(serials)
        if first[pieces[n]] < n
    ]
    if problems:
        raise Invalid(problems)
    return [known[serial] for serial in serials], held


def _unseen(
    work: Work, jobs: Sequence[Job], serials: Sequence[str], known: dict[str, Unit], problems: list[Problem]
) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    by_product: dict[int, list[str]] = {}
    for n, (job, serial) in enumerate(zip(jobs, serials, strict=True)):
        if serial not in known and job.product_id is None:
            said = N_("{serial} is not known, and the plan does not say which product it is.")
            problems.append(Problem(f"lines.{n}.serial", said, {"serial": serial}))
        elif serial not in known and job.product_id is not None:
            by_product.setdefault(job.product_id, []).append(serial)
    for product_id, some in by_product.items():
        made |= register_units(work, work.session.get_one(Product, product_id), dict.fromkeys(some))
    return made
