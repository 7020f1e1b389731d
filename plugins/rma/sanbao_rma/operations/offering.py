"""A loan unit is proposed where a diagnosis says that the repair takes longer than a customer can wait (LON-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sanbao.decision import Step, Text
from sanbao.documents import decisions
from sanbao.documents.models import DecisionRecord
from sanbao.i18n import N_
from sanbao_rma.models import RmaLine
from sanbao_rma.operations import pieces, promises
from sanbao_rma.rules.loans import beyond, offer
from sanbao_rma.rules.paying import PAID

if TYPE_CHECKING:
    from sanbao.work import Work

QUESTION = "loaner_offer"


def propose(work: Work, lines: Sequence[RmaLine]) -> None:
    """Propose loan units for pieces that will be ready too late, and keep why on their parcels (LON-01, CAL-12)."""
    asked = [line for line in lines if line.ready_on is not None and line.payment not in PAID]
    terms = promises.terms_of(work, asked)
    usual = int(work.setting("rma_loaner_after_days"))
    made = []
    for line in asked:
        steps = _steps(work, line, terms[line.id].loaner_after(usual))
        if any(step.holds for step in steps):
            made.append(_record(work, line, steps))
    offered = {(one.document_id, one.line) for one in made}
    decisions.take_back(work, QUESTION, {(line.document_id, line.position) for line in lines} - offered)
    decisions.keep(work, made)


def _steps(work: Work, line: RmaLine, after: int) -> list[Step]:
    if line.ready_on is None:
        return []
    steps = [offer(line.received_on or work.today, line.ready_on, after).step]
    if line.promised_at is not None:
        last = line.promised_at.astimezone(work.zone) - timedelta(microseconds=1)
        steps.append(beyond(last.date(), line.ready_on))
    return steps


def _record(work: Work, line: RmaLine, steps: Sequence[Step]) -> DecisionRecord:
    said = Text(N_("A loan unit is offered for {piece}."), {"piece": pieces.called(line)})
    body = {"sentence": said, "ready_on": line.ready_on, "trace": list(steps)}
    return pieces.decided(work, line, QUESTION, body)
