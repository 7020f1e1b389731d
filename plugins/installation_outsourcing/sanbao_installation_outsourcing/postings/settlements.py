"""The entries of contracts: accrued cost, statements, retention, bonds, and penalties that we owe (LED-11, 12, 15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Unpack

from sqlalchemy import func, select

from sanbao.costing.models import CostLine
from sanbao.i18n import N_, in_language
from sanbao.ledger import Entry, Line, credit, debit
from sanbao.ledger.entries import Dimensions
from sanbao.ledger.models import PostedEntry, PostedLine
from sanbao_installation_outsourcing.rules.settling import (
    CLAIM,
    DEDUCTION,
    FROZEN,
    OFFSET,
    RETENTION,
    UNITS,
    taken_from,
)

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_installation_outsourcing.models import Bond, Contract, Settlement
    from sanbao_installation_outsourcing.rules.settling import Statement

ZERO = Decimal(0)
POSTED_ROLES = (
    "AP",
    "AR",
    "BANK",
    "BOND_HELD",
    "BOND_PAID",
    "CLAIM_SUPPLIER",
    "GRIR",
    "LABOUR_ABSORBED",
    "OTHER_PAYABLE",
    "PENALTY_EXP",
    "PENALTY_INCOME",
    "SALES_COST",
    "SERVICE_WIP",
    "VAT_IN",
    "WARRANTY_EXP",
)
SETTLED, OFF, TAXED = "approved", "offset", "taxed"
RULE = "LED-15"


def accrued(work: Work, contract: Contract, amount: Decimal, on: date, event: str) -> None:
    """Dr SERVICE_WIP[contract] / Cr GRIR: what accepted work costs before it is settled; less is red (LED-15)."""
    head = contract.document
    lines = [
        debit("SERVICE_WIP", amount, cost_object=head.id, rule=RULE),
        credit("GRIR", amount, party=contract.party_id, cost_object=head.id, rule=RULE),
    ]
    cost(work, head, amount, on, N_("Accepted installation work"))
    _post(work, head, on, event, N_("Accepted work of {party}"), contract.party.name, lines)


def absorbed(work: Work, contract: Contract, amount: Decimal, on: date, event: str) -> None:
    """Dr SERVICE_WIP[contract] / Cr LABOUR_ABSORBED{own branch's centre}: what an own branch installed; less is red (PTY-07)."""
    head = contract.document
    lines = [
        debit("SERVICE_WIP", amount, cost_object=head.id, rule="PTY-07"),
        credit("LABOUR_ABSORBED", amount, cost_centre=contract.cost_centre_id, rule="PTY-07"),
    ]
    cost(work, head, amount, on, N_("Installation work of an own branch"), "labour")
    _post(work, head, on, event, N_("Work of the own branch {party}"), contract.party.name, lines)


def settled(
    work: Work,
    contract: Contract,
    paper: Settlement,
    statement: Statement,
    owing: Mapping[int, Decimal],
    on: date,
) -> None:
    """Dr SERVICE_WIP[contract], GRIR / Cr AP, PENALTY_INCOME, BOND_HELD: what a statement settles (LED-15).

    ``reduce_cost`` books what stays after deductions as cost; ``other_income`` books the gross and the deductions as
    income. What was accrued before leaves the accrual; what deductions take beyond the whole fee is a claim. What he
    owed before is offset where it stands: on the contract, then on the cases that he pays for (LED-05).
    """
    party, head = contract.party_id, contract.document.id
    deducted, gross = -statement.sum_of(DEDUCTION), statement.sum_of(UNITS)
    income = deducted if paper.treatment == "other_income" else statement.above_fee
    cost_now = gross - deducted + income - paper.accrued
    payable = statement.net - statement.sum_of(OFFSET)
    frozen, kept = -statement.sum_of(FROZEN), -statement.sum_of(RETENTION)
    claims = -statement.sum_of(CLAIM)
    lines = [
        debit("GRIR", paper.accrued, party=party, cost_object=head, rule=RULE),
        _either("SERVICE_WIP", cost_now, cost_object=head, rule=RULE),
        debit("CLAIM_SUPPLIER", statement.owed_back, party=party, cost_object=head, rule=RULE),
        credit(work.setting("outsourcing_payable"), payable, party=party, rule=RULE),
        _either("GRIR", -frozen, party=party, cost_object=head, rule="INS-16"),
        _either("BOND_HELD", -kept, party=party, cost_object=head, rule="INS-20"),
        credit("PENALTY_INCOME", income + claims, rule=RULE),
    ]
    cost(work, contract.document, cost_now, on, N_("Settled installation work"))
    _post(work, paper.document, on, SETTLED, N_("Settlement with {party}"), contract.party.name, lines)
    offset = -statement.sum_of(OFFSET)
    used = [
        debit(work.setting("outsourcing_payable"), offset, party=party, rule=RULE),
        *_paid_back(contract, taken_from(owing, offset), RULE),
    ]
    _post(work, paper.document, on, OFF, N_("Owed back by {party}, offset"), contract.party.name, used)


def _paid_back(contract: Contract, taken: Mapping[int, Decimal], rule: str) -> list[Line]:
    """Cr CLAIM_SUPPLIER of each case on which the installer owed us."""
    return [
        credit("CLAIM_SUPPLIER", amount, party=contract.party_id, cost_object=case, rule=rule)
        for case, amount in taken.items()
    ]


def _either(role: str, amount: Decimal, **dimensions: Unpack[Dimensions]) -> Line:
    """Return a debit, or a credit where the amount is negative: what is given back here is no red letter."""
    side = debit if amount >= 0 else credit
    return side(role, abs(amount), **dimensions)


def taxed(work: Work, contract: Contract, paper: Settlement, special: bool, on: date) -> None:
    """Dr VAT_IN / Cr AP: the tax on his invoice; that of an ordinary one is cost (LED-24)."""
    head = contract.document
    if special:
        first = debit("VAT_IN", paper.tax, rule="LED-24")
    else:
        first = debit("SERVICE_WIP", paper.tax, cost_object=head.id, rule="LED-24")
        cost(work, head, paper.tax, on, N_("Tax that cannot be deducted"))
    lines = [first, credit("AP", paper.tax, party=contract.party_id, rule="LED-24")]
    _post(work, paper.document, on, TAXED, N_("Tax on the invoice of {party}"), contract.party.name, lines)


def released(
    work: Work, contract: Contract, amount: Decimal, taken: Mapping[int, Decimal], on: date, event: str
) -> None:
    """Dr BOND_HELD / Cr CLAIM_SUPPLIER, AP: a retention pays what he owes, and the rest becomes payable (INS-20)."""
    head = contract.document
    lines = [
        debit("BOND_HELD", amount, party=contract.party_id, cost_object=head.id, rule="INS-20"),
        *_paid_back(contract, taken, "INS-20"),
        credit("AP", amount - sum(taken.values(), ZERO), party=contract.party_id, rule="INS-20"),
    ]
    _post(work, head, on, event, N_("Retention of {party} released"), contract.party.name, lines)


def advanced(work: Work, contract: Contract, amount: Decimal, account: str, on: date, event: str) -> None:
    """Dr CLAIM_SUPPLIER / Cr BANK or OTHER_PAYABLE: damage of his that we paid first (INS-13, LED-14)."""
    head = contract.document
    lines = [
        debit("CLAIM_SUPPLIER", amount, party=contract.party_id, cost_object=head.id, rule="LED-14"),
        credit(account, amount, rule="LED-14"),
    ]
    _post(work, head, on, event, N_("Paid for damage caused by {party}"), contract.party.name, lines)


def owed(work: Work, contract: Contract, amount: Decimal, against: str, on: date, event: str) -> None:
    """Dr PENALTY_EXP / Cr AR (the customer deducts) or OTHER_PAYABLE: a penalty that we owe (LED-11)."""
    head = contract.document
    lines = [
        debit("PENALTY_EXP", amount, rule="LED-11"),
        credit(against, amount, party=contract.party_id, rule="LED-11"),
    ]
    _post(work, head, on, event, N_("Penalty owed to {party}"), contract.party.name, lines)


def bond_paid(work: Work, bond: Bond, amount: Decimal, on: date, event: str) -> None:
    """Paid by us: Dr BOND_PAID / Cr BANK; held by us: Dr BANK / Cr BOND_HELD (LED-12)."""
    party = bond.party_id
    if bond.direction == "paid":
        lines = [debit("BOND_PAID", amount, party=party, rule="LED-12"), credit("BANK", amount)]
    else:
        lines = [debit("BANK", amount), credit("BOND_HELD", amount, party=party, rule="LED-12")]
    _post(work, bond.document, on, event, N_("Performance bond, {party}"), bond.party.name, lines)


def bond_returned(work: Work, bond: Bond, amount: Decimal, on: date, event: str) -> None:
    """The mirror of the payment: the bond goes back to whoever paid it (LED-12)."""
    party = bond.party_id
    if bond.direction == "paid":
        lines = [debit("BANK", amount), credit("BOND_PAID", amount, party=party, rule="LED-12")]
    else:
        lines = [debit("BOND_HELD", amount, party=party, rule="LED-12"), credit("BANK", amount)]
    _post(work, bond.document, on, event, N_("Performance bond returned, {party}"), bond.party.name, lines)


def bond_deducted(
    work: Work,
    bond: Bond,
    amount: Decimal,
    beyond: Decimal,
    on: date,
    event: str,
    *,
    cost_centre: int | None,
    contract_id: int | None,
) -> None:
    """From ours: Dr WARRANTY_EXP / Cr BOND_PAID, the rest OTHER_PAYABLE; from his: Dr BOND_HELD / Cr the claim (LED-12)."""
    party = bond.party_id
    if bond.direction == "paid":
        lines = [
            debit("WARRANTY_EXP", amount + beyond, cost_centre=cost_centre, rule="LED-12"),
            credit("BOND_PAID", amount, party=party, rule="LED-12"),
            credit("OTHER_PAYABLE", beyond, party=party, rule="PEN-05"),
        ]
    else:
        claim = credit("CLAIM_SUPPLIER", amount, party=party, cost_object=contract_id, rule="LED-12")
        lines = [debit("BOND_HELD", amount, party=party, rule="LED-12"), claim]
    _post(
        work, bond.document, on, event, N_("Taken from the performance bond, {party}"), bond.party.name, lines
    )


def cost(
    work: Work, head: Document, amount: Decimal, on: date, said: str, cost_type: str = "outside"
) -> None:
    """Keep what a posting puts on the contract's cost sheet, so that it foots to the ledger (LED-26)."""
    if amount:
        work.session.add(
            CostLine(
                company_id=work.company.id,
                document_id=head.id,
                cost_type=cost_type,
                description=in_language(work.company.locale, said),
                incurred_on=on,
                amount=amount,
                party_id=None,
            )
        )


def cost_posted(work: Work, document: Document) -> Decimal:
    """Return what a paper's own entries have put on cost objects."""
    query = (
        select(func.sum(PostedLine.debit), func.sum(PostedLine.credit))
        .join(PostedEntry, PostedEntry.id == PostedLine.entry_id)
        .where(
            PostedEntry.document_id == document.id,
            PostedLine.account_id == work.ledger.chart.account("SERVICE_WIP").id,
        )
    )
    debits, credits = work.session.execute(query).one()
    return (debits or ZERO) - (credits or ZERO)


def take_back(work: Work, document: Document, event: str, on: date, reason: str) -> None:
    """Reverse what a paper posted under an event by its red mirror (LED-01); nothing if it posted nothing."""
    query = select(PostedEntry.id).where(PostedEntry.document_id == document.id, PostedEntry.event == event)
    entry = work.session.scalar(query)
    if entry is not None:
        work.ledger.reverse(entry, on, reason, operation=work.operation_name, user_id=work.user.id)


def _post(
    work: Work, document: Document, on: date, event: str, said: str, party: str, lines: Sequence[Line]
) -> None:
    """Collect an entry of the lines that carry something; nothing where none does."""
    real = [line for line in lines if line.debit or line.credit]
    if real:
        work.ledger.post(
            Entry(
                date=on,
                summary=in_language(work.company.locale, said, party=party),
                lines=real,
                document_id=document.id,
                event=event,
                operation=work.operation_name,
                user_id=work.user.id,
            )
        )
