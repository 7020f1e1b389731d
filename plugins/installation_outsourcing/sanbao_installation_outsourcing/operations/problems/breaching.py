"""What a breach of the service level leads to: an event that a clause may bite on, taken back when it proves none (INS-11, SLA-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sanbao.i18n import N_, in_language
from sanbao_installation_outsourcing import agreed
from sanbao_installation_outsourcing.models import (
    Contract,
    InstallationProblem,
    InstallerEvent,
    Job,
    Lot,
    ProblemClock,
)
from sanbao_installation_outsourcing.operations.events.making import make, verify_now
from sanbao_installation_outsourcing.operations.events.reporting import UNDECIDED, reassess
from sanbao_installation_outsourcing.rules.penalties.facts import Happening, happening_to_json
from sanbao_installation_outsourcing.rules.penalties.terms import Direction
from sanbao_installation_outsourcing.rules.response import BREACHED, Clock
from sanbao_installation_outsourcing.rules.service_levels import FIGURES_ONLY, METRICS

if TYPE_CHECKING:
    from sanbao.work import Work

#: Under which word clauses speak of an answer that came too late.
SLOW = "slow_response"


@dataclass(frozen=True)
class Breach:
    """A clock of a problem as it is kept and as it was judged; nothing judged: its line fits no longer."""

    problem: InstallationProblem
    row: ProblemClock
    clock: Clock | None

    @property
    def counts(self) -> bool:
        """Whether it is a breach that may cost something."""
        return (
            self.clock is not None
            and self.row.state == BREACHED
            and self.clock.line.consequence not in FIGURES_ONLY
        )


def follow_breaches(work: Work, breaches: Sequence[Breach]) -> None:
    """Open an event for each breach that a clause speaks of, keep it up to date until it is decided on, or take it back."""
    touched: dict[int, Contract] = {}
    for breach in breaches:
        contract = work.session.get_one(Contract, breach.problem.contract_id)
        if breach.row.event_id is not None:
            _keep(work, contract, breach, work.session.get_one(InstallerEvent, breach.row.event_id))
        elif breach.counts and _bites(work, contract, breach):
            breach.row.event_id = _open(work, contract, breach).document_id
        else:
            continue
        touched[contract.document_id] = contract
    work.session.flush()
    for contract in touched.values():
        reassess(work, contract)


def _bites(work: Work, contract: Contract, breach: Breach) -> bool:
    """Tell whether the contract has a clause on slow answers; without one a breach is a figure only."""
    terms = agreed.terms_in_force(work, contract, _due_at(breach).astimezone(work.zone).date())
    return any(one.trigger == SLOW and one.direction is Direction.THEY_OWE for one in terms.clauses)


def _open(work: Work, contract: Contract, breach: Breach) -> InstallerEvent:
    problem, row = breach.problem, breach.row
    said = N_("{problem}: {what} was due at {moment}")
    due_at = _due_at(breach)
    text = in_language(
        work.company.locale,
        said,
        problem=problem.document.number or problem.description,
        what=in_language(work.company.locale, METRICS[row.metric]),
        moment=due_at.astimezone(work.zone).strftime("%Y-%m-%d %H:%M:%S"),
    )
    event = make(
        work,
        contract,
        SLOW,
        due_at.astimezone(work.zone).date(),
        description=text,
        lot=work.session.get(Lot, problem.lot_id) if problem.lot_id is not None else None,
        job=work.session.get(Job, problem.job_id) if problem.job_id is not None else None,
        matter=f"problem:{problem.document_id}:{row.metric}",
        due_at=due_at,
        done_at=row.ended_at,
    )
    verify_now(work, event)
    return event


def _keep(work: Work, contract: Contract, breach: Breach, event: InstallerEvent) -> None:
    """Let an event that nobody has decided on follow its clock; what is decided stays, and may be reconsidered."""
    if event.document.state not in UNDECIDED:
        return
    if not breach.counts:
        event.verified = False
        work.set_state(event.document, "rejected")
        note = in_language(work.company.locale, N_("It proved to be in time, or excused."))
        work.note(event.document, note=note)
        breach.row.event_id = None
        return
    problem = breach.problem
    lot = work.session.get(Lot, problem.lot_id) if problem.lot_id is not None else None
    told = Happening(
        "",
        SLOW,
        event.occurred_on,
        lot=lot.code if lot is not None else None,
        job=str(problem.job_id) if problem.job_id is not None else None,
        due_at=_due_at(breach),
        done_at=breach.row.ended_at,
    )
    event.facts = happening_to_json(told)


def _due_at(breach: Breach) -> datetime:
    assert breach.row.due_at is not None  # noqa: S101 - only what was due can be late
    return breach.row.due_at
