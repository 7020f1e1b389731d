"""Days that run while pieces are with us: the promised way back, and the limits of repairs (N-05, RMA-01, CAL-03)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sanbao import sets
from sanbao.calendar import end_of_day
from sanbao.calendar.operations import due_of
from sanbao.coverage.history import repairs_of
from sanbao.decision import Answer, Decision, Step, Text
from sanbao.documents.models import DeadlineRecord
from sanbao.i18n import N_
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import deadlines, pieces, promises
from sanbao_rma.operations.deadlines import LIMIT, TURNAROUND, start_of
from sanbao_rma.operations.repaired import case_name
from sanbao_rma.rules.flow import IN_HAND
from sanbao_rma.rules.limits import Case, Right
from sanbao_rma.rules.paying import PAID
from sanbao_rma.rules.terms import Terms, all_rights, next_last_day, told

if TYPE_CHECKING:
    from sanbao.work import Work

_REMEDY_OF = {"refund": "return"}


@dataclass(frozen=True, slots=True)
class Due:
    """By when a piece shall be on its way back (返修期限), how that was counted, and what follows if it is not."""

    at: datetime
    reckoning: dict[str, Any]
    gives: tuple[str, ...]


def begin(work: Work, rmas: Sequence[Rma]) -> None:
    """Set the day by which every piece shall be on its way back, and look at the limits of its repair (N-05)."""
    late = late_pieces(work, rmas)
    every = [line for lines in late.values() for line in lines]
    dues = _dues(work, every)
    days = {key: due.at for key, due in dues.items()}
    sets.write_each(work, [(line, {"promised_at": days.get(line.id)}) for line in every])
    first: dict[int, Due] = {}
    for key, lines in late.items():
        own = [dues[line.id] for line in lines if line.id in dues]
        if own:
            first[key] = min(own, key=lambda due: due.at)
    deadlines.watch(work, TURNAROUND, {key: (due.at, due.reckoning) for key, due in first.items()})
    watch_limits(work, rmas)


def _dues(work: Work, lines: Sequence[RmaLine]) -> dict[int, Due]:
    """Return for each piece the earliest day that some promise sets for its way back."""
    terms, known = promises.terms_of(work, lines), dict[tuple[str, date], Any]()
    found: dict[int, Due] = {}
    for line in lines:
        day = line.received_on or work.today
        for promise in terms[line.id].turnarounds():
            within = promise.turnaround or ""
            if (within, day) not in known:
                known[within, day] = due_of(work, within=within, since=start_of(work, day))
            reckoned = known[within, day]
            due = Due(reckoned.at, reckoned.reckoning(), promise.gives)
            found[line.id] = min(found.get(line.id, due), due, key=lambda one: one.at)
    return found


def kept(work: Work, rmas: Sequence[Rma]) -> None:
    """Meet the promised turn-around of parcels whose pieces are all on their way back, or have ended otherwise."""
    late = late_pieces(work, rmas)
    deadlines.meet(work, TURNAROUND, [key for key, lines in late.items() if not lines])
    watch_limits(work, rmas)


def late_pieces(work: Work, rmas: Iterable[Rma]) -> dict[int, list[RmaLine]]:
    """Return by parcel the pieces that are not on their way back."""
    return {
        key: [line for line in lines if line.state in IN_HAND and line.state != "outbound"]
        for key, lines in pieces.lines_of_all(work, rmas).items()
    }


def turnaround_missed(work: Work, deadline: DeadlineRecord) -> None:
    """Give the customer the right that follows from a turn-around that was not kept (N-05)."""
    rma = work.session.get_one(Rma, deadline.document_id)
    here = late_pieces(work, [rma])[rma.document_id]
    late = [line for line in here if line.promised_at is None or line.promised_at <= deadline.due_at]
    dues = _dues(work, late)
    day = (deadline.due_at.astimezone(work.zone) - timedelta(microseconds=1)).date()
    for line in late:
        if line.id in dues and dues[line.id].gives:
            give(line, dues[line.id].gives)
            answer = _late(rma.document.number or "", day, dues[line.id].gives, pieces.called(line))
            decision = Decision(None, work.today, answer, (answer,), answer.sentence or Text(""))
            work.session.add(pieces.decided(work, line, TURNAROUND, decision))
    _watch_next(work, rma, [line for line in here if line not in late])


def _watch_next(work: Work, rma: Rma, rest: Sequence[RmaLine]) -> None:
    """Watch the day of the pieces that were promised for later; the one that was missed stays on the paper."""
    moments = [line.promised_at for line in rest if line.promised_at is not None]
    if moments:
        work.session.add(
            DeadlineRecord(
                company_id=work.company.id,
                document_id=rma.document_id,
                kind=TURNAROUND,
                due_at=min(moments),
                reckoning={},
            )
        )


def give(line: RmaLine, gives: Sequence[str]) -> None:
    """Write on a piece what the customer may choose, beside what it may already."""
    had = [one for one in (line.entitled_to or "").split(",") if one]
    line.entitled_to = ",".join(dict.fromkeys([*had, *gives]))


def _late(number: str, day: date, rights: tuple[str, ...], named: str) -> Answer:
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


def watch_limits(work: Work, rmas: Sequence[Rma]) -> None:
    """Set the next day on which a limit of some free repair is passed, where any promise knows limits (N-05)."""
    days: dict[int, date] = {}
    for rma, line, terms, case in _limited(work, rmas):
        day = next_last_day(terms, case, max(work.today, line.received_on or work.today))
        if day is not None:
            days[rma.document_id] = min(days.get(rma.document_id, day), day)
    deadlines.watch(work, LIMIT, {key: (end_of_day(day, work.zone), {}) for key, day in days.items()})
    deadlines.meet(work, LIMIT, [rma.document_id for rma in rmas if rma.document_id not in days])


def _limited(work: Work, rmas: Sequence[Rma]) -> list[tuple[Rma, RmaLine, Terms, Case]]:
    """Return the pieces that are repaired free of charge under promises with limits, each with its history."""
    by_key = {rma.document_id: rma for rma in rmas}
    lines = [
        line
        for found in late_pieces(work, rmas).values()
        for line in found
        if line.unit_id is not None and line.payment not in PAID and not line.is_no_fault
    ]
    terms = promises.terms_of(work, lines)
    limited = [line for line in lines if terms[line.id].limited()]
    known = repairs_of(work, [line.unit_id for line in limited if line.unit_id is not None])
    return [
        (
            by_key[line.document_id],
            line,
            terms[line.id],
            Case(
                tuple(known[line.unit_id or 0]),
                line.part,
                line.fault_code,
                case_name(by_key[line.document_id].document.number, line.position),
            ),
        )
        for line in limited
    ]


def limit_missed(work: Work, deadline: DeadlineRecord) -> None:
    """Give the customers the rights of limits that were passed, each with its reason, and watch the next one (N-05)."""
    rma = work.session.get_one(Rma, deadline.document_id)
    for _rma, line, terms, case in _limited(work, [rma]):
        found = [right for _promise, right in all_rights(terms, case, work.today)]
        new = [one for one in told(found) if one not in (line.entitled_to or "").split(",")]
        if new:
            give(line, new)
            work.session.add(pieces.decided(work, line, LIMIT, _passed(line, found)))
    deadlines.meet(work, LIMIT, [rma.document_id])
    watch_limits(work, [rma])


def _passed(line: RmaLine, found: Sequence[Right]) -> Any:
    said = Text(
        N_("a limit of the repair was passed: the customer may choose another remedy for {pieces}"),
        {"pieces": pieces.called(line)},
    )
    gives = [_REMEDY_OF.get(one, one) for one in told(found)]
    return {"sentence": said, "remedies": gives, "trace": [right.step for right in found]}
