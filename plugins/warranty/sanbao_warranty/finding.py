"""What the plugin's papers are called by: the code of a card, who called about a claim, the order of its unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select

from sanbao.database.prefixes import begins
from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.registry.models import Unit
from sanbao.searching.facts import BEGINS, EXACT, Found
from sanbao.verification import read_code, shown_code
from sanbao_warranty.models import Card, Claim

if TYPE_CHECKING:
    from sanbao.work import Work

#: One letter begins too many names.
_LEAST = 2
_SOME = 12


def find_records(work: Work, text: str) -> list[Found]:
    """Return the card of a code with its unit, and the claims of a caller, a phone or an order, the newest first."""
    return [*_cards(work, text), *_claims(work, text)]


def _cards(work: Work, text: str) -> Iterator[Found]:
    """A scanned picture holds the address of a page with the code at its end (PRD-06)."""
    code = read_code(text.rstrip("/").rpartition("/")[2])
    if code is None:
        return
    query = (
        select(Document.number, Unit.serial)
        .join_from(Card, Document, Document.id == Card.document_id)
        .join(Unit, Unit.id == Card.unit_id)
        .where(Card.code == code, Card.company_id == work.company.id)
    )
    for number, serial in work.session.execute(query):
        said = Text(N_("card {code}"), {"code": shown_code(code)})
        yield Found("document", number or "", number or "", said, EXACT)
        yield Found("unit", serial, serial, said, EXACT)


def _claims(work: Work, text: str) -> Iterator[Found]:
    if len(text) < _LEAST:
        return
    named = or_(begins(work.connection, Claim.caller, text), Claim.phone == text)
    for number, caller in work.session.execute(_newest(work, Document.number, Claim.caller).where(named)):
        yield Found("document", number, number, caller or "", EXACT if caller == text else BEGINS)
    ordered = _newest(work, Document.number).join(Unit, Unit.id == Claim.unit_id)
    said = Text(N_("order {order}"), {"order": text})
    for number in work.session.scalars(
        ordered.where(Unit.company_id == work.company.id, Unit.order_no == text)
    ):
        yield Found("document", number, number, said, EXACT)


def _newest(work: Work, *columns: Any) -> Select[Any]:
    query = select(*columns).join_from(Claim, Document, Document.id == Claim.document_id)
    return query.where(Claim.company_id == work.company.id).order_by(Claim.document_id.desc()).limit(_SOME)
