"""Where terminals go: to an installer's place, into a vehicle, back, or nowhere that anybody knows (SPR-07)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.costing.models import CostLine
from sanbao.i18n import in_language
from sanbao.ledger import Entry, Line, credit, debit, move
from sanbao.ledger.models import Stock

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

RULE = "SPR-07"
HIS, VEHICLE, BACK, GONE = "WITH_INSTALLER", "AT_CUSTOMER", "RETURNED", "SCRAPPED"
#: Account roles at which terminals may lie before they are given out.
STOCKS = ("GOODS", "SPARES", "CUSTOMER_GOODS")
WIP = "SERVICE_WIP"
POSTED_ROLES = (*STOCKS, HIS, VEHICLE, BACK, GONE, WIP)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Piece:
    """One terminal that moves: what it is, what it cost, and at which place it lies."""

    unit_id: int
    product_id: int
    cost: Decimal
    place_id: int | None
    party_id: int | None = None
    contract_id: int | None = None
    role: str = HIS


@dataclass(frozen=True, slots=True)
class To:
    """Where pieces go: the account role, and the place or whose they are."""

    role: str
    place_id: int | None = None
    party_id: int | None = None


def moved(
    work: Work, document: Document, on: date, event: str, said: str, pieces: Sequence[Piece], to: To
) -> None:
    """Move pieces from where each of them lies to another place.

    Goods: out of the one account, into the other, by serial number where they lie so. Money: what leaves stock with a
    value becomes cost of the contract (Dr SERVICE_WIP / Cr stock, LED-04) and comes back with the piece.
    """
    serial = _lying_by_serial(work, pieces)
    lines: list[Line] = []
    for key, some in _alike(pieces, serial).items():
        product_id, place_id, role, party_id, contract_id, unit_id = key
        cost = sum((one.cost for one in some), ZERO)
        count = len(some)
        lines += _out(role, product_id, count, place_id, party_id, unit_id, cost)
        lines += _into(to, product_id, count, unit_id, cost)
        lines += _contract_cost(role, to.role, cost, contract_id)
    paper = document.number or document.title
    summary = in_language(work.company.locale, said, document=paper, count=len(pieces))
    _onto_cost_sheets(work, lines, on, summary)
    work.ledger.post(
        Entry(
            date=on,
            summary=summary,
            lines=lines,
            document_id=document.id,
            event=event,
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


def _onto_cost_sheets(work: Work, lines: Sequence[Line], on: date, summary: str) -> None:
    """Keep what the terminals cost on their contracts' cost sheets, so that these foot to the ledger (LED-26)."""
    work.session.add_all(
        CostLine(
            company_id=work.company.id,
            document_id=line.cost_object,
            cost_type="parts",
            description=summary,
            incurred_on=on,
            amount=line.debit - line.credit,
        )
        for line in lines
        if line.account == WIP
    )


#: product, place, role, party, contract, unit where it lies by serial number
Key = tuple[int, int | None, str, int | None, int | None, int | None]


def _alike(pieces: Sequence[Piece], serial: Collection[int]) -> dict[Key, list[Piece]]:
    found: dict[Key, list[Piece]] = {}
    for one in pieces:
        unit = one.unit_id if one.unit_id in serial else None
        key = (one.product_id, one.place_id, one.role, one.party_id, one.contract_id, unit)
        found.setdefault(key, []).append(one)
    return found


def _out(
    role: str,
    product: int,
    count: int,
    place: int | None,
    party: int | None,
    unit: int | None,
    cost: Decimal,
) -> list[Line]:
    if cost and role in STOCKS:
        return [credit(role, cost, product=product, quantity=-count, place=place, unit=unit, rule=RULE)]
    return [move(role, product, -count, place=place, unit=unit, party=party, rule=RULE)]


def _into(to: To, product: int, count: int, unit: int | None, cost: Decimal) -> list[Line]:
    if cost and to.role in (*STOCKS, BACK):
        return [
            debit(to.role, cost, product=product, quantity=count, place=to.place_id, unit=unit, rule=RULE)
        ]
    return [move(to.role, product, count, place=to.place_id, unit=unit, party=to.party_id, rule=RULE)]


def _contract_cost(role: str, to: str, cost: Decimal, contract_id: int | None) -> list[Line]:
    """Return the contract's side of the money: cost when a piece leaves our stock, less cost when it comes back."""
    if not cost:
        return []
    if role in STOCKS:
        return [debit(WIP, cost, cost_object=contract_id, rule="LED-04")]
    if to in (*STOCKS, BACK):
        return [credit(WIP, cost, cost_object=contract_id, rule="LED-04")]
    return []


def _lying_by_serial(work: Work, pieces: Sequence[Piece]) -> set[int]:
    """Return the pieces that the books know by their serial number where they lie; others are counted only."""
    by_role: dict[tuple[str, int | None], list[int]] = {}
    for one in pieces:
        by_role.setdefault((one.role, one.place_id), []).append(one.unit_id)
    found: set[int] = set()
    for (role, place), units in by_role.items():
        for start in range(0, len(units), 1_000):
            query = select(Stock.unit_id).where(
                Stock.company_id == work.company.id,
                Stock.account_id == work.ledger.chart.account(role).id,
                Stock.place_id == (place or 0),
                Stock.unit_id.in_(units[start : start + 1_000]),
                Stock.quantity > 0,
            )
            found |= set(work.session.scalars(query))
    return found
