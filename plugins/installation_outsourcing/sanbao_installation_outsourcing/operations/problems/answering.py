"""What is done about a problem, each step with its moment: answered, on site, put right (SLA-04, SLA-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.jobs import KEEPERS, MANAGERS
from sanbao_installation_outsourcing.models import InstallationProblem, ProblemEvent
from sanbao_installation_outsourcing.operations.problems.following import follow
from sanbao_installation_outsourcing.rules.service_levels import EVENTS
from sanbao_installation_outsourcing.schemas import problems as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: How far an event brings a problem, the furthest first: its state is the first of these that happened.
_FURTHEST = (("done", "done"), ("arrived", "on_site"), ("replied", "answered"))
_WHO = (*KEEPERS, "installer")


@operation(
    "installation_problem.reply",
    title=N_("Answer the user"),
    on=InstallationProblem,
    moves={"open": "answered"},
    schema=schemas.StepInput,
    roles=_WHO,
)
def reply(
    work: Work, problem: InstallationProblem, *, at: datetime | None = None, note: str | None = None
) -> InstallationProblem:
    """Record that a person answered the user (答复); a message sent by a machine is no answer (SLA-04)."""
    return _happened(work, problem, "replied", at, note)


@operation(
    "installation_problem.arrive",
    title=N_("Arrived on site"),
    on=InstallationProblem,
    moves={"open": "on_site", "answered": "on_site"},
    schema=schemas.StepInput,
    roles=_WHO,
)
def arrive(
    work: Work, problem: InstallationProblem, *, at: datetime | None = None, note: str | None = None
) -> InstallationProblem:
    """Record that somebody is on site (到场, SLA-05)."""
    return _happened(work, problem, "arrived", at, note)


@operation(
    "installation_problem.finish",
    title=N_("Put right"),
    on=InstallationProblem,
    moves={"open": "done", "answered": "done", "on_site": "done"},
    schema=schemas.DoneInput,
    roles=_WHO,
)
def finish(
    work: Work, problem: InstallationProblem, *, note: str, at: datetime | None = None
) -> InstallationProblem:
    """Record that the problem is put right, and how (处理完毕)."""
    return _happened(work, problem, "done", at, note)


@operation(
    "installation_problem.note",
    title=N_("Record a step"),
    on=InstallationProblem,
    schema=schemas.NoteInput,
    roles=KEEPERS,
)
def note_step(
    work: Work,
    problem: InstallationProblem,
    *,
    event: str,
    at: datetime | None = None,
    note: str | None = None,
) -> InstallationProblem:
    """Record any step of a problem; of one that is on record, correct the moment and say why."""
    return _happened(work, problem, event, at, note)


@operation(
    "installation_problem.reckon",
    title=N_("Reckon the clocks"),
    on=InstallationProblem,
    many=True,
    roles=MANAGERS,
)
def reckon(work: Work, problems: Sequence[InstallationProblem]) -> list[InstallationProblem]:
    """Note which clocks ran out meanwhile, and what lost days that were agreed on excuse (INS-11, INS-15)."""
    follow(work, problems)
    return list(problems)


def _happened(
    work: Work, problem: InstallationProblem, event: str, at: datetime | None, note: str | None
) -> InstallationProblem:
    events = events_of(work, problem)
    moment = moment_of(work, problem, at)
    told = events.get(event)
    if told is None:
        _record(work, problem, event, moment, note)
    else:
        _correct(work, problem, told, moment, note)
    told_now = {*events, event}
    state = next((state for name, state in _FURTHEST if name in told_now), "open")
    if problem.state != state:
        work.set_state(problem.document, state)
    follow(work, [problem])
    return problem


def _record(work: Work, problem: InstallationProblem, event: str, moment: datetime, note: str | None) -> None:
    row = ProblemEvent(
        company_id=work.company.id,
        problem_id=problem.document_id,
        event=event,
        happened_at=moment,
        note=note,
        recorded_at=work.now,
        recorded_by_id=work.user.id,
    )
    work.session.add(row)
    work.note(problem.document, note=_told(work, event, moment, note))


def _correct(
    work: Work, problem: InstallationProblem, told: ProblemEvent, moment: datetime, note: str | None
) -> None:
    """Put another moment in the place of one that stands on record; the timeline keeps both."""
    if not note:
        raise Invalid([Problem("note", N_("It stands on record already; please say why it is corrected."))])
    before = _told(work, told.event, told.happened_at, told.note)
    told.happened_at, told.note = moment, note
    told.recorded_at, told.recorded_by_id = work.now, work.user.id
    work.note(problem.document, note=f"{before} → {_told(work, told.event, moment, note)}")


def _told(work: Work, event: str, moment: datetime, note: str | None) -> str:
    said = in_language(work.company.locale, EVENTS[event])
    shown = moment.astimezone(work.zone).strftime("%Y-%m-%d %H:%M:%S")
    return f"{said} {shown}" + (f": {note}" if note else "")


def events_of(work: Work, problem: InstallationProblem) -> Mapping[str, ProblemEvent]:
    """Return what is on record of a problem, by the event."""
    query = select(ProblemEvent).where(ProblemEvent.problem_id == problem.document_id)
    return {one.event: one for one in work.session.scalars(query)}


def moment_of(work: Work, problem: InstallationProblem, given: datetime | None, path: str = "at") -> datetime:
    """Return when something was done: now, or an earlier moment that one of our own people vouches for."""
    moment = given or work.now
    if moment > work.now:
        raise Invalid([Problem(path, N_("That moment has not come yet."))])
    if moment < problem.raised_at:
        raise Invalid([Problem(path, N_("That was before the problem was raised."))])
    if moment < work.now and scope.of(work).party_id is not None:
        said = N_("What you report yourself counts from now; the centre can record an earlier moment.")
        raise Invalid([Problem(path, said)])
    return moment
