"""Where is what of whose: customers' pieces, replaced parts and loan units in one answer (LED-10, LED-13, LON-03)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.documents.models import Document, TimelineEntry
from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao.registry.models import Party, Place
from sanbao_rma.kinds import ASKERS
from sanbao_rma.operations import removed
from sanbao_rma.operations.asking import where
from sanbao_rma.operations.loans.listing import out
from sanbao_rma.operations.spares.listing import awaited
from sanbao_rma.rules.custody import CUSTODY
from sanbao_rma.schemas.asking import CustodyQuestion

if TYPE_CHECKING:
    from sanbao.work import Work


@question("rma.custody", title=N_("Everything that lies somewhere"), schema=CustodyQuestion, roles=ASKERS)
def custody(work: Work, *, party: Party | None = None, place: Place | None = None) -> list[dict[str, Any]]:
    """Tell of each piece, replaced part and loan unit whose it is, with whom it lies and since when; the oldest first."""
    found = [
        *_pieces(work, party, place),
        *_old_parts(work, party, place),
        *_taken_out(work, party, place),
        *(() if place is not None else _loans(work, party)),
    ]
    return sorted(found, key=lambda row: row["since_on"] or date.max)


def _pieces(work: Work, party: Party | None, place: Place | None) -> Iterator[dict[str, Any]]:
    for row in where.function(work, party=party, place=place, also_ended=False):
        since = row["since"].date() if row["since"] is not None else row["received_on"]
        yield {
            **_row(work, _(N_("Customer's piece")), row["rma"], row["product"], since),
            "serial": row["serial"],
            "quantity": 1,
            "owner": row["customer"],
            "custody": _(CUSTODY[row["account"]]),
            "place": row["place"],
        }


def _old_parts(work: Work, party: Party | None, place: Place | None) -> Iterator[dict[str, Any]]:
    orders = awaited.function(work, party=party)
    came = _came(work, [row["document"] for row in orders])
    for row in orders:
        what, owner = _(N_("Replaced part")), row["owner"]
        if row["held"] and (place is None or row["place"] == place.code):
            told = _row(
                work, what, row["document"], row["product"], came.get(row["document"], row["ordered_on"])
            )
            lies = {"custody": _(CUSTODY["CUSTOMER_GOODS"]), "place": row["place"], "quantity": row["held"]}
            yield {**told, "serial": None, "owner": owner, **lies}
        if row["awaited"] and place is None:
            told = _row(work, what, row["document"], row["product"], row["ordered_on"])
            lies = {"custody": _(CUSTODY["AT_CUSTOMER"]), "place": None, "quantity": row["awaited"]}
            yield {**told, "serial": None, "owner": owner, **lies}


def _taken_out(work: Work, party: Party | None, place: Place | None) -> Iterator[dict[str, Any]]:
    """Give the old parts of pieces in repair that lie with us, or are on their way back (SPR-02)."""
    keys = (party.id if party is not None else None, place.id if place is not None else None)
    for part, number in removed.in_custody(work, *keys):
        yield {
            **_row(work, _(N_("Replaced part")), number, part.product.code, part.since_on),
            "serial": part.serial,
            "quantity": 1,
            "owner": part.party.name,
            "custody": _(CUSTODY[part.account]),
            "place": part.place.code if part.place is not None else None,
        }


def _came(work: Work, orders: Sequence[str]) -> dict[str, date]:
    """Return on which day the first old part of each order came."""
    query = (
        select(Document.number, func.min(TimelineEntry.at))
        .join(TimelineEntry, TimelineEntry.document_id == Document.id)
        .where(Document.company_id == work.company.id, Document.number.in_(orders))
        .where(TimelineEntry.operation == "old_part.receive")
        .group_by(Document.number)
    )
    return {number: at.astimezone(work.zone).date() for number, at in work.session.execute(query) if number}


def _loans(work: Work, party: Party | None) -> Iterator[dict[str, Any]]:
    for row in out.function(work, party=party):
        yield {
            **_row(work, _(N_("Loan unit")), row["document"], row["product"], row["lent_on"]),
            "serial": row["unit"],
            "quantity": 1,
            "owner": work.company.name,
            "custody": _(N_("Lent to {name}"), name=row["name"]),
            "place": None,
        }


def _row(work: Work, what: str, paper: str, product: str | None, since: date | None) -> dict[str, Any]:
    days = (work.today - since).days if since is not None else None
    return {"what": what, "document": paper, "product": product, "since_on": since, "days": days}
