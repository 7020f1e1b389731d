"""The places where plugins join in. The form of the name says what kind of hook it is.

``find_…`` and ``describe_…`` ask everyone and write nothing · ``check_…`` may refuse · the past tense is told
inside the same transaction · ``after_…`` is told once the operation is committed, from the outbox, at least once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from datetime import date

    from sanbao.charging.models import Charge
    from sanbao.closing import ClosingCheck, Month
    from sanbao.competence import Assignment, Disqualification
    from sanbao.coverage import CostShare, ProvisionBatch, UnitFault
    from sanbao.coverage.repairs import Repair
    from sanbao.coverage.returns import ReturnOffer, ReturnWish
    from sanbao.decision import Answer
    from sanbao.documents.models import DeadlineRecord, Document
    from sanbao.recovering.facts import RecoveryTerms
    from sanbao.registry.models import Party, Unit
    from sanbao.searching import Found
    from sanbao.work import Work

hookspec = pluggy.HookspecMarker("sanbao")
hookimpl = pluggy.HookimplMarker("sanbao")


@hookspec
def find_covers(work: Work, faults: Sequence[UnitFault]) -> Sequence[Sequence[Answer] | None]:  # type: ignore[empty-body]
    """What each promise that you know says about each fault: one list of answers per fault, in order (W-18).

    None in place of a list says that you know nothing of promises to this unit: nobody was asked, so that a unit of
    which all know nothing stays "not checked".
    """


@hookspec
def find_returns(work: Work, wishes: Sequence[ReturnWish]) -> Sequence[Sequence[ReturnOffer]]:  # type: ignore[empty-body]
    """Whether customers may return units or have new ones, and what the use costs: one list for each wish (RET-07, N-08)."""


@hookspec
def find_repairs(work: Work, unit_ids: Sequence[int]) -> Sequence[Sequence[Repair]]:  # type: ignore[empty-body]
    """Which repairs you did on these units, done or going on: one list for each unit, in order (N-03…N-05, RMA-13)."""


@hookspec
def find_cost_shares(work: Work, documents: Sequence[Document]) -> Sequence[CostShare]:  # type: ignore[empty-body]
    """Who should bear the cost of these cases, with a reason and a rank (PRD-03, LED-05)."""


@hookspec
def find_provisions(  # type: ignore[empty-body]
    work: Work, documents: Sequence[Document], unit_ids: Sequence[int | None]
) -> Sequence[ProvisionBatch]:
    """Which batch was set aside for each of these cases and the unit of it that stands beside it, else its own (LED-08)."""


@hookspec
def find_recovery_terms(work: Work, documents: Sequence[Document]) -> Sequence[RecoveryTerms]:  # type: ignore[empty-body]
    """By which terms suppliers answer for their shares of these cases, where you know any (PTY-10, W-18)."""


@hookspec
def find_disqualifications(work: Work, assignments: Sequence[Assignment]) -> Sequence[Disqualification]:  # type: ignore[empty-body]
    """Why some of these assignments may not be made: every reason, by the assignment's position (PTY-12, TRN-12)."""


@hookspec
def charge_credited(work: Work, charge: Charge, credit: Charge, red_form_no: str | None) -> None:
    """Told: a part of this charge was given back by a credit, which has posted it (LED-24)."""


@hookspec
def find_work_limits(work: Work, assignments: Sequence[Assignment]) -> Sequence[Disqualification]:  # type: ignore[empty-body]
    """Which of these assignments are no work of such a party, whoever is qualified, by their position (PTY-07).

    That is no check of anybody's qualification: where nobody makes one, the gate stays as it is.
    """


@hookspec
def costs_settled(work: Work, documents: Sequence[Document]) -> None:
    """Told: the cost of these cases has just been settled by shares (LED-05, LED-14)."""


@hookspec
def describe_unit(work: Work, units: Sequence[Unit]) -> Sequence[Mapping[str, Any]]:  # type: ignore[empty-body]
    """Sections of the unit's service file: one mapping per unit with a title and rows (PRD-04).

    Two words mean the same in every section: ``terms`` is a list of :class:`~sanbao.coverage.Term`, which are drawn
    along the years; ``owed`` a list of sentences that say what somebody still has to do or to give.
    """


@hookspec
def describe_party(work: Work, parties: Sequence[Party]) -> Sequence[Mapping[str, Any]]:  # type: ignore[empty-body]
    """Sections of a party's page: one mapping per party with a title and rows, such as what it owes; may be empty."""


@hookspec
def find_records(work: Work, text: str) -> Sequence[Found]:  # type: ignore[empty-body]
    """What you know under these words, the best first: a paper or a record; who may see what is looked at by the core."""


@hookspec
def find_closing_obstacles(work: Work, periods: Sequence[Month]) -> Sequence[ClosingCheck]:  # type: ignore[empty-body]
    """What must be in order before these months are closed: one check per month and thing, in order or not (LED-27)."""


@hookspec
def check_operation(work: Work, operation: str, subjects: Sequence[Any], data: Mapping[str, Any]) -> None:
    """May this operation happen? Raise a refusal to veto it."""


@hookspec
def check_move(work: Work, documents: Sequence[Document], from_state: str, to_state: str) -> None:
    """May these papers go from one state to another? Raise a refusal to veto it."""


@hookspec
def documents_moved(work: Work, documents: Sequence[Document], operation: str) -> None:
    """Told: these papers have changed their state."""


@hookspec
def deadline_missed(work: Work, deadlines: Sequence[DeadlineRecord]) -> None:
    """Told: what was due on these papers was not done in time (CAL-03)."""


@hookspec
def units_accepted(work: Work, units: Sequence[Unit]) -> None:
    """Told: these units were accepted (W-01, DLV-11)."""


@hookspec
def units_unaccepted(work: Work, units: Sequence[Unit]) -> None:
    """Told: the acceptance of these units was withdrawn."""


@hookspec
def units_replaced(work: Work, old: Sequence[Unit], new: Sequence[Unit]) -> None:
    """Told: each old unit was replaced by the new one at the same position."""


@hookspec
def milestone_reached(work: Work, units: Sequence[Unit], kind: str, reached_on: date) -> None:
    """Told: these units reached a milestone such as installed or commissioned (DLV-11)."""


@hookspec
def facts_corrected(work: Work, units: Sequence[Unit], changes: Mapping[str, Any]) -> None:
    """Told: master facts of these units, on which decisions may rest, were corrected."""


@hookspec
def after_operation(work: Work, operation: str, payload: Mapping[str, Any]) -> None:
    """Told after the commit: this operation was done; at least once, so be idempotent."""
