"""Which of several answers counts (CAL-11, AMB-01, W-18).

A promise speaks while its term runs and its words reach the fault; one that has ended, or is about other faults,
says nothing and takes nothing away. Of those that speak the hardest binding counts, and among equals the one kinder
to the customer. Law is a minimum: its exclusions never take away what was promised beyond it. A service contract
that somebody paid for is used last (PRD-03).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sanbao.coverage.words import label
from sanbao.decision import Answer, Step, Text
from sanbao.i18n import N_

SERVICE_CONTRACT = "service_contract"
#: The rank of mandatory law (CAL-11): a minimum that gives, and takes nothing away.
STATUTORY = 10


class Outcome(StrEnum):
    """What one guarantee says about a fault; kept as the first flag of its answer."""

    COVERED = "covered"
    EXCLUDED = "excluded"
    UNFILLED = "term_not_stated"
    NO_START = "start_missing"
    ENDED = "ended"
    NOT_STARTED = "not_started"
    NOT_LISTED = "not_listed"
    OTHER_PART = "other_part"
    LIFETIME_SERVICE = "lifetime_service"


def outcome_of(answer: Answer) -> Outcome:
    """Return what an answer says."""
    return Outcome.COVERED if answer.covered else Outcome(answer.flags[0])


#: From what a customer would rather have to what she would rather not; other remedies come after these.
REMEDY_STRENGTH = (
    "return",
    "exchange",
    "replace_unit",
    "compensate",
    "replace_part",
    "onsite_repair",
    "repair",
    "remote",
    "maintenance",
)
_STRENGTH = {remedy: place for place, remedy in enumerate(REMEDY_STRENGTH)}
_UNDECIDED = (Outcome.UNFILLED, Outcome.NO_START)
_SILENT = (
    Outcome.EXCLUDED,
    Outcome.ENDED,
    Outcome.NOT_STARTED,
    Outcome.NOT_LISTED,
    Outcome.OTHER_PART,
    Outcome.LIFETIME_SERVICE,
)
_NOTHING = Decimal(0)

Key = tuple[object, ...]


def choose(answers: Sequence[Answer]) -> Answer | None:
    """Return the answer that counts, whatever the order in which the promises were bound (CAL-11)."""
    return first_of(in_order(answers))


def first_of(ordered: Sequence[Answer]) -> Answer | None:
    """Return the answer that counts among answers that :func:`in_order` has sorted."""
    speaking = [answer for answer in ordered if _speaks(answer)]
    best = next((answer for answer in speaking if answer.source != SERVICE_CONTRACT), None)
    if best is None or not best.covered:
        best = next(iter(speaking), None)
    if best is not None and best.covered:
        return best
    # An open question that binds at least as hard must be answered before anybody is asked to pay.
    open_questions = (
        answer for answer in ordered if is_open(answer) and (best is None or answer.rank <= best.rank)
    )
    return next(open_questions, None) or best or min(ordered, key=_silence, default=None)


def in_order(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers in an order that does not depend on who was bound first."""
    if len(answers) < 2:
        return tuple(answers)
    return tuple(sorted(answers, key=lambda answer: (answer.rank, _kindness(answer))))


def choice_step(answers: Sequence[Answer], chosen: Answer | None) -> Step:
    """Return who was heard and who was chosen (CAL-11); the losing answers stay in the trace."""
    inputs = {
        "heard": [
            {
                "promise": a.promise,
                "version": a.version,
                "kind": a.kind,
                "rank": a.rank,
                "says": outcome_of(a).value,
            }
            for a in answers
        ],
    }
    if chosen is None:
        return Step("CAL-11", Text(N_("no promise is bound")), inputs, holds=False)
    said = Text(
        N_(
            "of {count} answers {promise} ({kind}) counts: the hardest binding, then the kindest to the customer"
        ),
        {"count": len(answers), "promise": chosen.promise, "kind": Text(label(chosen.kind))},
    )
    return Step("CAL-11", said, inputs, holds=chosen.covered)


def _speaks(answer: Answer) -> bool:
    if answer.covered:
        return True
    return outcome_of(answer) is Outcome.EXCLUDED and answer.rank > STATUTORY


def is_open(answer: Answer) -> bool:
    """Tell whether an answer waits for a fact that nobody stated: a term, or the day on which it starts."""
    return not answer.covered and bool(answer.flags) and outcome_of(answer) in _UNDECIDED


def _kindness(answer: Answer) -> Key:
    """Sort what is kinder to the customer first, to the last detail so that no tie is left to chance."""
    places = [_STRENGTH.get(remedy, len(_STRENGTH)) for remedy in answer.remedies]
    return (
        not answer.covered,
        sum(answer.charge_rates.values(), _NOTHING) if answer.charge_rates else _NOTHING,
        min(places, default=len(_STRENGTH)),
        -len(places),
        -(answer.until or date.min).toordinal(),
        answer.promise,
        -(answer.version or 0),
        answer.kind,
        answer.source,
        (answer.start or date.min).toordinal(),
        answer.remedies,
    )


def _silence(answer: Answer) -> tuple[int, int]:
    """Sort the nearest miss first; ties keep the order that they have."""
    return _SILENT.index(outcome_of(answer)), -(answer.until or date.min).toordinal()
