"""The client is charged for installations: agreed per unit, owed once both sides accepted, charged once (DLV-02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, literal, select

from sanbao.charging import taxes
from sanbao.charging.models import Charge
from sanbao.charging.prices import NO_SUCH_RATE
from sanbao.charging.quotes import not_before
from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, in_language
from sanbao.operation import operation
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.errors.clients import FreeUntilAccepted, NotCharged, NothingToCharge
from sanbao_installation_outsourcing.kinds.contracts import CONTRACT, SETTLED_IN
from sanbao_installation_outsourcing.models import ChargedJob, ClientCharge, Contract, Job
from sanbao_installation_outsourcing.operations.contracts import chargeable
from sanbao_installation_outsourcing.operations.jobs.selecting import lot_of
from sanbao_installation_outsourcing.operations.settlements.requesting import not_in_future
from sanbao_installation_outsourcing.schemas import client_charges as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

AGREERS = ("implementation_manager", "project_manager", "service_head", "general_manager", "finance")
#: Those of the people who charge who keep contracts too.
ISSUERS = ("finance", "service_manager")
_OWN = ("outsourcing", "charging")


@operation(
    "installer_contract.agree_charge",
    title=N_("Agree the charge to the client"),
    on=Contract,
    moves=dict.fromkeys(SETTLED_IN, ()),
    schema=schemas.ClientChargeInput,
    roles=AGREERS,
)
def agree(
    work: Work,
    contract: Contract,
    *,
    lot: str,
    unit_charge: Decimal,
    client: Party | None = None,
    tax: str | None = None,
    note: str | None = None,
) -> Contract:
    """Write down what a client pays per unit of a lot: nothing until both sides have accepted it, then once (DLV-02).

    What was charged before stays as it is; 0 says that the installation is free for good.
    """
    rate = tax or work.setting("default_tax")
    payer = _checked(work, _payer(contract, client), unit_charge, rate)
    found = lot_of(work, contract, lot)
    row = work.session.scalars(
        select(ClientCharge).where(ClientCharge.lot_id == found.id).with_for_update()
    ).one_or_none()
    if row is None:
        row = ClientCharge(
            company_id=work.company.id, contract_id=contract.document_id, lot_id=found.id, lot=found
        )
        work.session.add(row)
    row.party, row.unit_charge, row.tax = payer, unit_charge, rate
    row.agreed_on, row.note = work.today, note
    row.recorded_at, row.recorded_by_id = work.now, work.user.id
    work.session.flush()
    return contract


def _payer(contract: Contract, client: Party | None) -> Party | None:
    """Return who pays: who is named, else the contract's own party where we work for it."""
    return client if client is not None else contract.party if contract.our_side == "b" else None


def _checked(work: Work, payer: Party | None, unit_charge: Decimal, rate: str) -> Party:
    """Return who pays; refuse who is no customer, a charge finer than the currency, an unknown tax rate, all at once."""
    problems = []
    if payer is None:
        problems.append(Problem("client", N_("Please name the client who pays for the installation.")))
    elif "customer" not in payer.roles:
        problems.append(Problem("client", N_("{party} is no customer."), {"party": payer.code}))
    if not work.erp.currency.is_exact(unit_charge):
        said = N_("{amount} has more digits than {currency} allows")
        named = {"amount": unit_charge, "currency": work.erp.currency.code}
        problems.append(Problem("unit_charge", said, named))
    if rate not in taxes.rates_on(work, [rate], work.today):
        known = {"code": rate, "on": work.today, "known": taxes.known_codes(work, work.today)}
        problems.append(Problem("tax", NO_SUCH_RATE, known))
    if problems or payer is None:
        raise Invalid(problems)
    return payer


def may_charge(work: Work, contract: Contract) -> bool:
    """Tell whether there is anything to charge a client for."""
    return chargeable.has_any(work, contract.document_id, work.today)


