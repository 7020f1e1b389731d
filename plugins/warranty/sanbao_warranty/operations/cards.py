"""Warranty cards (保修卡): issued, verified by anyone who has one in hand, revoked (PRD-06, F-31)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.documents.operations import new_document
from sanbao.i18n import N_
from sanbao.operation import operation, question
from sanbao.registry.models import Unit
from sanbao.verification import new_code, read_code, shown_code
from sanbao_warranty import facts, schemas
from sanbao_warranty.errors import CardMistyped, CardThere, NothingPromised
from sanbao_warranty.kinds import ASKERS
from sanbao_warranty.models import Card
from sanbao_warranty.operations.calls import refuse_replaced
from sanbao_warranty.policy import Policy
from sanbao_warranty.rules import ends

if TYPE_CHECKING:
    from sanbao.work import Work

ISSUERS = ("service_manager", "service_clerk", "sales")


@operation(
    "card.issue",
    title=N_("Issue a warranty card"),
    on=Unit,
    many=True,
    schema=schemas.IssueCard,
    roles=ISSUERS,
)
def issue(work: Work, units: Sequence[Unit], *, because: str | None = None) -> list[Card]:
    """Issue a card for each unit with what is promised today; an older card ends, and that needs a reason (PRD-06)."""
    for unit in units:
        refuse_replaced(work, unit)
    before = cards_in_force(work, [unit.id for unit in units])
    if before and because is None:
        raise CardThere(
            unit=units_named(units, before),
            cards=", ".join(str(one.document.number) for one in before.values()),
        )
    known = facts.cases(work, [unit.id for unit in units])
    cards = [_card(work, unit, known[unit.id], because) for unit in units]
    for card in before.values():
        _end(work, card, because or "")
    work.session.add_all(cards)
    work.session.flush()
    return cards


def units_named(units: Sequence[Unit], cards: dict[int, Card]) -> str:
    """Return the serial numbers of the units that have a card."""
    return ", ".join(unit.serial for unit in units if unit.id in cards)


def cards_in_force(work: Work, units: Sequence[int]) -> dict[int, Card]:
    """Return the card in force of each unit that has one."""
    query = (
        select(Card)
        .join(Document, Document.id == Card.document_id)
        .where(Card.unit_id.in_(units), Document.state == "issued")
        .order_by(Card.document_id)
    )
    return {card.unit_id: card for card in work.session.scalars(query)}


def _card(work: Work, unit: Unit, case: facts.Case, because: str | None) -> Card:
    promises = [row for policy in case.policies for row in _promised(work, policy, case)]
    if not promises:
        raise NothingPromised(unit=unit.serial)
    head = new_document(work, "card", title=unit.serial, unit_id=unit.id, party_id=unit.customer_id)
    return Card(
        document=head,
        company_id=work.company.id,
        unit_id=unit.id,
        code=new_code(secrets.choice),
        issued_on=work.today,
        promises=promises,
        because=because,
    )


def _promised(work: Work, policy: Policy, case: facts.Case) -> list[dict[str, Any]]:
    """Return what the card says of one promise: each guarantee that has begun, and each part with a term of its own."""
    remedies = {one.kind: list(one.remedies) for one in policy.guarantees}
    return [
        {
            "promise": policy.code,
            "version": policy.version,
            "names": dict(policy.names),
            "kind": end.kind,
            "part": end.part,
            "start": end.start.isoformat(),
            "until": end.until.isoformat(),
            "remedies": remedies.get(end.kind, []),
        }
        for end in ends(policy, case.facts, facts.roller(work, case.policies))
        if end.start is not None and end.until is not None
    ]


@operation(
    "card.revoke",
    title=N_("Revoke the card"),
    on=Card,
    moves={"issued": "revoked"},
    schema=schemas.RevokeCard,
    roles=ISSUERS,
)
def revoke(work: Work, card: Card, *, because: str) -> Card:
    """Let a card not count any more: lost, or wrong."""
    card.because = because
    return card


def _end(work: Work, card: Card, because: str) -> None:
    card.because = because
    work.set_state(card, "revoked")
    work.note(card.document, note=because)


def end_of_replaced(work: Work, units: Sequence[Unit], because: str) -> None:
    """End the cards of units that were exchanged; the new ones get cards of their own (S7)."""
    for card in cards_in_force(work, [unit.id for unit in units]).values():
        _end(work, work.locked(card), because)


@question("card.verify", schema=schemas.VerifyCard, roles=(*ASKERS, "sales_manager", "installer"))
def verify(work: Work, *, code: str) -> dict[str, Any]:
    """Tell whether a card is genuine, revoked or unknown, and what it certifies; nothing of the customer is shown."""
    # A scanned picture holds the address of a page with the code at its end.
    typed = read_code(code.rstrip("/").rpartition("/")[2])
    if typed is None:
        raise CardMistyped(code=code)
    query = select(Card).where(Card.code == typed, Card.company_id == work.company.id)
    card = work.session.scalars(query).one_or_none()
    if card is None:
        return {"status": "unknown", "code": shown_code(typed)}
    genuine = card.state == "issued"
    shown = {
        "status": "genuine" if genuine else "revoked",
        "code": shown_code(typed),
        "issued_on": card.issued_on,
    }
    product = card.unit.product
    what = {"unit": card.unit.serial, "product": f"{product.code} {product.name}"}
    return {**shown, **what, **({"promises": card.promises} if genuine else {"because": card.because})}
