"""The roll-forward of the provision (准备金变动表): opening, accrued, used, released, closing; it foots to the ledger."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from sanbao.documents.models import Document
from sanbao.ledger import reports
from sanbao.ledger.models import PostedEntry, PostedLine
from sanbao.operation import question
from sanbao_warranty.models import Provision
from sanbao_warranty.models.provisions import ACCRUED, RELEASED, TRUED_UP
from sanbao_warranty.operations.provisions.holding import READERS
from sanbao_warranty.schemas import provisions as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

_NOTHING = Decimal(0)
#: What moves a batch, in the order of the report.
MOVES = (ACCRUED, TRUED_UP, "used", RELEASED, "other")
#: Moves that the report shows as what they take away.
_TAKING = ("used", RELEASED)


@question("provision.roll_forward", schema=schemas.RollForwardQuestion, roles=READERS)
def roll_forward(work: Work, *, since: date, until: date) -> dict[str, Any]:
    """Show how each batch moved from one day to another; the closing foots to the account (LED-08, LED-26)."""
    batches = _moves(work, since, until)
    named = {row.id: row for row in work.session.execute(_names(work))}
    rows = [_row(named.get(batch), moves) for batch, moves in sorted(batches.items())]
    total = {name: sum((row[name] for row in rows), _NOTHING) for name in ("opening", *MOVES, "closing")}
    code = work.ledger.chart.account("WARRANTY_PROVISION").code
    trial = reports.trial_balance(work.connection, work.company.id, until)
    ledger = -sum((one.closing for one in trial if one.code == code), _NOTHING)
    shown = [row for row in rows if any(row[name] for name in ("opening", *MOVES, "closing"))]
    return {
        "since": since,
        "until": until,
        "batches": shown,
        "total": total,
        "ledger": ledger,
        "foots": total["closing"] == ledger,
    }


def _row(batch: Any, moves: dict[str, Decimal]) -> dict[str, Any]:
    """Return one batch's line; what stands on the account without a batch has no name."""
    shown = {name: -moves[name] if name in _TAKING else moves[name] for name in MOVES}
    return {
        "batch": batch.number if batch is not None else None,
        "about": batch.title if batch is not None else None,
        "state": batch.state if batch is not None else None,
        "opening": moves["opening"],
        **shown,
        "closing": sum(moves.values(), _NOTHING),
    }


def _names(work: Work) -> Any:
    return (
        select(Document.id, Document.number, Document.title, Document.state)
        .join(Provision, Provision.document_id == Document.id)
        .where(Document.company_id == work.company.id)
    )


def _moves(work: Work, since: date, until: date) -> dict[int, dict[str, Decimal]]:
    """Return what each batch carried before the first day and what moved it until the last: one query."""
    first = aliased(PostedEntry)
    event = func.coalesce(first.event, PostedEntry.event)
    kind = case((PostedLine.date < since, "opening"), *_kinds(event), else_="other")
    batch = func.coalesce(PostedLine.cost_object_id, 0)
    query = (
        select(batch, kind, func.sum(PostedLine.credit), func.sum(PostedLine.debit))
        .join_from(PostedLine, PostedEntry, PostedEntry.id == PostedLine.entry_id)
        .outerjoin(first, first.id == PostedEntry.reverses_id)
        .where(
            PostedLine.company_id == work.company.id,
            PostedLine.account_id == work.ledger.chart.account("WARRANTY_PROVISION").id,
            PostedLine.date < until + timedelta(days=1),
        )
        .group_by(batch, kind)
    )
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(("opening", *MOVES), _NOTHING))
    for key, name, credit, debit in work.session.execute(query):
        found[key][name] += credit - debit
    return found


def _kinds(event: Any) -> list[tuple[ColumnElement[bool], str]]:
    """Return how an entry, or the one that it takes back, is recognised: by the name of its event."""
    own = [(event.like(f"{name}:%"), name) for name in (ACCRUED, TRUED_UP, RELEASED)]
    return [*own, (event.like("settle:%"), "used")]
