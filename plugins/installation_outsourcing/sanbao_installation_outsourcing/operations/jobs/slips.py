"""The slip over terminals that move: at whose place, how many, and what it says (终端领退单, SPR-07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao import sets
from sanbao.documents.operations import new_document
from sanbao.i18n import N_, in_language
from sanbao.registry.models import Place
from sanbao_installation_outsourcing.errors.jobs import NoPlace
from sanbao_installation_outsourcing.models import Contract, Terminal, TerminalSlip

if TYPE_CHECKING:
    from sanbao.work import Work

#: What a slip says, and so what becomes of its pieces.
TITLES = {
    "issue": N_("Terminals issued to {party}"),
    "return": N_("Terminals returned by {party}"),
    "dead": N_("Dead on arrival at {party}"),
    "missing": N_("Missing at {party}"),
}
SAID = {
    "issue": N_("{count} terminals issued, {document}"),
    "return": N_("{count} terminals returned, {document}"),
    "dead": N_("{count} terminals dead on arrival, {document}"),
    "missing": N_("{count} terminals missing, {document}"),
}


def place_of(work: Work, contract: Contract) -> Place:
    """Return the place at which an installer's terminals lie."""
    query = select(Place).where(Place.company_id == work.company.id, Place.party_id == contract.party_id)
    found = work.session.scalars(query.order_by(Place.id).limit(1)).one_or_none()
    if found is None:
        raise NoPlace(party=contract.party.name)
    return found


def new_slip(
    work: Work, direction: str, contract: Contract, place: Place, on: date, pieces: int, note: str | None
) -> TerminalSlip:
    """Write the slip over so many pieces that are issued, returned, dead or missing."""
    title = in_language(work.company.locale, TITLES[direction], party=contract.party.name)
    head = new_document(work, "terminal_slip", title=title, party_id=contract.party_id, dated_on=on)
    slip = TerminalSlip(
        document=head,
        company_id=work.company.id,
        contract_id=contract.document_id,
        party_id=contract.party_id,
        place_id=place.id,
        direction=direction,
        moved_on=on,
        pieces=pieces,
        note=note,
    )
    work.session.add(slip)
    work.session.flush()
    return slip


def end_terminals(work: Work, terminals: Sequence[Terminal], state: str, slip: TerminalSlip) -> None:
    """Account for terminals by a slip: they are with the installer no longer."""
    ended = {"state": state, "ended_on": slip.moved_on, "slip_id": slip.document_id}
    sets.write(work, terminals, ended)
