"""From a report to the installer's answer: looked into, told, answered, or met with silence (INS-10, INS-16, PEN-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.calendar.due import due
from sanbao.calendar.seed import load
from sanbao.decision import from_json, to_json
from sanbao.documents.models import DeadlineRecord, Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao_installation_outsourcing import agreed, scope
from sanbao_installation_outsourcing.errors.jobs import EvidenceMissing, SilenceAccepted, TermRuns
from sanbao_installation_outsourcing.kinds.jobs import CLIENT_PENALTY, KEEPERS, MANAGERS
from sanbao_installation_outsourcing.models import Contract, InstallerEvent
from sanbao_installation_outsourcing.operations.events import telling
from sanbao_installation_outsourcing.operations.events.reporting import reassess
from sanbao_installation_outsourcing.operations.jobs.marks import day_of, keep_file
from sanbao_installation_outsourcing.schemas import events as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

#: The deadline by which the installer answers.
ANSWER = "answer"
ZERO = Decimal(0)


def contract_of(work: Work, event: InstallerEvent) -> Contract:
    """Return the contract under which something happened."""
    return work.session.scalars(select(Contract).where(Contract.document_id == event.contract_id)).one()


@operation(
    "installer_event.verify",
    title=N_("Record what was found"),
    on=InstallerEvent,
    moves={"reported": ("verified", "rejected")},
    schema=schemas.Verification,
    roles=(*MANAGERS, "qc", "centre_manager"),
)
def verify(
    work: Work,
    event: InstallerEvent,
    *,
    is_true: bool,
    is_reasonable: bool,
    evidence: Sequence[dict[str, Any]],
    finding: str | None = None,
    **found: Any,
) -> InstallerEvent:
    """Say whether what was reported is true and reasonable (核实): only then does it count (INS-10)."""
    for given in evidence:
        keep_file(work, event.document, given, "evidence")
    event.facts = _with_finding(work, event, found, is_reasonable=is_reasonable)
    event.verified = is_true and is_reasonable
    event.verified_on, event.verified_by_id = work.today, work.user.id
    if finding:
        work.note(event.document, note=finding)
    work.move(event, "verified" if event.verified else "rejected")
    work.session.flush()
    if event.verified:
        reassess(work, contract_of(work, event))
    return event


def _with_finding(
    work: Work, event: InstallerEvent, found: dict[str, Any], *, is_reasonable: bool
) -> dict[str, Any]:
    """Return the facts with what was found: the loss, the units, when it was done, waits and cases."""
    clauses = agreed.terms_in_force(work, contract_of(work, event), event.occurred_on).clauses
    problems = telling.unknown_cases(
        [clause for clause in clauses if clause.trigger == event.trigger], found["named_cases"]
    )
    if event.trigger == CLIENT_PENALTY and found.get("loss") is not None:
        problems.append(Problem("loss", N_("What the client took from us says this; leave it out.")))
    if problems:
        raise Invalid(problems)
    facts = dict(from_json(event.facts))
    more = telling.told(found)
    waits = [{name: getattr(one, name) for name in one.__slots__} for one in more.pop("waits")]
    if waits:
        facts["waits"] = waits
    tags = {*facts.get("tags", ()), *more.pop("tags"), *(() if is_reasonable else ("unreasonable",))}
    facts.update(more)
    if tags:
        facts["tags"] = sorted(tags)
    written: dict[str, Any] = to_json(facts)
    return written


@operation(
    "installer_event.notify",
    title=N_("Tell the installer"),
    on=InstallerEvent,
    moves={"verified": "notified"},
    schema=schemas.Notification,
    roles=KEEPERS,
)
def notify(
    work: Work, event: InstallerEvent, *, notified_on: date | None = None, within: str | None = None
) -> InstallerEvent:
    """Tell the installer what he is held to have done, until when he may answer, and what silence means (PEN-08)."""
    on = day_of(work, notified_on, "notified_on")
    contract = contract_of(work, event)
    told_at = datetime.combine(on, time(12), work.zone)
    calendar = load(work.connection, work.company.id, work.company.calendar)
    found = due(within or _term(work, contract), told_at, calendar)
    event.notified_on = on
    event.answer_due_on = (found.at.astimezone(work.zone) - timedelta(microseconds=1)).date()
    work.session.add(
        DeadlineRecord(
            company_id=work.company.id,
            document_id=event.document_id,
            kind=ANSWER,
            due_at=found.at,
            reckoning=found.reckoning(),
        )
    )
    said = N_("To be answered until {day}; without an answer the facts count as accepted.")
    work.note(event.document, note=in_language(work.company.locale, said, day=event.answer_due_on))
    reassess(work, contract)
    return event


def _term(work: Work, contract: Contract) -> str:
    """Return the term for an answer: the contract's own days, else the company's."""
    days = agreed.in_force(work, contract).terms.get("answer_days")
    return f"{days}d" if days is not None else str(work.setting("outsourcing_answer_term"))


@operation(
    "installer_event.answer",
    title=N_("Answer"),
    on=InstallerEvent,
    moves={
        "notified": ("answered", "disputed"),
        "silent": ("answered",),
        "answered": ("disputed",),
        "disputed": ("answered", "disputed"),
    },
    schema=schemas.AnswerInput,
    roles=(*KEEPERS, "installer"),
)
def answer(
    work: Work,
    event: InstallerEvent,
    *,
    accepts: bool,
    evidence: Sequence[dict[str, Any]],
    disputed_amount: Decimal | None = None,
    text: str | None = None,
    answered_on: date | None = None,
) -> InstallerEvent:
    """Record the installer's answer: he accepts, or disputes the whole or a part, which then stands frozen (INS-16).

    He answers himself, or one of our people enters the paper that he sent, which is attached.
    """
    for given in evidence:
        keep_file(work, event.document, given, "evidence")
    if scope.of(work).party_id is None and not accepts and not evidence:
        raise EvidenceMissing()
    if event.state == "silent" and not accepts:
        raise SilenceAccepted(event=event.document.number, day=event.answer_due_on)
    reassess(work, contract_of(work, event))
    _refuse_more(event, disputed_amount)
    event.answered_on = day_of(work, answered_on, "answered_on")
    event.answer, event.answer_text = ("accepted" if accepts else "disputed"), text
    event.disputed_amount = ZERO if accepts else _disputed(event, disputed_amount)
    meet_answer(work, event)
    work.move(event, "answered" if accepts else "disputed")
    return event


def _disputed(event: InstallerEvent, amount: Decimal | None) -> Decimal:
    return event.assessed if amount is None else amount


def _refuse_more(event: InstallerEvent, amount: Decimal | None) -> None:
    if amount is not None and amount > event.assessed:
        said = N_("No more than {amount} was assessed.")
        raise Invalid([Problem("disputed_amount", said, {"amount": event.assessed})])


def meet_answer(work: Work, event: InstallerEvent) -> None:
    """Let the term for an answer be met."""
    query = select(DeadlineRecord).where(
        DeadlineRecord.document_id == event.document_id,
        DeadlineRecord.kind == ANSWER,
        DeadlineRecord.met_at.is_(None),
    )
    for deadline in work.session.scalars(query):
        deadline.met_at = work.now


@operation(
    "installer_event.note_silence",
    title=N_("Note the silence"),
    on=InstallerEvent,
    many=True,
    moves={"notified": "silent"},
    roles=MANAGERS,
)
def note_silence(work: Work, events: Sequence[InstallerEvent]) -> list[InstallerEvent]:
    """Note that nobody answered in time: the facts count as accepted, as the notice said (PEN-08)."""
    for event in events:
        if event.answer_due_on is not None and work.today <= event.answer_due_on:
            raise TermRuns(event=event.document.number, day=event.answer_due_on)
        event.answer = "silent"
    return list(events)


def unanswered(work: Work) -> list[InstallerEvent]:
    """Return the events whose term for an answer is over."""
    query = (
        select(InstallerEvent)
        .join(Document, Document.id == InstallerEvent.document_id)
        .where(Document.company_id == work.company.id, Document.kind == "installer_event")
        .where(Document.state == "notified", InstallerEvent.answer_due_on < work.today)
    )
    return list(work.session.scalars(query.order_by(InstallerEvent.document_id)))
