"""How the promises on a piece stand: until when they run, whether they were kept (N-05, RET-03, RMA-13, LON-01). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_rma.rules.limits import Case, last_day_of, look
from sanbao_rma.rules.terms import Terms, return_step

#: What is promised on a piece, as people call it.
KINDS: Mapping[str, str] = {
    "turnaround": N_("Turn-around"),
    "limit": N_("Repair limit"),
    "loaner": N_("Loan unit"),
    "return": N_("Return of bad quality"),
    "guarantee": N_("Repair guarantee"),
}
#: How a promise stands.
STANDS: Mapping[str, str] = {
    "missed": N_("Missed"),
    "reached": N_("Right has arisen"),
    "due": N_("Loan unit is due"),
    "soon": N_("Ends soon"),
    "runs": N_("Runs"),
    "kept": N_("Kept"),
    "over": N_("Over"),
}
#: What somebody has to do something about.
URGENT = ("missed", "reached", "due", "soon")
_SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Stay:
    """A piece with the days that its promises are measured by (在厂情况).

    ``promised_on`` is the last day by which it shall be on its way back, ``left_on`` when it was, ``is_free`` whether
    we repair it at our cost, ``is_own_quality`` whether its own quality was found to be the cause.
    """

    received_on: date
    asked_on: date
    promised_on: date | None = None
    left_on: date | None = None
    delivered_on: date | None = None
    guaranteed_until: date | None = None
    ex_factory_on: date | None = None
    is_free: bool = True
    is_own_quality: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """One promise on a piece as it stands on a day (承诺进展): what it gives where it is passed, and why."""

    kind: str
    promise: str
    rule: str
    stands: str
    because: Text
    until: date | None = None
    gives: tuple[str, ...] = ()
    arithmetic: str = ""


def stand_of(until: date, on: date, done_on: date | None = None, past: str = "missed") -> str:
    """Return how a promise stands whose last day is ``until``: that day still keeps it (CAL-01).

    >>> stand_of(date(2024, 7, 3), date(2024, 7, 4)), stand_of(date(2024, 7, 3), date(2024, 7, 9), date(2024, 7, 3))
    ('missed', 'kept')
    >>> stand_of(date(2024, 7, 3), date(2024, 6, 30)), stand_of(date(2024, 7, 3), date(2024, 6, 29))
    ('soon', 'runs')
    """
    if done_on is not None:
        return "kept" if done_on <= until else past
    if on > until:
        return past
    return "soon" if (until - on).days <= _SOON_DAYS else "runs"


def running(terms: Terms, stay: Stay, case: Case | None, loaner_days: int, on: date) -> list[Running]:
    """Return every promise on a piece as it stands on a day; limits only where it is with us (``case``)."""
    return [
        *_turnaround(terms, stay, on),
        *(_limits(terms, case, on) if case is not None and stay.is_free else ()),
        *_loaner(terms, stay, loaner_days, on),
        *_return(terms, stay, on),
        *_guarantee(terms, stay, on),
    ]


def _turnaround(terms: Terms, stay: Stay, on: date) -> Iterator[Running]:
    """Give the promised way back; where several promise it, the one whose day was set is the hardest (CAL-11)."""
    if stay.promised_on is None:
        return
    promises = terms.turnarounds()
    names = ", ".join(dict.fromkeys(one.code for one in promises)) or terms.house.code
    said = Text(
        N_("received on {day}, promised within {within}"),
        {"day": stay.received_on, "within": ", ".join(one.turnaround or "" for one in promises)},
    )
    gives = tuple(dict.fromkeys(one for promise in promises for one in promise.gives))
    stands = stand_of(stay.promised_on, on, stay.left_on)
    yield Running("turnaround", names, "RMA-01", stands, said, stay.promised_on, gives)


def _limits(terms: Terms, case: Case, on: date) -> Iterator[Running]:
    for promise in terms.limited():
        for limit in promise.limits:
            right = look(promise, limit, case, on)
            until = last_day_of(limit, case, on) if limit.counts != "repairs" else None
            stands = "reached" if right.step.holds else stand_of(until, on) if until is not None else "runs"
            yield Running(
                "limit",
                promise.code,
                limit.rule,
                stands,
                right.step.text,
                None if right.step.holds else until,
                limit.gives,
                right.step.arithmetic,
            )


def _loaner(terms: Terms, stay: Stay, usual: int, on: date) -> Iterator[Running]:
    """Give until when a repair brings no loan unit, while the piece is with us (LON-01)."""
    if stay.left_on is not None or not stay.is_free:
        return
    days = terms.loaner_after(usual)
    until = stay.received_on + timedelta(days=days)
    said = Text(N_("a repair of more than {days} days brings a loan unit"), {"days": days})
    own = terms.own.code if terms.own is not None and terms.own.loaner_after == days else terms.house.code
    law = next((one.code for one in terms.laws if one.loaner_after == days), own)
    yield Running("loaner", law, "LON-01", stand_of(until, on, past="due"), said, until)


def _return(terms: Terms, stay: Stay, on: date) -> Iterator[Running]:
    promise = terms.kindest("return_within")
    if promise is None or promise.return_within is None or stay.ex_factory_on is None:
        return
    step = return_step(stay.ex_factory_on, stay.asked_on, promise.return_within)
    until = promise.return_within.end(stay.ex_factory_on)
    # The day of the customer's request counts, not today (RET-03).
    stands = "over" if not step.holds else "reached" if stay.is_own_quality else "runs"
    gives = ("refund", "exchange")
    yield Running("return", promise.code, "RET-03", stands, step.text, until, gives, step.arithmetic)


def _guarantee(terms: Terms, stay: Stay, on: date) -> Iterator[Running]:
    promise = terms.kindest("guarantee")
    if stay.guaranteed_until is None or stay.delivered_on is None:
        return
    said = Text(
        N_("delivered on {day}; what comes back of the same fault is repaired free of charge"),
        {"day": stay.delivered_on},
    )
    stands = stand_of(stay.guaranteed_until, on, past="over")
    code = promise.code if promise is not None else terms.house.code
    yield Running("guarantee", code, "RMA-13", stands, said, stay.guaranteed_until, ("repair",))
