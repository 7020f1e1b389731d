"""What we owe by clauses of a contract, and what we paid for somebody else's damage (LED-11, LED-14, INS-13)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.decision import Text, to_json
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_installation_outsourcing.agreed import terms_in_force
from sanbao_installation_outsourcing.errors.contracts import KeptUntil, NothingKept, NothingOwed
from sanbao_installation_outsourcing.happened import GONE, reckon
from sanbao_installation_outsourcing.kinds.contracts import SETTLED_IN
from sanbao_installation_outsourcing.models import Contract, InstallerEvent, Job, SettlementLine
from sanbao_installation_outsourcing.operations.events.charging_on import follow_owed
from sanbao_installation_outsourcing.operations.settlements.claims import open_claims
from sanbao_installation_outsourcing.operations.settlements.requesting import (
    not_in_future,
    refuse_other_ways,
)
from sanbao_installation_outsourcing.postings import settlements as postings
from sanbao_installation_outsourcing.rules.agreements import retention_due_on
from sanbao_installation_outsourcing.rules.penalties.results import Item
from sanbao_installation_outsourcing.rules.penalties.terms import Direction
from sanbao_installation_outsourcing.rules.penalties.titles import title
from sanbao_installation_outsourcing.rules.settling import ADVANCE, OWED, taken_from
from sanbao_installation_outsourcing.schemas.settlements import AdvanceInput, OwedInput, ReleaseInput

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)
RELEASE = "release"


@operation(
    "installer_contract.book_owed",
    title=N_("Book what we owe"),
    on=Contract,
    moves=dict.fromkeys(SETTLED_IN, ()),
    schema=OwedInput,
    roles=("finance",),
)
def book_owed(work: Work, contract: Contract, *, against: str, on: date | None = None) -> Contract:
    """Book the penalties that we owe by the contract's clauses and have not booked yet; a correction books back (LED-11).

    What of them was charged on to an installer follows (INS-12).
    """
    day = not_in_future(work, "on", on)
    reckoned = reckon(work, contract, day)
    booked = _booked(work, contract, day)
    total = ZERO
    for item in reckoned.assessment.items:
        if item.clause.direction is Direction.WE_OWE:
            paper = reckoned.papers[item.happening]
            change = item.applied - booked.pop((paper, item.clause.code), ZERO)
            total += change
            _line(work, contract, OWED, _said(item), change, event_id=paper, item=item)
    named = {one.code: title(one) for one in terms_in_force(work, contract, day).clauses}
    for (paper, clause), amount in booked.items():
        total -= amount
        said = Text(N_("{clause}: taken back"), {"clause": named.get(clause, clause)})
        _line(work, contract, OWED, said, -amount, event_id=paper, clause=clause)
    if not total:
        raise NothingOwed(contract=contract.document.number)
    work.session.flush()
    postings.owed(work, contract, total, against, day, f"owed:{_last_line(work, contract)}")
    follow_owed(work, contract)
    return contract


def _said(item: Item) -> Text:
    return Text(N_("{clause}: {event}"), {"clause": title(item.clause), "event": item.happening})


def _booked(work: Work, contract: Contract, day: date) -> dict[tuple[int, str], Decimal]:
    """Return what is booked for what happened up to a day; what happened later is none of that day's business."""
    query = (
        select(SettlementLine.event_id, SettlementLine.clause, func.sum(SettlementLine.amount))
        .join(InstallerEvent, InstallerEvent.document_id == SettlementLine.event_id)
        .where(SettlementLine.document_id == contract.document_id, SettlementLine.kind == OWED)
        .where(InstallerEvent.occurred_on <= day)
        .group_by(SettlementLine.event_id, SettlementLine.clause)
    )
    return {
        (event, clause or ""): amount
        for event, clause, amount in work.session.execute(query)
        if event is not None
    }


