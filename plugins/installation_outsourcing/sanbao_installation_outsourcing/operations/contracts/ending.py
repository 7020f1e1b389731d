"""A contract ends: closed once all is settled and its cost cleared, or terminated by right (LEG-04, LED-15, LED-27)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.costing.operations import settle_shares, shares_of, unsettled
from sanbao.costing.operations.shares import forget_proposal, write_shares
from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao_installation_outsourcing.agreed import terms_in_force
from sanbao_installation_outsourcing.errors.contracts import MoneyOpen, StatementsOpen, UnitsUnpaid
from sanbao_installation_outsourcing.happened import reckon
from sanbao_installation_outsourcing.kinds.contracts import SETTLED_IN
from sanbao_installation_outsourcing.models import Contract, Job, Settlement
from sanbao_installation_outsourcing.operations.contracts.client_charges import refuse_uncharged
from sanbao_installation_outsourcing.operations.contracts.signing import SIGNERS
from sanbao_installation_outsourcing.operations.settlements.claims import owed_under
from sanbao_installation_outsourcing.operations.settlements.lacks import asked_of, payable
from sanbao_installation_outsourcing.operations.settlements.requesting import not_in_future
from sanbao_installation_outsourcing.rules.providers import STATEMENT
from sanbao_installation_outsourcing.schemas.contracts import EndInput

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)


@operation(
    "installer_contract.terminate",
    title=N_("Terminate the contract"),
    on=Contract,
    moves={"in_force": "terminated"},
    schema=EndInput,
    roles=("general_manager", "service_head"),
)
def terminate(work: Work, contract: Contract, *, reason: str, on: date | None = None) -> Contract:
    """Terminate a contract: no new work is given out; what was accepted is still settled and charged (PEN-01, LEG-04)."""
    contract.ended_on = not_in_future(work, "on", on)
    rights = reckon(work, contract, contract.ended_on).assessment.rights if contract.version else ()
    work.note(contract.document, note="; ".join([reason, *(str(right) for right in rights)]))
    return contract


@operation(
    "installer_contract.end_work",
    title=N_("End the work"),
    on=Contract,
    moves={"in_force": "work_ended"},
    schema=EndInput,
    roles=(*SIGNERS, "finance"),
)
def end_work(work: Work, contract: Contract, *, reason: str, on: date | None = None) -> Contract:
    """End the work where only the retention is still kept: all is settled and the cost is cleared (LED-15, INS-20).

    The contract stays open for what comes up until then; it is closed once the retention is paid out.
    """
    day = not_in_future(work, "on", on)
    _refuse_open(work, contract, day, but=("BOND_HELD",))
    if unsettled(work, contract.document):
        _clear_cost(work, contract, day)
    contract.ended_on = day
    work.note(contract.document, note=reason)
    return contract


@operation(
    "installer_contract.close",
    title=N_("Close the contract"),
    on=Contract,
    moves=dict.fromkeys(SETTLED_IN, "closed"),
    schema=EndInput,
    roles=(*SIGNERS, "finance"),
)
def close(work: Work, contract: Contract, *, reason: str, on: date | None = None) -> Contract:
    """Close a contract: every statement decided, nothing frozen or owed back; its cost becomes cost of sales (LED-15)."""
    day = not_in_future(work, "on", on)
    _refuse_open(work, contract, day)
    refuse_uncharged(work, contract, day)
    if unsettled(work, contract.document):
        _clear_cost(work, contract, day)
    contract.ended_on = contract.ended_on or day
    work.note(contract.document, note=reason)
    return contract


def _refuse_open(work: Work, contract: Contract, day: date, but: Collection[str] = ()) -> None:
    head = contract.document
    waiting = (
        select(Document.number)
        .join(Settlement, Settlement.document_id == Document.id)
        .where(Settlement.contract_id == head.id, Document.state == "requested")
    )
    papers = [number or "" for number in work.session.scalars(waiting)]
    if papers:
        raise StatementsOpen(contract=head.number, papers=", ".join(papers))
    count = _unpaid(work, contract, day) if contract.settled_by == STATEMENT else 0
    if count:
        raise UnitsUnpaid(count=count, contract=head.number)
    what = _open_money(work, contract, but)
    if what:
        raise MoneyOpen(contract=head.number, what=", ".join(what))


def _unpaid(work: Work, contract: Contract, day: date) -> int:
    """Return how many units a statement could still pay."""
    asked = asked_of(work, contract, terms_in_force(work, contract, day), day)
    query = select(func.count()).where(Job.contract_id == contract.document_id, *payable(asked))
    return work.session.scalar(query) or 0


def _open_money(work: Work, contract: Contract, but: Collection[str]) -> list[str]:
    """Say what still stands open under a contract: accrued or frozen, owed back, kept back."""
    party, case = contract.party_id, contract.document_id
    found = {
        N_("accrued or frozen: {amount}"): work.ledger.balance("GRIR", party=party, cost_object=case),
        N_("owed back: {amount}"): owed_under(work, contract),
    }
    if "BOND_HELD" not in but:
        kept = work.ledger.balance("BOND_HELD", party=party, cost_object=case)
        found[N_("kept back: {amount}")] = kept
    return [_(said, amount=abs(amount)) for said, amount in found.items() if amount]


def _clear_cost(work: Work, contract: Contract, day: date) -> None:
    """Dr SALES_COST / Cr SERVICE_WIP[contract]: the whole cost of the contract (LED-06, LED-15)."""
    forget_proposal(work, contract.document)
    reason = Text(N_("Cost of the installation contract"))
    write_shares(
        work,
        contract.document,
        [{"bearer": "contract", "percent": Decimal(100), "reason": reason, "rule": "LED-15"}],
    )
    settle_shares(work, contract.document, shares_of(work, contract.document, "proposed"), day)
