"""What a unit lacks before it may be paid, as columns: nothing here reads a unit, whole sets are asked (INS-02, INS-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, not_, or_, select

from sanbao.documents.kinds import UNDONE
from sanbao.documents.models import Document
from sanbao_installation_outsourcing.models import (
    Bond,
    BondMove,
    Contract,
    InstallerEvent,
    Job,
    JobMark,
    Settlement,
)
from sanbao_installation_outsourcing.operations.settlements.qualified import (
    Unqualified,
    unqualified,
    worked_unqualified,
)
from sanbao_installation_outsourcing.rules.agreements import Terms
from sanbao_installation_outsourcing.rules.payable import asked as reasons_of
from sanbao_installation_outsourcing.rules.penalties.terms import Consequence

if TYPE_CHECKING:
    from sanbao.work import Work

#: Where a job stands that is not done, or no longer: it is not paid, and what was paid for it is taken back.
NOT_DONE = ("planned", "assigned", "rework", "cancelled")
#: The unit of an event; made once, because making it takes longer than asking the database.
_SEEN = Job.__table__.alias("seen")
#: What a unit lacks, as the database sees it up to a day.
_LACKS: dict[str, Any] = {
    "not_installed": lambda day: or_(_after(Job.installed_on, day), Job.state.in_(("planned", "assigned"))),
    "failed": lambda _day: or_(Job.passed.is_(False), Job.state == "rework"),
    "not_inspected": lambda day: or_(Job.passed.is_not(True), _after(Job.inspected_on, day)),
    "no_client_signature": lambda day: _after(Job.client_signed_on, day),
    "no_manager_confirmation": lambda day: _after(Job.manager_confirmed_on, day),
    "not_accepted": lambda day: _after(Job.accepted_on, day),
}


def _after(column: Any, day: date) -> ColumnElement[bool]:
    return or_(column.is_(None), column > day)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a contract asks of its units up to a day: its terms, and whether the bond that it asks for is paid in."""

    contract_id: int
    terms: Terms
    day: date
    has_bond: bool
    unqualified: Unqualified

    def lacks(self, reason: str) -> ColumnElement[bool]:
        """Return whether a unit lacks this, as a column."""
        if reason == "no_bond":
            return literal(not self.has_bond)
        if reason == "no_invoice":
            return Job.settlement_id.in_(_without_invoice(self.contract_id))
        if reason == "unqualified":
            return worked_unqualified(self.unqualified)
        if reason == "nonconforming":
            return nonconforming(self.contract_id, self.terms, self.day)
        found: ColumnElement[bool] = _LACKS[reason](self.day)
        return found


def asked_of(work: Work, contract: Contract, terms: Terms, day: date) -> Asked:
    """Return what a contract asks of its units up to a day."""
    has_bond = "bond" not in terms.payment.preconditions or _paid_in(work, contract, day) >= terms.bond
    return Asked(contract.document_id, terms, day, has_bond, unqualified(work, contract))


def _paid_in(work: Work, contract: Contract, day: date) -> Decimal:
    """Return what was paid in of the bonds that stand for a contract and is not given back (PEN-05)."""
    query = (
        select(func.sum(BondMove.amount))
        .join(Bond, Bond.document_id == BondMove.document_id)
        .where(Bond.contract_id == contract.document_id, Bond.direction == "held")
        .where(BondMove.kind.in_(("paid", "returned")), BondMove.moved_on <= day)
    )
    return work.session.scalar(query) or Decimal(0)


def _without_invoice(contract_id: int) -> Select[Any]:
    """Return the statements that wait for the installer's invoice."""
    return (
        select(Settlement.document_id)
        .join(Document, Document.id == Settlement.document_id)
        .where(
            Settlement.contract_id == contract_id,
            Document.state == "requested",
            Settlement.invoice_no.is_(None),
        )
    )


def nonconforming(contract_id: int, terms: Terms, day: date) -> ColumnElement[bool]:
    """Return whether a unit is held back by a clause: reported, not waived, and not passed again since (INS-08)."""
    clauses = [one for one in terms.clauses if one.consequence is Consequence.NOT_PAYABLE]
    if not clauses:
        return false()
    unlooked = [one.trigger for one in clauses if not one.needs_verification]
    return Job.id.in_(
        select(InstallerEvent.job_id)
        .join(Document, Document.id == InstallerEvent.document_id)
        .join(_SEEN, _SEEN.c.id == InstallerEvent.job_id)
        .where(
            InstallerEvent.contract_id == contract_id,
            InstallerEvent.trigger.in_([one.trigger for one in clauses]),
            or_(InstallerEvent.verified.is_(True), InstallerEvent.trigger.in_(unlooked)),
            func.coalesce(InstallerEvent.decision, "apply") == "apply",
            InstallerEvent.occurred_on <= day,
            Document.state.not_in((*UNDONE, "rejected")),
            Document.duplicate_of_id.is_(None),
            or_(_SEEN.c.passed.is_not(True), not_(_passed_since())),
        )
    )


def _passed_since() -> ColumnElement[bool]:
    """Return whether the unit of an event passed after it; on its own day, after the event was put on record (INS-08)."""
    passed_later_that_day = exists().where(
        JobMark.job_id == InstallerEvent.job_id,
        JobMark.kind == "passed",
        JobMark.marked_on == InstallerEvent.occurred_on,
        JobMark.recorded_at > Document.created_at,
    )
    return or_(
        _SEEN.c.inspected_on > InstallerEvent.occurred_on,
        and_(
            _SEEN.c.inspected_on == InstallerEvent.occurred_on,
            passed_later_that_day.correlate_except(JobMark),
        ),
    )


def lacking(asked: Asked) -> ColumnElement[Any]:
    """Return the first thing that a unit lacks, as a column; nothing for a unit that may be paid."""
    reasons = reasons_of(asked.terms.payment.preconditions)
    return case(*[(asked.lacks(reason), literal(reason)) for reason in reasons], else_=None)


def payable(asked: Asked) -> list[ColumnElement[bool]]:
    """Return what must hold of a unit that may be paid."""
    return [Job.settlement_id.is_(None), Job.state.not_in(NOT_DONE), lacking(asked).is_(None)]


def waiting(asked: Asked) -> list[ColumnElement[bool]]:
    """Return what holds of a unit that is not paid yet: on no statement, or on one that waits for the invoice."""
    on_none = or_(Job.settlement_id.is_(None), asked.lacks("no_invoice"))
    return [Job.contract_id == asked.contract_id, on_none, Job.state != "cancelled"]
