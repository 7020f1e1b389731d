"""The one sentence that a clerk tells the customer, and what would change the outcome (CAL-12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sanbao.coverage.facts import cause_text
from sanbao.coverage.selection import Outcome
from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_warranty.policy.terms import Guarantee, Policy, ProductCause
from sanbao_warranty.rules.exclusions import names_exclusion
from sanbao_warranty.rules.facts import Fault
from sanbao_warranty.rules.starts import chain, event_text

#: How near to an end a day must be for the start to be worth a remark.
_NEAR = timedelta(days=31)
_ONE_DAY = timedelta(days=1)


_SENTENCES = {
    Outcome.COVERED: N_("Free of charge: covered by {promise} until {until}."),
    Outcome.EXCLUDED: N_("Not free of charge: {promise} excludes {cause}, and it is proven."),
    Outcome.UNFILLED: N_(
        "{promise} does not state its term: it must be filled in before this can be decided."
    ),
    Outcome.NO_START: N_("It is not known from when {promise} runs: enter one of these days: {events}."),
    Outcome.ENDED: N_("Not covered since {since}: the term of {promise} ended on {until}."),
    Outcome.NOT_STARTED: N_("Not covered yet: the term of {promise} begins on {start}."),
    Outcome.NOT_LISTED: N_("Not covered: {promise} does not promise anything for this kind of fault."),
    Outcome.OTHER_PART: N_("Not covered: {promise} does not promise anything for this part."),
    Outcome.LIFETIME_SERVICE: N_(
        "No warranty term: {promise} promises service at the prices after the warranty."
    ),
}
_NOT_ACCEPTED = N_("Not covered yet: the term of {promise} begins with a successful acceptance.")
_REPLACED_FIRST = N_(
    "Free of charge: the goods did not pass their acceptance and are replaced before {promise} begins."
)
_MINOR_FREE = N_("Outside the term of {promise}, but free of charge: no main component is damaged.")


def sentence(
    policy: Policy,
    guarantee: Guarantee,
    fault: Fault,
    outcome: Outcome,
    start: date | None,
    until: date | None,
    *,
    charged: bool,
) -> Text:
    """Return the outcome as one plain sentence for the customer."""
    params: dict[str, object] = {"promise": policy.code}
    if outcome is Outcome.ENDED and not charged:
        return Text(_MINOR_FREE, params)
    if outcome is Outcome.COVERED and until is None:
        return Text(_REPLACED_FIRST, params)
    if outcome is Outcome.NOT_STARTED and start is None:
        return Text(_NOT_ACCEPTED, params)
    if outcome in (Outcome.COVERED, Outcome.ENDED):
        params["until"] = until
    if outcome is Outcome.ENDED and until:
        params["since"] = until + _ONE_DAY
    if outcome is Outcome.EXCLUDED:
        params["cause"] = cause_text(str(fault.cause))
    if outcome is Outcome.NO_START:
        params["events"] = [event_text(event) for event in chain(policy, guarantee)]
    if outcome is Outcome.NOT_STARTED:
        params["start"] = start
    return Text(_SENTENCES[outcome], params)


def what_would_change(
    policy: Policy,
    guarantee: Guarantee,
    fault: Fault,
    outcome: Outcome,
    day: date,
    start: date | None,
    until: date | None,
    end_from: Callable[[date], date | None] | None,
) -> tuple[Text, ...]:
    """Return what would turn the outcome round (CAL-12); ``end_from`` gives the end for another start."""
    if outcome is Outcome.COVERED and until is not None:
        return (*_of_covered(policy, fault, until), *_of_other_start(day, start, until, end_from))
    if outcome is Outcome.ENDED and until is not None:
        return (*_of_ended(fault, until), *_of_other_start(day, start, until, end_from))
    if outcome is Outcome.EXCLUDED:
        said = N_("Without a photo or report proving {cause}, it would be free.")
        return (Text(said, {"cause": cause_text(str(fault.cause))}),)
    if outcome is Outcome.NOT_LISTED:
        return _of_unlisted(guarantee)
    return ()


def _of_covered(policy: Policy, fault: Fault, until: date) -> tuple[Text, ...]:
    changes = [Text(N_("A failure after {until} would not be covered."), {"until": until})]
    causes = [str(fault.cause)] if names_exclusion(policy, fault) else policy.exclusions
    if causes:
        said = N_("A photo or report proving {cause} would make it chargeable.")
        changes.append(Text(said, {"cause": [cause_text(cause) for cause in causes]}))
    return tuple(changes)


def _of_ended(fault: Fault, until: date) -> tuple[Text, ...]:
    if fault.occurred_at is not None and fault.occurred_evidenced:
        return (Text(N_("Had it failed on or before {until}, it would be free."), {"until": until}),)
    return (Text(N_("Evidence that it failed on or before {until} would make it free."), {"until": until}),)


def _of_unlisted(guarantee: Guarantee) -> tuple[Text, ...]:
    if guarantee.causes is not None:
        causes = [cause_text(cause) for cause in guarantee.causes]
        return (Text(N_("If its cause were {causes}, this guarantee would count."), {"causes": causes}),)
    changes = []
    if guarantee.product_cause is not ProductCause.ANY:
        changes.append(Text(N_("If the product itself had caused it, this guarantee would count.")))
    if guarantee.fault_classes:
        said = N_("If it were one of the listed faults ({faults}), this guarantee would count.")
        changes.append(Text(said, {"faults": list(guarantee.fault_classes)}))
    return tuple(changes)


def _of_other_start(
    day: date, start: date | None, until: date, end_from: Callable[[date], date | None] | None
) -> tuple[Text, ...]:
    """Say which start would have decided otherwise, where the day lies near the end."""
    if end_from is None or start is None or abs(until - day) > _NEAR:
        return ()
    is_covered = day <= until
    # Months differ in length, so the start is sought around the obvious one, never computed backwards.
    moved = day - until - (_ONE_DAY if is_covered else timedelta(0))
    for slack in range(4):
        other = start + moved + (timedelta(days=-slack) if is_covered else timedelta(days=slack))
        end = end_from(other)
        if end is not None and (day <= end) is not is_covered:
            said = (
                N_("Had the term begun on {start} or earlier, it would have ended before this failure.")
                if is_covered
                else N_("Had the term begun on {start} or later, it would be free.")
            )
            return (Text(said, {"start": other}),)
    return ()
