"""Deciding on an event: apply, reduce or waive, above a limit with a second person, and looking at it again (CAL-10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_installation_outsourcing.errors.jobs import TermRuns
from sanbao_installation_outsourcing.kinds.jobs import MANAGERS
from sanbao_installation_outsourcing.models import InstallerEvent
from sanbao_installation_outsourcing.operations.events.answering import contract_of, meet_answer
from sanbao_installation_outsourcing.operations.events.reporting import reassess
from sanbao_installation_outsourcing.schemas import events as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

DECIDERS = (*MANAGERS, "general_manager")
ZERO = Decimal(0)


@operation(
    "installer_event.decide",
    title=N_("Decide"),
    on=InstallerEvent,
    moves={
        "verified": ("decided", "proposed"),
        "notified": ("decided", "proposed"),
        "answered": ("decided", "proposed"),
        "silent": ("decided", "proposed"),
        "disputed": ("decided", "proposed"),
        "outgrown": ("decided", "proposed"),
    },
    schema=schemas.Decision,
    roles=DECIDERS,
)
def decide(
    work: Work,
    event: InstallerEvent,
    *,
    decision: str,
    reason: str,
    amount: Decimal | None = None,
    up_to: Decimal | None = None,
) -> InstallerEvent:
    """Decide whether what the clause assesses is applied, reduced or waived (CAL-10); nothing is taken before that.

    Above the company's limit it is a proposal, which a second person approves; a decision of one person carries up to
    that limit, whatever it grows to, and one of two as far as they say. While the term for an answer runs, only what
    favours the installer is decided.
    """
    reassess(work, contract_of(work, event))
    _refuse_more(event, amount)
    if decision != "waive" and event.state == "notified" and _term_runs(event, work.today):
        raise TermRuns(event=event.document.number, day=event.answer_due_on)
    if max(event.assessed, up_to or ZERO) > work.setting("outsourcing_decision_limit"):
        event.proposal = {
            "decision": decision,
            "amount": str(amount) if amount is not None else None,
            "up_to": str(up_to) if up_to is not None else None,
            "reason": reason,
            "from": event.state,
        }
        event.proposed_by_id = work.user.id
        work.move(event, "proposed")
        return event
    _settle(work, event, decision, amount, reason, up_to)
    work.move(event, "decided")
    return event


def _term_runs(event: InstallerEvent, today: date) -> bool:
    return event.answer_due_on is not None and today <= event.answer_due_on


def _refuse_more(event: InstallerEvent, amount: Decimal | None) -> None:
    if amount is not None and amount > event.assessed:
        said = N_("No more than {amount} was assessed.")
        raise Invalid([Problem("amount", said, {"amount": event.assessed})])


def _settle(
    work: Work,
    event: InstallerEvent,
    decision: str,
    amount: Decimal | None,
    reason: str,
    up_to: Decimal | None,
) -> None:
    event.decision, event.decision_reason = decision, reason
    event.decided_amount = amount if decision == "reduce" else None
    carries = up_to if up_to is not None else work.setting("outsourcing_decision_limit")
    event.decided_up_to = max(carries, event.assessed)
    event.decided_on, event.decided_by_id = work.today, work.user.id
    event.disputed_amount, event.proposal = ZERO, None
    meet_answer(work, event)
    work.note(event.document, note=reason)


@operation(
    "installer_event.approve",
    title=N_("Approve the decision"),
    on=InstallerEvent,
    moves={"proposed": ("decided", "disputed", "outgrown")},
    schema=schemas.Approval,
    roles=("general_manager", "service_head"),
    apart_from=("installer_event.decide",),
)
def approve(
    work: Work,
    event: InstallerEvent,
    *,
    agrees: bool,
    up_to: Decimal | None = None,
    reason: str | None = None,
) -> InstallerEvent:
    """Approve as a second person what was proposed above the limit (CAL-10), or send it back; an earlier decision stands then."""
    proposal = event.proposal or {}
    if not agrees:
        event.proposal = None
        if reason:
            work.note(event.document, note=reason)
        work.move(event, "outgrown" if proposal.get("from") == "outgrown" else "disputed")
        return event
    reassess(work, contract_of(work, event))
    amount, most = (_amount(proposal, name) for name in ("amount", "up_to"))
    _refuse_wider(event, up_to, most)
    carries = up_to if up_to is not None else most
    _settle(work, event, proposal["decision"], amount, proposal["reason"], carries)
    work.move(event, "decided")
    return event


def _refuse_wider(event: InstallerEvent, up_to: Decimal | None, most: Decimal | None) -> None:
    """Refuse to let a decision carry further than the first person proposed: both have to want it (CAL-10)."""
    bound = max(event.assessed, most if most is not None else ZERO)
    if up_to is not None and up_to > bound:
        raise Invalid([Problem("up_to", N_("No more than {amount} was proposed."), {"amount": bound})])


def _amount(proposal: Mapping[str, Any], name: str) -> Decimal | None:
    return Decimal(proposal[name]) if proposal.get(name) is not None else None


@operation(
    "installer_event.reconsider",
    title=N_("Look at it again"),
    on=InstallerEvent,
    moves={"decided": "disputed", "outgrown": "disputed"},
    schema=schemas.Reconsideration,
    roles=DECIDERS,
)
def reconsider(
    work: Work, event: InstallerEvent, *, reason: str, disputed_amount: Decimal | None = None
) -> InstallerEvent:
    """Take a decision up again: what is disputed stands frozen, and the next statement puts right what was taken (INS-16)."""
    _refuse_more(event, disputed_amount)
    event.disputed_amount = event.assessed if disputed_amount is None else disputed_amount
    event.answer, event.answer_text = "disputed", reason
    event.document.closed_at = None
    work.note(event.document, note=reason)
    return event
