"""Both sides sign a statement, each once and each for itself (INS-20)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.errors.statements import NotYourSide, StatementSigned
from sanbao_installation_outsourcing.models import Settlement
from sanbao_installation_outsourcing.operations.settlements.requesting import (
    APPROVERS,
    REQUESTERS,
    not_in_future,
)
from sanbao_installation_outsourcing.schemas.settlements import SignStatementInput

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "installer_settlement.sign",
    title=N_("Record a signature"),
    on=Settlement,
    moves={"approved": ("signed",)},
    schema=SignStatementInput,
    roles=(*REQUESTERS, *APPROVERS),
)
def sign(work: Work, paper: Settlement, *, side: str, signer: str, on: date | None = None) -> Settlement:
    """Record who signed the statement; with both signatures it is final. An installer signs for himself alone."""
    day = not_in_future(work, "on", on)
    _refuse(work, paper, side)
    if side == "ours":
        paper.our_signed_on = day
    else:
        paper.their_signed_on, paper.their_signer = day, signer
    if paper.our_signed_on is not None and paper.their_signed_on is not None:
        work.move(paper.document, "signed")
    work.note(paper.document, note=f"{signer} {day}")
    return paper


def _refuse(work: Work, paper: Settlement, side: str) -> None:
    number = paper.document.number
    if side == "ours" and scope.of(work).party_id is not None:
        raise NotYourSide(party=paper.party.name, statement=number)
    before = paper.our_signed_on if side == "ours" else paper.their_signed_on
    if before is not None:
        raise StatementSigned(statement=number, day=before)
