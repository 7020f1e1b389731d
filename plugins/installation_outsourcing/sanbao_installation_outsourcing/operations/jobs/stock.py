"""What every installer was given, and what became of it (SPR-07)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from sanbao.operation import question
from sanbao.registry.models import Party, Place, Product, Unit
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import EVERYBODY
from sanbao_installation_outsourcing.models import (
    Contract,
    Lot,
    Terminal,
)
from sanbao_installation_outsourcing.schemas import terminals as terminal_schemas

if TYPE_CHECKING:
    from sanbao.work import Work


@question("terminal.stock", schema=terminal_schemas.TerminalsQuestion, roles=EVERYBODY)
def stock(
    work: Work, *, contract: Contract | None = None, party: Party | None = None, serial: str | None = None
) -> list[dict[str, Any]]:
    """Return what every installer was given and what became of it: issued = installed + returned + dead + missing + there (SPR-07)."""
    return terminal_stock(work, contract, party, serial)


def terminal_stock(
    work: Work,
    contract: Contract | None = None,
    party: Party | None = None,
    serial: str | None = None,
) -> list[dict[str, Any]]:
    """Return the stock with installers by party, place and product."""
    counted = func.count().label("count")
    query = (
        scope.picked(Party.code, Party.name, Place.code, Product.code, Terminal.state, counted)
        .select_from(Terminal)
        .join(Party, Party.id == Terminal.party_id)
        .join(Place, Place.id == Terminal.place_id)
        .join(Product, Product.id == Terminal.product_id)
        .where(Terminal.company_id == work.company.id)
        .group_by(Party.code, Party.name, Place.code, Product.code, Terminal.state)
        .order_by(Party.code, Place.code, Product.code)
    )
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    states = ("installed", "returned", "dead", "missing", "with_installer")
    for code, name, place, product, state, count in work.session.execute(
        _of_terminals(work, query, contract, party, serial)
    ):
        blank = {"party": code, "name": name, "place": place, "product": product, "issued": 0}
        row = rows.setdefault((code, place, product), {**blank, **dict.fromkeys(states, 0)})
        row[state] += count
        row["issued"] += count
    return list(rows.values())


def _of_terminals(
    work: Work, query: Select[Any], contract: Contract | None, party: Party | None, serial: str | None
) -> Select[Any]:
    mine = scope.of(work)
    if mine.party_id is not None:
        query = query.where(Terminal.party_id == mine.party_id)
    if mine.centres is not None:
        lots = select(Lot.contract_id).where(Lot.centre_id.in_(mine.centres))
        query = query.where(Terminal.contract_id.in_(lots))
    if contract is not None:
        query = query.where(Terminal.contract_id == contract.document_id)
    if party is not None:
        query = query.where(Terminal.party_id == party.id)
    if serial is not None:
        query = query.join(Unit, Unit.id == Terminal.unit_id).where(Unit.serial.in_({serial, serial.upper()}))
    return query
