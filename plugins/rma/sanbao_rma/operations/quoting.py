"""Quotes on pieces: asked, agreed, refused, lapsed (RMA-03…05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.charging.models import Quote
from sanbao.documents.models import Document
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_rma import errors
from sanbao_rma.kinds import CLERKS
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import pieces, quoted
from sanbao_rma.rules.flow import STEPS
from sanbao_rma.rules.paying import PAID
from sanbao_rma.schemas.bench import QuotePieces

if TYPE_CHECKING:
    from sanbao.work import Work

#: What became of a quote → the step that its pieces take.
_STEP_OF = {"refused": "decline", "expired": "expire", "void": "take_quote_back"}


@operation(
    "rma.quote",
    title=N_("Quote the repair"),
    on=Rma,
    moves={"in_work": "in_work"},
    schema=QuotePieces,
    roles=(*CLERKS, "sales"),
)
def quote(
    work: Work,
    rma: Rma,
    *,
    lines: Sequence[dict[str, Any]],
    send: bool,
    tax_inclusive: bool | None = None,
    valid_until: date | None = None,
) -> list[Quote]:
    """Ask each customer to agree to what the repair of its pieces costs; what is free is not asked (RMA-03)."""
    asked = pieces.named_of(work, rma, lines)
    chosen = list({line.id: line for line, _said in asked}.values())
    pieces.refuse_wrong_order(chosen, "quote")
    free = [line for line in chosen if line.payment not in PAID]
    if free:
        raise errors.NothingToPay(pieces=pieces.named(free))
    terms = {"tax_inclusive": tax_inclusive, "valid_until": valid_until}
    given = {name: value for name, value in terms.items() if value is not None}
    quotes = [_draft(work, rma, payer, asked, given) for payer in _payers(rma, chosen)]
    pieces.take(work, chosen, "quote")
    for one in quotes if send else ():
        work.do("quote.send", subject=one)
    return quotes


def _payers(rma: Rma, chosen: Sequence[RmaLine]) -> list[int]:
    """Return whom the pieces belong to, each once, in the order of the pieces."""
    return list(dict.fromkeys(pieces.owner_id(rma, line) for line in chosen))


def _draft(
    work: Work,
    rma: Rma,
    payer: int,
    asked: Sequence[tuple[RmaLine, dict[str, Any]]],
    terms: dict[str, Any],
) -> Quote:
    own = [(line, said) for line, said in asked if pieces.owner_id(rma, line) == payer]
    party = work.session.get_one(Party, payer)
    made: Quote = work.do(
        "quote.draft",
        {"case": rma.document, "party": party, "lines": [_item(work, *pair) for pair in own], **terms},
    )
    for line, _said in own:
        line.quote_id = made.document_id
    quoted.write(work, made, [line for line, _said in own])
    return made


def _item(work: Work, line: RmaLine, said: dict[str, Any]) -> dict[str, Any]:
    item = {name: value for name, value in said.items() if name != "line"}
    if line.unit is not None:
        item["unit"] = line.unit
    elif "text" in item:
        message = N_("{text} (piece {position})")
        item["text"] = in_language(work.company.locale, message, text=item["text"], position=line.position)
    return item


def follow(work: Work, documents: Sequence[Document]) -> None:
    """Let pieces follow what the customer said to their quote (RMA-04, RMA-05)."""
    quotes = {document.id: document for document in documents if document.kind == "quote"}
    if not quotes:
        return
    query = select(RmaLine).where(RmaLine.quote_id.in_(quotes))
    lines = list(work.session.scalars(query.order_by(RmaLine.position)).unique())
    agreed = quoted.agreed(work, quotes, lines)
    newer = {key: _newer(work, key) for key, document in quotes.items() if document.state == "superseded"}
    for line in lines:
        if line.quote_id is not None:
            _follow(work, line, quotes[line.quote_id], agreed, newer)


def _newer(work: Work, old_id: int) -> int | None:
    """Return the version that took a quote's place; its lines are about the same pieces."""
    query = select(Quote.document_id).where(Quote.supersedes_id == old_id)
    found = work.session.scalar(query.order_by(Quote.document_id.desc()))
    if found is not None:
        quoted.carry_over(work, old_id, found)
    return found


def _follow(
    work: Work, line: RmaLine, document: Document, agreed: set[int], newer: Mapping[int, int | None]
) -> None:
    if document.state == "superseded":
        line.quote_id = newer[document.id]
        step = "ask_again"
    elif document.state == "agreed":
        begun = "resume" if line.started_at is not None else "agree"
        step = begun if line.id in agreed else "decline"
    else:
        step = _STEP_OF.get(document.state, "")
    if step and line.state in STEPS[step]:
        pieces.take(work, [line], step)


def hold_back(work: Work, lines: Sequence[RmaLine]) -> None:
    """Let no piece go on that came back from the factory while a new version of its quote waits, or was refused (RMA-04)."""
    ids = [line.quote_id for line in lines if line.quote_id is not None]
    query = select(Document.id, Document.state).where(Document.id.in_(ids))
    states = {key: state for key, state in work.session.execute(query)} if ids else {}
    for line in lines:
        state = states.get(line.quote_id or 0)
        if state in ("draft", "sent", *_STEP_OF):
            pieces.take(work, [line], "ask_again")
        if state in _STEP_OF:
            pieces.take(work, [line], _STEP_OF[state])


def waits_for_agreement(work: Work, document: Document) -> bool:
    """Tell whether a quote on pieces of a parcel waits for its answer (RMA-04)."""
    query = select(RmaLine.id).where(RmaLine.document_id == document.id, RmaLine.state == "quoted")
    return work.session.scalar(query.limit(1)) is not None


def refuse_early_charge(work: Work, data: Mapping[str, Any]) -> None:
    """Refuse a charge form on pieces that the customer pays for and has not agreed to in writing (RMA-04)."""
    case = data.get("case")
    if data.get("quote") is not None or case is None or case.kind != "rma":
        return
    units = [said["unit"].id if said.get("unit") is not None else None for said in data.get("lines", ())]
    query = select(RmaLine).where(RmaLine.document_id == case.id, RmaLine.state.in_(("diagnosed", "quoted")))
    lines = work.session.scalars(query.order_by(RmaLine.position)).unique()
    refuse_unagreed([line for line in lines if None in units or line.unit_id in units])


def refuse_unagreed(lines: Sequence[RmaLine]) -> None:
    """Refuse to spend on a repair at the customer's cost before the signed reply (RMA-04)."""
    waiting = [line for line in lines if line.payment in PAID and line.state in ("diagnosed", "quoted")]
    if waiting:
        raise errors.NotAgreed(pieces=pieces.named(waiting))
