"""Giving terminals to an installer and taking them back: issued = installed + returned + dead + missing (SPR-07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.money import split
from sanbao.operation import operation
from sanbao.registry.models import Place, Product, Unit
from sanbao_installation_outsourcing.errors.jobs import NoStock
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS
from sanbao_installation_outsourcing.models import Contract, Terminal, TerminalSlip
from sanbao_installation_outsourcing.operations.events.making import report_missing
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file
from sanbao_installation_outsourcing.operations.jobs.pieces import (
    WITH_HIM,
    his_terminals,
    open_terminals,
    pieces_of,
    register_units,
    units_of,
)
from sanbao_installation_outsourcing.operations.jobs.planning import refuse_ended
from sanbao_installation_outsourcing.operations.jobs.slips import SAID, end_terminals, new_slip, place_of
from sanbao_installation_outsourcing.postings import jobs as postings
from sanbao_installation_outsourcing.schemas import terminals as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

STOREKEEPERS = (*KEEPERS, "finance")


@operation("terminal.issue", title=N_("Issue terminals"), schema=schemas.Issue, roles=STOREKEEPERS)
def issue(
    work: Work,
    *,
    contract: Contract,
    product: Product,
    place: Place,
    serials: Sequence[str],
    to_place: Place | None = None,
    stock: str | None = None,
    issued_on: date | None = None,
    note: str | None = None,
) -> TerminalSlip:
    """Give terminals to an installer (终端领用): they stand at his place until they are accounted for (SPR-07)."""
    refuse_ended(work, contract)
    on = day_of(work, issued_on, "issued_on")
    his = to_place or place_of(work, contract)
    units = _units(work, product, serials)
    _refuse_not_free(work, serials, units)
    role = stock or work.setting("outsourcing_terminal_stock")
    costs = _costs(work, role, product, place, len(units))
    slip = new_slip(work, "issue", contract, his, on, len(units), note)
    pieces = [
        postings.Piece(unit.id, product.id, cost, place.id, contract_id=contract.document_id, role=role)
        for unit, cost in zip(units, costs, strict=True)
    ]
    to = postings.To(postings.HIS, his.id, contract.party_id)
    postings.moved(work, slip.document, on, "issue", SAID["issue"], pieces, to)
    shared = {
        "company_id": work.company.id,
        "product_id": product.id,
        "contract_id": contract.document_id,
        "party_id": contract.party_id,
        "place_id": his.id,
        "issue_id": slip.document_id,
        "state": WITH_HIM,
        "issued_on": on,
        "stock_role": role,
    }
    rows = [{**shared, "unit_id": unit.id, "cost": cost} for unit, cost in zip(units, costs, strict=True)]
    work.session.execute(insert(Terminal), rows)
    return slip


def _units(work: Work, product: Product, serials: Sequence[str]) -> list[Unit]:
    known = units_of(work, serials, product)
    known |= register_units(
        work, product, [serial for serial in dict.fromkeys(serials) if serial not in known]
    )
    return [known[serial] for serial in serials]


def _refuse_not_free(work: Work, serials: Sequence[str], units: Sequence[Unit]) -> None:
    """Refuse pieces that are named twice, or that are with an installer or in a vehicle already."""
    out = {one.unit_id for one in open_terminals(work, [unit.id for unit in units])}
    problems, seen = [], set()
    for position, (serial, unit) in enumerate(zip(serials, units, strict=True)):
        said = None
        if unit.id in seen:
            said = N_("{serial} is named twice.")
        elif unit.id in out:
            said = N_("{serial} is with an installer already.")
        elif unit.host_id is not None:
            said = N_("{serial} is built into a vehicle.")
        if said is not None:
            problems.append(Problem(f"serials.{position}", said, {"serial": serial}))
        seen.add(unit.id)
    if problems:
        raise Invalid(problems)


def _costs(work: Work, role: str, product: Product, place: Place, count: int) -> list[Decimal]:
    """Return what each of so many pieces takes out of stock at the moving average; refuse more than lie there."""
    work.hold("stock", [product.id])
    there, _value = work.ledger.stock(role, product.id, place.id)
    if there < count:
        raise NoStock(place=place.code, there=there, product=product.code, wanted=count)
    pieces, value = work.ledger.stock(role, product.id)
    total = work.erp.currency.round(value * count / pieces)
    return split(total, [1] * count, work.erp.currency)


@operation("terminal.return", title=N_("Take terminals back"), schema=schemas.Return, roles=STOREKEEPERS)
def take_back(
    work: Work,
    *,
    contract: Contract,
    serials: Sequence[str],
    place: Place,
    returned_on: date | None = None,
    note: str | None = None,
) -> TerminalSlip:
    """Take unused terminals back from an installer (终端退回): into the stock that they came from (SPR-07)."""
    on = day_of(work, returned_on, "returned_on")
    found = his_terminals(work, contract, serials, "serials.{}")
    slip = new_slip(work, "return", contract, place, on, len(found), note)
    by_role: dict[str, list[Terminal]] = {}
    for one in found:
        by_role.setdefault(one.stock_role, []).append(one)
    for role, some in sorted(by_role.items()):
        to = postings.To(role, place.id)
        postings.moved(work, slip.document, on, f"return:{role}", SAID["return"], pieces_of(some), to)
    end_terminals(work, found, "returned", slip)
    return slip


@operation("terminal.dead", title=N_("Dead on arrival"), schema=schemas.DeadOnArrival, roles=STOREKEEPERS)
def dead(
    work: Work,
    *,
    contract: Contract,
    place: Place,
    lines: Sequence[dict[str, Any]],
    found_on: date | None = None,
    swap_place: Place | None = None,
) -> TerminalSlip:
    """Take terminals back that did not work, and give others for them at our cost (甲方责任, INS-07)."""
    on = day_of(work, found_on, "found_on")
    found = his_terminals(work, contract, [line["serial"] for line in lines], "lines.{}.serial")
    faults = "; ".join(f"{line['serial']}: {line['fault']}" for line in lines)
    slip = new_slip(work, "dead", contract, place, on, len(found), faults)
    to = postings.To(postings.BACK, place.id)
    postings.moved(work, slip.document, on, "dead", SAID["dead"], pieces_of(found), to)
    end_terminals(work, found, "dead", slip)
    work.session.flush()
    swaps = [(one, line["swap"]) for one, line in zip(found, lines, strict=True) if line.get("swap")]
    for product_id in sorted({one.product_id for one, _serial in swaps}):
        same = [(one, serial) for one, serial in swaps if one.product_id == product_id]
        _swap(work, contract, product_id, same, swap_place or place, on)
    return slip


def _swap(
    work: Work,
    contract: Contract,
    product_id: int,
    swaps: Sequence[tuple[Terminal, str]],
    place: Place,
    on: date,
) -> None:
    serials = [serial for _one, serial in swaps]
    product = work.session.get_one(Product, product_id)
    issue(work, contract=contract, product=product, place=place, serials=serials, issued_on=on)
    work.session.flush()
    by_serial = units_of(work, serials, product)
    for old, serial in swaps:
        old.swapped_for_id = by_serial[serial].id


@operation(
    "terminal.missing",
    title=N_("Record missing terminals"),
    schema=schemas.Missing,
    roles=("implementation_manager", "service_head", "finance"),
)
def missing(
    work: Work,
    *,
    contract: Contract,
    serials: Sequence[str],
    counted_on: date | None = None,
    worth: Decimal | None = None,
    note: str | None = None,
    paper: dict[str, Any] | None = None,
) -> TerminalSlip:
    """Record what an installer cannot account for: he owes it, as damage by his fault (INS-13, SPR-07)."""
    on = day_of(work, counted_on, "counted_on")
    found = his_terminals(work, contract, serials, "serials.{}")
    each = _worth(work, found, worth)
    place = work.session.get_one(Place, found[0].place_id)
    slip = new_slip(work, "missing", contract, place, on, len(found), note)
    to = postings.To(postings.GONE, None, contract.party_id)
    postings.moved(work, slip.document, on, "missing", SAID["missing"], pieces_of(found), to)
    end_terminals(work, found, "missing", slip)
    if paper is not None:
        keep_file(work, slip.document, paper, "evidence")
    report_missing(work, contract, slip.document, on, sum(each, Decimal(0)), list(serials))
    return slip


def _worth(work: Work, terminals: Sequence[Terminal], worth: Decimal | None) -> list[Decimal]:
    """Return what each missing piece is worth: as said, or what it cost us; refuse where nobody knows."""
    if worth is not None:
        return [worth] * len(terminals)
    if any(one.cost == 0 for one in terminals):
        raise Invalid([Problem("worth", N_("These stand in the books without a value; say what one costs."))])
    return [one.cost for one in terminals]
