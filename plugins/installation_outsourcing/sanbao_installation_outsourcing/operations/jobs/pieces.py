"""The terminals themselves: found by their serial numbers, registered, and known to be with an installer (SPR-07, PRD-04)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlalchemy.orm import lazyload

from sanbao.database.lookups import each_of
from sanbao.database.pages import pages
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.registry import finding
from sanbao.registry.models import Product, Unit
from sanbao_installation_outsourcing.models import Contract, Terminal
from sanbao_installation_outsourcing.postings import jobs as postings

if TYPE_CHECKING:
    from sanbao.work import Work

#: The state of a terminal that nobody has accounted for yet.
WITH_HIM = "with_installer"


def units_of(work: Work, serials: Iterable[str], product: Product | None = None) -> dict[str, Unit]:
    """Return the units of these serial numbers that are known, each under the spelling in which it was asked for.

    What nobody has in this very spelling is looked for in capitals and in small letters, as the register does.
    """
    wanted = sorted(set(serials))
    found = _spelled(work, wanted, product)
    others = {serial: [serial.upper(), serial.lower()] for serial in wanted if serial not in found}
    unasked = {one for some in others.values() for one in some} - set(wanted)
    spelled = found | _spelled(work, sorted(unasked), product)
    for serial, spellings in others.items():
        units = {spelled[one].id: spelled[one] for one in spellings if one in spelled}
        if len(units) == 1:
            found[serial] = next(iter(units.values()))
    return found


def _spelled(work: Work, serials: Sequence[str], product: Product | None) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    query = select(Unit.id).where(Unit.company_id == work.company.id)
    if product is not None:
        query = query.where(Unit.product_id == product.id)
    for page in pages(serials):
        ids = list(work.session.scalars(each_of(work.connection, query, Unit.serial, page)))
        units = select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id).options(lazyload(Unit.parts))
        found.update({unit.serial: unit for unit in work.session.scalars(units)} if ids else {})
    return found


def register_units(work: Work, product: Product, serials: Iterable[str]) -> dict[str, Unit]:
    """Open the service files of terminals that have none yet (PRD-04)."""
    shared = {"company_id": work.company.id, "product_id": product.id, "state": "in_stock"}
    asked = list(serials)
    fresh = list({serial.upper(): serial for serial in reversed(asked)}.values())[::-1]
    rows = [{**shared, "serial": serial, "serial_tail": finding.tail(serial)} for serial in fresh]
    if rows:
        work.session.execute(insert(Unit), rows)
    return units_of(work, asked, product)


def open_terminals(work: Work, unit_ids: Sequence[int], party_id: int | None = None) -> list[Terminal]:
    """Return the terminals of these units that are with an installer now."""
    found: list[Terminal] = []
    for start in range(0, len(unit_ids), 1_000):
        query = select(Terminal).where(
            Terminal.unit_id.in_(unit_ids[start : start + 1_000]), Terminal.state == WITH_HIM
        )
        if party_id is not None:
            query = query.where(Terminal.party_id == party_id)
        found += work.session.scalars(query.order_by(Terminal.id).with_for_update(of=Terminal))
    return found


def his_terminals(work: Work, contract: Contract, serials: Sequence[str], path: str) -> list[Terminal]:
    """Return the terminals that the installer of a contract has now; every other serial is named."""
    units = units_of(work, serials)
    open_ones = open_terminals(work, [unit.id for unit in units.values()], contract.party_id)
    by_unit = {one.unit_id: one for one in open_ones}
    problems, found, seen = [], [], set()
    for position, serial in enumerate(serials):
        unit = units.get(serial)
        terminal = by_unit.get(unit.id) if unit is not None else None
        if terminal is None:
            said = N_("{serial} is not with {party}.")
            params = {"serial": serial, "party": contract.party.name}
            problems.append(Problem(path.format(position), said, params))
        elif terminal.id in seen:
            problems.append(
                Problem(path.format(position), N_("{serial} is named twice."), {"serial": serial})
            )
        else:
            found.append(terminal)
            seen.add(terminal.id)
    if problems:
        raise Invalid(problems)
    return found


def pieces_of(terminals: Iterable[Terminal]) -> list[postings.Piece]:
    """Return terminals as what a posting moves, each from the place where it lies."""
    return [
        postings.Piece(one.unit_id, one.product_id, one.cost, one.place_id, one.party_id, one.contract_id)
        for one in terminals
    ]