@operation(
    "installer_contract.advance",
    title=N_("Paid for his damage"),
    on=Contract,
    moves=dict.fromkeys(SETTLED_IN, ()),
    schema=AdvanceInput,
    roles=("finance",),
)
def advance(
    work: Work,
    contract: Contract,
    *,
    amount: Decimal,
    account: str,
    reason: str,
    event: InstallerEvent | None = None,
    on: date | None = None,
) -> Contract:
    """Record what we paid an owner for damage that the installer has to bear; the next statement offsets it (INS-13).

    With the event that it was paid for, that event is not claimed a second time.
    """
    day = not_in_future(work, "on", on)
    refuse_other_ways(contract)
    _refuse_foreign(contract, event)
    paid_for = event.document_id if event is not None else None
    _line(work, contract, ADVANCE, Text("{words}", {"words": reason}), -amount, event_id=paid_for)
    work.session.flush()
    postings.advanced(work, contract, amount, account, day, f"advance:{_last_line(work, contract)}")
    work.note(contract.document, note=reason)
    return contract


def _refuse_foreign(contract: Contract, event: InstallerEvent | None) -> None:
    """Refuse an event of another contract, or one that stands for nothing."""
    if event is None:
        return
    told = {"event": event.document.number, "contract": contract.document.number}
    if event.contract_id != contract.document_id:
        raise Invalid([Problem("event", N_("{event} does not belong to {contract}."), told)])
    if event.document.state in GONE:
        raise Invalid([Problem("event", N_("{event} stands for nothing any more."), told)])


@operation(
    "installer_contract.release_retention",
    title=N_("Pay out the retention"),
    on=Contract,
    moves=dict.fromkeys(SETTLED_IN, ()),
    schema=ReleaseInput,
    roles=("finance",),
)
def release_retention(
    work: Work, contract: Contract, *, amount: Decimal | None = None, reason: str = "", on: date | None = None
) -> Contract:
    """Make what was kept back payable once its time is over, counted from the last acceptance (INS-20).

    What he owes us under the contract is taken off first: the retention stands for it.
    """
    day = not_in_future(work, "on", on)
    kept = -work.ledger.balance("BOND_HELD", party=contract.party_id, cost_object=contract.document_id)
    if kept <= 0:
        raise NothingKept(contract=contract.document.number)
    if amount is not None and amount > kept:
        raise Invalid([Problem("amount", N_("Only {kept} is kept back."), {"kept": kept})])
    due = _kept_until(work, contract, day)
    if due is not None and day < due and not reason:
        raise KeptUntil(contract=contract.document.number, day=due)
    paid = amount if amount is not None else kept
    _line(work, contract, RELEASE, Text(N_("Retention released")), paid)
    work.session.flush()
    taken = taken_from(open_claims(work, contract), paid)
    postings.released(work, contract, paid, taken, day, f"release:{_last_line(work, contract)}")
    return contract


def _kept_until(work: Work, contract: Contract, day: date) -> date | None:
    """Return when the retention is due: so many months after the last acceptance."""
    query = select(func.max(Job.accepted_on)).where(Job.contract_id == contract.document_id)
    last = work.session.scalar(query)
    months = terms_in_force(work, contract, day).payment.retention_months
    return retention_due_on(last, months) if last is not None else None


def _line(
    work: Work,
    contract: Contract,
    kind: str,
    said: Text,
    amount: Decimal,
    *,
    event_id: int | None = None,
    clause: str | None = None,
    item: Item | None = None,
) -> None:
    """Keep on the contract itself what was booked outside its statements."""
    if amount:
        work.session.add(
            SettlementLine(
                company_id=work.company.id,
                document_id=contract.document_id,
                contract_id=contract.document_id,
                position=_last_position(work, contract) + 1,
                kind=kind,
                text=to_json(said),
                event_id=event_id,
                clause=item.clause.code if item is not None else clause,
                assessed=item.assessed if item is not None else None,
                amount=amount,
                trace=to_json(list(item.steps)) if item is not None else [],
            )
        )
        work.session.flush()


def _last_position(work: Work, contract: Contract) -> int:
    query = select(func.max(SettlementLine.position)).where(
        SettlementLine.document_id == contract.document_id
    )
    return work.session.scalar(query) or 0


def _last_line(work: Work, contract: Contract) -> int:
    query = select(func.max(SettlementLine.id)).where(SettlementLine.document_id == contract.document_id)
    return work.session.scalar(query) or 0
