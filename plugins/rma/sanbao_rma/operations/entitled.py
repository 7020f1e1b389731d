"""What a customer may have of a piece beyond its repair, and what its use costs (RET-03, RET-07, RET-10, N-05, N-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.coverage import returns
from sanbao.coverage.returns import ReturnOffer, ReturnWish
from sanbao.decision import VERSION, Answer, Decision, Step, Text, to_json
from sanbao.documents.models import DeadlineRecord, DecisionRecord
from sanbao.documents.operations import meet_deadline
from sanbao.i18n import N_, _
from sanbao_rma import errors
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import pieces
from sanbao_rma.operations.deadlines import TURNAROUND
from sanbao_rma.rules.flow import IN_HAND
from sanbao_rma.rules.returning import last_day_to_return, may_return

if TYPE_CHECKING:
    from sanbao.work import Work

#: Remedy of a promise → the solution that it gives.
_GIVES = {"return": "refund", "exchange": "exchange", "replace_unit": "exchange"}
_REMEDY_OF = {"refund": "return"}
#: Where this plugin's own answers come from, in words.
SOURCES = (N_("turnaround promise"), N_("repair guarantee"))


def refuse_without_right(
    work: Work, rma: Rma, line: RmaLine, solution: str, offers: Sequence[ReturnOffer]
) -> None:
    """Refuse to take a piece back beyond the terms: own quality within three months, a promise, or an approval (RET-03)."""
    if line.special_case is not None or solution in (line.entitled_to or "").split(","):
        return
    unit = line.unit
    months = int(work.setting("rma_return_months"))
    made_on = unit.ex_factory_on if unit is not None else None
    if may_return(made_on, line.requested_on or rma.announced_on, line.is_own_quality, months):
        return
    if solution in {_GIVES.get(offer.remedy) for offer in offers}:
        return
    raise errors.NoRight(piece=pieces.called(line), reason=_reason(line, months))


def _reason(line: RmaLine, months: int) -> str:
    if not line.is_own_quality:
        return _(N_("its own quality is not found to be the cause"))
    made_on = line.unit.ex_factory_on if line.unit is not None else None
    if made_on is None:
        return _(N_("nobody knows when it left the factory"))
    return _(N_("returns were possible until {day}"), day=last_day_to_return(made_on, months))


def offers_for(
    work: Work, line: RmaLine, requested_on: date, same_model_available: bool | None
) -> list[ReturnOffer]:
    """Return what the law or a promise gives at the customer's choice, the hardest binding first (CAL-11, RET-07)."""
    if line.unit is None:
        return []
    wish = ReturnWish(
        line.unit, requested_on, line.part, line.fault_code, line.is_own_quality, same_model_available
    )
    return returns.offers(work, [wish])[0]


def fee_of(offers: Sequence[ReturnOffer], paid: Decimal) -> tuple[Decimal, str | None]:
    """Return what the use costs by the promise that lets a piece be returned; without one, nothing (RET-10, N-08)."""
    fees = [(one.fee, one.rule) for one in offers if one.remedy == "return" and one.fee is not None]
    fee, rule = min(fees, key=lambda pair: pair[0], default=(Decimal(0), None))
    return min(fee, paid), rule


def promise_kept(work: Work, rma: Rma) -> None:
    """Meet the promised turn-around once every piece is on its way back, or has ended otherwise."""
    if not _late(work, rma):
        meet_deadline(work, rma.document, kind=TURNAROUND)


def _late(work: Work, rma: Rma) -> list[RmaLine]:
    """Return the pieces that are not on their way back."""
    return [line for line in pieces.lines_of(work, rma) if line.state in IN_HAND and line.state != "outbound"]


def turnaround_missed(work: Work, deadline: DeadlineRecord) -> None:
    """Give the customer the right that follows from a turn-around that was not kept (N-05)."""
    rma = work.session.get_one(Rma, deadline.document_id)
    rights = [one.strip() for one in str(work.setting("rma_turnaround_right")).split(",") if one.strip()]
    late = _late(work, rma)
    if not late or not rights:
        return
    for line in late:
        line.entitled_to = ",".join(rights)
    day = (deadline.due_at.astimezone(work.zone) - timedelta(microseconds=1)).date()
    answer = _right(rma.document.number or "", day, tuple(rights), pieces.named(late))
    work.session.add(
        _record(work, rma, Decision(None, work.today, answer, (answer,), answer.sentence or Text("")))
    )


def _right(number: str, day: date, rights: tuple[str, ...], named: str) -> Answer:
    """Return the customer's right as an answer of its own promise, so that the paper shows why (CAL-12)."""
    said = Text(
        N_(
            "not on the way back by {day}, as was promised: the customer may choose another remedy for {pieces}"
        ),
        {"day": day, "pieces": named},
    )
    return Answer(
        covered=True,
        promise=number,
        source="turnaround_promise",
        kind="turnaround_promise",
        until=day,
        remedies=tuple(_REMEDY_OF.get(one, one) for one in rights),
        cites=("N-05",),
        steps=(Step("N-05", said, {"due_on": day}, holds=True),),
        sentence=said,
    )


def _record(work: Work, rma: Rma, decision: Decision) -> DecisionRecord:
    return DecisionRecord(
        company_id=work.company.id,
        document_id=rma.document_id,
        unit_id=rma.document.unit_id,
        question=TURNAROUND,
        part=None,
        version=VERSION,
        body=to_json(decision),
        covered=True,
        made_at=work.now,
        made_by_id=work.user.id,
    )
