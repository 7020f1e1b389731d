"""Where an installer's money goes: changed by one person, confirmed by another, before anything is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from sanbao.access.models import User
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.agreed import in_force
from sanbao_installation_outsourcing.errors.contracts import (
    BankNotConfirmed,
    BankPending,
    NoBankChange,
    OtherParty,
    SameHands,
)
from sanbao_installation_outsourcing.models import BankChange, Contract
from sanbao_installation_outsourcing.schemas.settlements import BankAnswerInput, BankInput, BanksInput

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = ("finance", "purchasing", "implementation_manager", "service_head")
CONFIRMERS = ("finance", "general_manager", "service_head")
#: Whom we pay for installation work.
_PAID = ("installer", "supplier")
WAITING, CONFIRMED, TURNED_DOWN = "waiting", "confirmed", "turned_down"
STATES = {
    WAITING: N_("Waits for a second person"),
    CONFIRMED: N_("Confirmed"),
    TURNED_DOWN: N_("Turned down"),
}


@operation(
    "installer_bank.propose", title=N_("Change an installer's account"), schema=BankInput, roles=KEEPERS
)
def propose(work: Work, *, party: Party, bank_name: str, bank_account: str, reason: str) -> Party:
    """Write down a new account of an installer; it counts once a second person has confirmed it."""
    if not set(_PAID) & set(party.roles):
        raise OtherParty(party=party.code, role=_PAID[0])
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
    return party


@operation(
    "installer_bank.confirm",
    title=N_("Confirm an installer's account"),
    schema=BankAnswerInput,
    roles=CONFIRMERS,
)
def answer(work: Work, *, party: Party, confirm: bool, bank_account: str | None = None) -> Party:
    """Confirm a new account, read again from the installer's own paper, or turn it down; never who wrote it down."""
    work.hold("outsourcing_bank", [party.id])
    change = _pending(work, party.id)
    if change is None:
        raise NoBankChange(party=party.name)
    if change.proposed_by_id == work.user.id:
        raise SameHands(user=work.user.login)
    if confirm and _plain(bank_account) != _plain(change.bank_account):
        said = N_(
            "This is not the account that was written down; please compare both with the installer's paper."
        )
        raise Invalid([Problem("bank_account", said)])
    if confirm:
        change.confirmed_on, change.confirmed_by_id = work.today, work.user.id
    else:
        change.withdrawn_on, change.confirmed_by_id = work.today, work.user.id
    return party


def _plain(account: str | None) -> str:
    """Return an account as banks compare it: without the gaps that people read it by."""
    return "".join((account or "").split()).replace("-", "").upper()


@question("installer_bank.list", schema=BanksInput, roles=(*KEEPERS, "general_manager", "auditor"))
def changes(work: Work, *, only_waiting: bool, party: Party | None = None) -> list[dict[str, Any]]:
    """Return which accounts were written down for whom, by whom and why, and who confirmed them; the latest first."""
    writer, answerer = aliased(User), aliased(User)
    query = (
        select(BankChange, Party, writer.login, answerer.login)
        .join(Party, Party.id == BankChange.party_id)
        .join(writer, writer.id == BankChange.proposed_by_id)
        .outerjoin(answerer, answerer.id == BankChange.confirmed_by_id)
        .where(BankChange.company_id == work.company.id)
        .order_by(BankChange.id.desc())
    )
    if party is not None:
        query = query.where(BankChange.party_id == party.id)
    if only_waiting:
        query = query.where(BankChange.confirmed_on.is_(None), BankChange.withdrawn_on.is_(None))
    return [_shown(work, *row) for row in work.session.execute(query)]


def _shown(
    work: Work, change: BankChange, party: Party, proposed_by: str, answered_by: str | None
) -> dict[str, Any]:
    confirmed = CONFIRMED if change.confirmed_on is not None else None
    state = confirmed or (TURNED_DOWN if change.withdrawn_on is not None else WAITING)
    return {
        "party": party.code,
        "name": party.name,
        "bank_name": change.bank_name,
        "bank_account": change.bank_account,
        "reason": change.reason,
        "state": state,
        "says": _(STATES[state]),
        "proposed_on": change.proposed_on,
        "proposed_by": proposed_by,
        "answered_on": change.confirmed_on or change.withdrawn_on,
        "answered_by": answered_by,
        "is_mine": change.proposed_by_id == work.user.id,
    }


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
