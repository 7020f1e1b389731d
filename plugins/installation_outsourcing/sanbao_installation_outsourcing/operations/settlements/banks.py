"""Where an installer's money goes: changed by one person, confirmed by another, before anything is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.agreed import in_force
from sanbao_installation_outsourcing.errors import BankNotConfirmed, BankPending, NoBankChange, SameHands
from sanbao_installation_outsourcing.models import BankChange, Contract
from sanbao_installation_outsourcing.schemas.settlements import BankAnswerInput, BankInput

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = ("finance", "purchasing", "implementation_manager", "service_head")


@operation(
    "installer_bank.propose", title=N_("Change an installer's account"), schema=BankInput, roles=KEEPERS
)
def propose(work: Work, *, party: Party, bank_name: str, bank_account: str, reason: str) -> BankChange:
    """Write down a new account of an installer; it counts once a second person has confirmed it."""
    work.hold("outsourcing_bank", [party.id])
    if _pending(work, party.id) is not None:
        raise BankPending(party=party.name)
    change = BankChange(
        company_id=work.company.id,
        party_id=party.id,
        bank_name=bank_name,
        bank_account=bank_account,
        reason=reason,
        proposed_on=work.today,
        proposed_by_id=work.user.id,
    )
    work.session.add(change)
    work.session.flush()
    return change


@operation(
    "installer_bank.confirm",
    title=N_("Confirm an installer's account"),
    schema=BankAnswerInput,
    roles=("finance", "general_manager", "service_head"),
)
def answer(work: Work, *, party: Party, confirm: bool) -> BankChange:
    """Confirm a new account, or turn it down; never the one who wrote it down."""
    work.hold("outsourcing_bank", [party.id])
    change = _pending(work, party.id)
    if change is None:
        raise NoBankChange(party=party.name)
    if change.proposed_by_id == work.user.id:
        raise SameHands(user=work.user.login)
    if confirm:
        change.confirmed_on, change.confirmed_by_id = work.today, work.user.id
    else:
        change.withdrawn_on, change.confirmed_by_id = work.today, work.user.id
    return change


def _pending(work: Work, party_id: int) -> BankChange | None:
    query = select(BankChange).where(
        BankChange.company_id == work.company.id,
        BankChange.party_id == party_id,
        BankChange.confirmed_on.is_(None),
        BankChange.withdrawn_on.is_(None),
    )
    return work.session.scalars(query).one_or_none()


def refuse_pending(work: Work, contract: Contract) -> None:
    """Refuse to approve a payment while a change of the account waits for the second person."""
    if _pending(work, contract.party_id) is not None:
        raise BankNotConfirmed(party=contract.party.name)


def account_of(work: Work, contract: Contract) -> tuple[str | None, str | None]:
    """Return bank and account: the last confirmed change, else what the contract says."""
    query = (
        select(BankChange)
        .where(BankChange.party_id == contract.party_id, BankChange.confirmed_on.is_not(None))
        .order_by(BankChange.confirmed_on.desc(), BankChange.id.desc())
        .limit(1)
    )
    change = work.session.scalars(query).one_or_none()
    if change is not None:
        return change.bank_name, change.bank_account
    terms = in_force(work, contract).terms
    return terms.get("bank_name"), terms.get("bank_account")
