"""Performance bonds of both directions: paid, deducted, returned (PEN-05, LED-12)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.documents.operations import link_documents, new_document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry.finding import by_code
from sanbao.registry.models import CostCentre, Party
from sanbao_installation_outsourcing.errors.contracts import BondKept, BondTooSmall, NothingClaimed
from sanbao_installation_outsourcing.models import Bond, BondMove, Contract
from sanbao_installation_outsourcing.operations.settlements.claims import owed_under
from sanbao_installation_outsourcing.operations.settlements.requesting import not_in_future
from sanbao_installation_outsourcing.postings import settlements as postings
from sanbao_installation_outsourcing.schemas.settlements import BondDeductInput, BondInput, BondReturnInput

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)
KEEPERS = ("finance",)
_centre = by_code(CostCentre, N_("cost centre"))


@operation("bond.pay", title=N_("Record a performance bond"), schema=BondInput, roles=KEEPERS)
def pay(
    work: Work,
    *,
    party: Party,
    direction: str,
    amount: Decimal,
    contract: Contract | None = None,
    release_on: date | None = None,
    on: date | None = None,
) -> Bond:
    """Record a bond as its money goes out or comes in (LED-12)."""
    _refuse_finer(work, amount)
    _refuse_stranger(party, contract)
    day = not_in_future(work, "on", on)
    head = new_document(work, "performance_bond", title=party.name, party_id=party.id, dated_on=day)
    bond = Bond(
        document=head,
        company_id=work.company.id,
        contract_id=contract.document_id if contract is not None else None,
        party=party,
        party_id=party.id,
        direction=direction,
        amount=amount,
        balance=amount,
        release_on=release_on,
    )
    work.session.add(bond)
    work.session.flush()
    if contract is not None:
        link_documents(work, head, contract.document, "originates")
    move = _moved(work, bond, "paid", amount, day, "")
    postings.bond_paid(work, bond, amount, day, f"paid:{move.id}")
    return bond


@operation(
    "bond.deduct",
    title=N_("Take from the bond"),
    on=Bond,
    moves={"held": ("held", "ended")},
    schema=BondDeductInput,
    roles=KEEPERS,
)
def deduct(
    work: Work,
    bond: Bond,
    *,
    amount: Decimal,
    reason: str,
    cost_centre: CostCentre | None = None,
    on: date | None = None,
) -> Bond:
    """Take from a bond what it stands for: ours pays a quality problem, his pays what he owes us (PEN-05, LED-12).

    More than is left of ours stays a payable; of his, only what is left can be taken, and only what he owes.
    """
    _refuse_finer(work, amount)
    day = not_in_future(work, "on", on)
    taken = min(amount, bond.balance)
    if bond.direction == "held":
        _refuse_more_than_owed(work, bond, amount)
    centre = cost_centre if cost_centre is not None else _centre(work, work.setting("service_centre"))
    move = _moved(work, bond, "deducted", -taken, day, reason, beyond=amount - taken, centre=centre.id)
    postings.bond_deducted(
        work,
        bond,
        taken,
        amount - taken,
        day,
        f"deducted:{move.id}",
        cost_centre=centre.id,
        contract_id=bond.contract_id,
    )
    if not bond.balance:
        work.move(bond.document, "ended")
    return bond


@operation(
    "bond.give_back",
    title=N_("Return the bond"),
    on=Bond,
    moves={"held": ("held", "ended")},
    schema=BondReturnInput,
    roles=KEEPERS,
)
def give_back(
    work: Work, bond: Bond, *, reason: str, amount: Decimal | None = None, on: date | None = None
) -> Bond:
    """Return what is left of a bond: not before its day, and not while he still owes us something, unless said why."""
    day = not_in_future(work, "on", on)
    back = amount if amount is not None else bond.balance
    if back > bond.balance:
        raise BondTooSmall(bond=bond.document.number, balance=bond.balance, amount=back)
    if not reason:
        _refuse_kept(work, bond, day)
    move = _moved(work, bond, "returned", -back, day, reason)
    postings.bond_returned(work, bond, back, day, f"returned:{move.id}")
    if not bond.balance:
        work.move(bond.document, "ended")
    return bond


def _moved(
    work: Work,
    bond: Bond,
    kind: str,
    amount: Decimal,
    day: date,
    reason: str,
    *,
    beyond: Decimal = ZERO,
    centre: int | None = None,
) -> BondMove:
    if kind != "paid":
        bond.balance += amount
    move = BondMove(
        company_id=work.company.id,
        document_id=bond.document_id,
        kind=kind,
        moved_on=day,
        amount=amount,
        beyond=beyond,
        balance=bond.balance,
        cost_centre_id=centre,
        reason=reason,
    )
    work.session.add(move)
    work.session.flush()
    if reason:
        work.note(bond.document, note=reason)
    return move


def _refuse_finer(work: Work, amount: Decimal) -> None:
    currency = work.erp.currency
    if not currency.is_exact(amount):
        said = N_("{amount} has more digits than {currency} allows")
        raise Invalid([Problem("amount", said, {"amount": amount, "currency": currency.code})])


def _refuse_stranger(party: Party, contract: Contract | None) -> None:
    """Refuse a bond for a contract that is with somebody else: it would secure nothing (PEN-05)."""
    if contract is not None and contract.party_id != party.id:
        said = N_("{contract} is with {party}; the bond goes between the same two.")
        told = {"contract": contract.document.number, "party": contract.party.name}
        raise Invalid([Problem("party", said, told)])


def _owed(work: Work, bond: Bond) -> Decimal:
    """Return what the one who paid us the bond owes us, under its contract if it has one."""
    if bond.contract_id is None:
        return work.ledger.balance("CLAIM_SUPPLIER", party=bond.party_id)
    return owed_under(work, work.session.get_one(Contract, bond.contract_id))


def _refuse_more_than_owed(work: Work, bond: Bond, amount: Decimal) -> None:
    owed = _owed(work, bond)
    if amount > owed:
        raise NothingClaimed(party=bond.party.name, owed=owed, amount=amount)
    if amount > bond.balance:
        raise BondTooSmall(bond=bond.document.number, balance=bond.balance, amount=amount)


def _refuse_kept(work: Work, bond: Bond, day: date) -> None:
    """Refuse to return a bond early, or with claims open (PEN-05)."""
    if bond.release_on is not None and day < bond.release_on:
        raise BondKept(bond=bond.document.number, reason=_(N_("it is kept until {day}"), day=bond.release_on))
    owed = _owed(work, bond) if bond.direction == "held" else ZERO
    if owed > 0:
        said = _(N_("{party} still owes {amount}"), party=bond.party.name, amount=owed)
        raise BondKept(bond=bond.document.number, reason=said)