@operation(
    "installer_contract.charge_client",
    title=N_("Charge the client"),
    on=Contract,
    moves=dict.fromkeys(SETTLED_IN, ()),
    schema=schemas.ClientChargingInput,
    roles=ISSUERS,
    offered=may_charge,
)
def charge_client(
    work: Work,
    contract: Contract,
    *,
    lot: str | None = None,
    until_on: date | None = None,
    charged_on: date | None = None,
) -> list[Charge]:
    """Charge each client for the units that both sides accepted and that stand on no charge yet (DLV-02, LED-03).

    The charge is the core's own: invoices, payments and open items take it from there. What both accepted after the
    contract was terminated is charged too: the installer is still paid for it as well (LEG-04).
    """
    until = not_in_future(work, "until_on", until_on or charged_on)
    if charged_on is not None:
        not_before("charged_on", charged_on, until)
    wanted = lot_of(work, contract, lot) if lot is not None else None
    by_client: dict[int, list[ClientCharge]] = {}
    for one in chargeable.agreed_charges(work, contract.document_id):
        if one.unit_charge and (wanted is None or one.lot_id == wanted.id):
            by_client.setdefault(one.party_id, []).append(one)
    issued = [_charge(work, contract, some, until, charged_on) for some in by_client.values()]
    made = [one for one in issued if one is not None]
    if not made:
        raise NothingToCharge(contract=contract.document.number)
    return made


def _charge(
    work: Work, contract: Contract, agreed: Sequence[ClientCharge], until: date, on: date | None
) -> Charge | None:
    """Issue one client's charge, a line for each lot, and keep which units stand on it."""
    counts = {one.lot_id: len(_waiting(work, one, until)) for one in agreed}
    owed = [one for one in agreed if counts[one.lot_id]]
    if not owed:
        return None
    lines = [_line(work, one, counts[one.lot_id]) for one in owed]
    data = {"case": contract.document, "party": owed[0].party, "lines": lines, "tax_inclusive": False}
    work.cache[_OWN] = contract.document_id
    try:
        charge: Charge = work.do("charge.issue", {**data, **({"charged_on": on} if on is not None else {})})
    finally:
        del work.cache[_OWN]
    for one in owed:
        _keep(work, one, charge.document_id, until)
    return charge


def _waiting(work: Work, agreed: ClientCharge, until: date) -> list[int]:
    """Return the units to be charged, locked: none of them is revoked, or charged by somebody else, meanwhile."""
    query = select(Job.id).where(*chargeable.to_charge(agreed, until)).order_by(Job.id)
    return list(work.session.scalars(query.with_for_update(of=Job)))


def _line(work: Work, agreed: ClientCharge, count: int) -> dict[str, Any]:
    name = " ".join(part for part in (agreed.lot.code, agreed.lot.name) if part)
    said = in_language(work.company.locale, N_("Installation, lot {lot}"), lot=name)
    return {"text": said[:200], "quantity": count, "price": agreed.unit_charge, "tax": agreed.tax}


def _keep(work: Work, agreed: ClientCharge, charge_id: int, until: date) -> None:
    kept = {
        "company_id": work.company.id,
        "contract_id": agreed.contract_id,
        "charge_id": charge_id,
        "lot_id": agreed.lot_id,
    }
    columns = [literal(value) for value in kept.values()]
    amount = select(ClientCharge.unit_charge).where(ClientCharge.id == agreed.id).scalar_subquery()
    rows = select(*columns, Job.id, amount).where(*chargeable.to_charge(agreed, until))
    work.session.execute(insert(ChargedJob).from_select([*kept, "job_id", "unit_charge"], rows))


def refuse_before_acceptance(work: Work, data: Mapping[str, Any]) -> None:
    """Refuse a charge for an installation beside what both sides accepted: until then it is free (DLV-02).

    What was quoted and agreed to in writing is no installation fee of ours and may be charged.
    """
    case = data.get("case")
    if not isinstance(case, Document) or case.kind != CONTRACT.name or work.cache.get(_OWN) == case.id:
        return
    party = data.get("party")
    for one in chargeable.agreed_charges(work, case.id):
        if party is None or one.party_id == party.id:
            raise FreeUntilAccepted(contract=case.number, client=one.party.name)


def refuse_uncharged(work: Work, contract: Contract, day: date) -> None:
    """Refuse to close a contract while a client owes for units that nobody charged: once it is closed nobody can (LED-04)."""
    if chargeable.has_any(work, contract.document_id, day):
        raise NotCharged(contract=contract.document.number)


def name_credits(work: Work, contract_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return what clients have to be credited after a revocation, and note it on the charge, which is ours alone (DLV-02)."""
    found = []
    for contract_id in sorted(set(contract_ids)):
        said = N_("{units} units on it are no longer accepted: to be credited")
        for charge, count, _amount in chargeable.no_longer_owed(work, contract_id):
            work.note(charge, note=in_language(work.company.locale, said, units=count))
        found += chargeable.to_credit(work, contract_id)
    return found
