"""Which piece of a parcel each line of a quote is about: two without a number are two (RMA-04, LED-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.charging.lines import lines_of
from sanbao.charging.models import Quote, QuoteLine
from sanbao_rma.models import RmaLine, RmaQuoted

if TYPE_CHECKING:
    from sanbao.work import Work


def write(work: Work, quote: Quote, asked: Sequence[RmaLine]) -> None:
    """Write down of which piece each line of a new quote is, in their order."""
    made = zip(lines_of(work, QuoteLine, quote.document_id), asked, strict=True)
    _keep(work, ((line.id, piece.id) for line, piece in made))


def carry_over(work: Work, old_id: int, new_id: int) -> None:
    """Let the lines of a new version be about the pieces that the same words were about before."""
    before = (
        select(QuoteLine.text, RmaQuoted.line_id)
        .join(RmaQuoted, RmaQuoted.quote_line_id == QuoteLine.id)
        .where(QuoteLine.document_id == old_id)
    )
    about = {text: piece for text, piece in work.session.execute(before)}
    fresh = lines_of(work, QuoteLine, new_id)
    _keep(work, ((line.id, about[line.text]) for line in fresh if line.text in about))


def _keep(work: Work, made: Iterable[tuple[int, int]]) -> None:
    work.session.add_all(
        RmaQuoted(quote_line_id=line_id, company_id=work.company.id, line_id=piece_id)
        for line_id, piece_id in made
    )
    work.session.flush()


def agreed(work: Work, quotes: Iterable[int], lines: Sequence[RmaLine]) -> set[int]:
    """Return which pieces the customers agreed to: by some line about them, else about their unit (WE-20)."""
    ids = list(quotes)
    query = (
        select(QuoteLine.document_id, QuoteLine.unit_id, QuoteLine.is_agreed, RmaQuoted.line_id)
        .outerjoin(RmaQuoted, RmaQuoted.quote_line_id == QuoteLine.id)
        .where(QuoteLine.document_id.in_(ids))
    )
    told = list(work.session.execute(query))
    own = {piece for _quote, _unit, _yes, piece in told}
    pieces = {piece for _quote, _unit, yes, piece in told if yes and piece is not None}
    units = {(quote, unit) for quote, unit, yes, piece in told if yes and piece is None}
    return pieces | {
        line.id for line in lines if line.id not in own and (line.quote_id, line.unit_id) in units
    }
