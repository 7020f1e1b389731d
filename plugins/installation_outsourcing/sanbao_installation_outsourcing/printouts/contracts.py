"""The printed papers of money: the contract with its seals (F-27), and the statement with every reason (INS-20)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Step, Text, from_json
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.printing.forms import ZH, Form
from sanbao_installation_outsourcing.agreed import newest, terms_of
from sanbao_installation_outsourcing.kinds.contracts import CONTRACT, SETTLEMENT
from sanbao_installation_outsourcing.models import Contract, ContractVersion, Settlement, SettlementLine
from sanbao_installation_outsourcing.rules import provisions
from sanbao_installation_outsourcing.rules.agreements import Terms
from sanbao_installation_outsourcing.rules.payable import REASONS
from sanbao_installation_outsourcing.rules.penalties.titles import title
from sanbao_installation_outsourcing.rules.settling import OFFSET
from sanbao_installation_outsourcing.rules.wording import sentences

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the templates through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (
    N_("Lot"),
    N_("Number of units"),
    N_("Unit fee"),
    N_("Fee in all"),
    N_("Begins on"),
    N_("Due on"),
    N_("Daily quota"),
    N_("Place of work"),
    N_("Product"),
    N_("Reason"),
    N_("What is settled"),
    N_("Clause"),
    N_("Assessed"),
    N_("Amount"),
    N_("Prepared by"),
    N_("Checked by"),
    N_("Installing party"),
    N_("Total"),
    N_("Net of the statement"),
)
_PARTY_A, _PARTY_B = N_("Party A:"), N_("Party B:")
_LOT_COLUMNS = (
    ("Lot", "lot", "text"),
    ("Place of work", "place", "text"),
    ("Product", "product", "text"),
    ("Number of units", "quantity", "num"),
    ("Unit fee", "unit_fee", "num"),
    ("Daily quota", "quota", "num"),
    ("Begins on", "starts_on", "text"),
    ("Due on", "due_on", "text"),
    ("Fee in all", "total", "num"),
)
#: Columns that stand only where a lot says something there.
_WHERE_SAID = ("place", "product", "quota", "starts_on", "due_on")
_LINE_COLUMNS = (
    ("What is settled", "text", "text"),
    ("Number of units", "quantity", "num"),
    ("Assessed", "assessed", "num"),
    ("Amount", "amount", "num"),
)


def money(work: Work, amount: Decimal) -> str:
    """Return an amount as papers show it."""
    return f"{work.erp.currency.round(amount):,f}"


def contract_context(work: Work, contract: Contract) -> dict[str, Any]:
    """Gather the contract's text: header, lots and clauses all come from the data that the engine reckons with (F-27)."""
    version = newest(work, contract)
    terms, currency = terms_of(version.terms), work.erp.currency
    total = terms.total_fee(currency)
    lots = _lots(work, version.terms, terms)
    return {
        "document": {"number": contract.document.number},
        "title": N_("Installation outsourcing contract")
        if contract.our_side == "a"
        else N_("Service contract"),
        "version": version.version,
        "reason": version.reason,
        "sides": _sides(work, contract, version),
        "general": {
            "works": provisions.works(version.terms, terms.team),
            "payment": provisions.settling(terms, contract.settled_by),
            "joint": provisions.joint(terms),
            "rest": [*provisions.response(terms), *provisions.general(version.terms)],
        },
        "columns": [
            one for one in _LOT_COLUMNS if one[1] not in _WHERE_SAID or any(lot[one[1]] for lot in lots)
        ],
        "lots": lots,
        "sum": money(work, total),
        "total_fee": total,
        "sums": _agreed_sums(work, terms),
        "clauses": [
            {"code": one.code, "title": title(one), "sentences": sentences(one, contract.our_side)}
            for one in terms.clauses
        ],
        "currency": work.company.currency,
    }


def _sides(work: Work, contract: Contract, version: ContractVersion) -> list[dict[str, Any]]:
    """Return party A and party B with their addresses, accounts, responsible persons and signatures."""
    us = {
        "name": work.company.name,
        "facts": [
            (N_("Address"), work.company.address),
            (N_("Phone"), work.company.phone),
            (N_("Person in charge"), version.terms.get("our_responsible")),
        ],
        "signer": version.our_signer,
        "signed_on": version.our_signed_on,
    }
    account = [version.terms.get(name) or "" for name in ("bank_name", "bank_account")]
    them = {
        "name": contract.party.name,
        "facts": [
            (N_("Address"), contract.party.address),
            (N_("Phone"), contract.party.phone),
            (N_("Person in charge"), version.terms.get("their_responsible")),
            (N_("Bank account"), " ".join(account).strip() or None),
        ],
        "signer": version.their_signer,
        "signed_on": version.their_signed_on,
    }
    pair = (us, them) if contract.our_side == "a" else (them, us)
    return [{**pair[0], "title": _PARTY_A}, {**pair[1], "title": _PARTY_B}]


def _agreed_sums(work: Work, terms: Terms) -> list[tuple[str, str, Decimal]]:
    """Return what was agreed besides the fee, as label, figures and amount: the price with tax, the bond (PEN-01, PEN-05)."""
    price = terms.contract_price(work.erp.currency)
    found = [(N_("Contract price with tax"), price), (N_("Performance bond"), terms.bond)]
    wanted = [one for one in found if one[1] and one[1] != terms.total_fee(work.erp.currency)]
    return [(label, money(work, amount), amount) for label, amount in wanted]


def _lots(work: Work, kept: Mapping[str, Any], terms: Terms) -> list[dict[str, Any]]:
    return [
        {
            "lot": lot.name or lot.code,
            "place": data.get("place") or "",
            "product": data.get("product") or "",
            "quantity": str(lot.quantity),
            "unit_fee": money(work, lot.unit_fee),
            "fee": lot.unit_fee,
            "tiers": [(tier.start, money(work, tier.fee), tier.fee) for tier in lot.tiers],
            "whole_tier": lot.whole_tier,
            "quota": str(data.get("daily_quota") or ""),
            "starts_on": data.get("starts_on") or "",
            "due_on": data.get("due_on") or "",
            "total": money(work, lot.total_fee(work.erp.currency)),
        }
        for lot, data in zip(terms.lots, kept["lots"], strict=True)
    ]


def settlement_context(work: Work, paper: Settlement) -> dict[str, Any]:
    """Gather the statement: its lines, how the net is reached, what waits and why, each deduction with its trace."""
    contract = work.session.get_one(Document, paper.contract_id)
    lines = lines_of(work, paper)
    account = " ".join(part for part in (paper.bank_name, paper.bank_account) if part)
    return {
        "document": {"number": paper.document.number},
        "facts": [
            (N_("Contract"), contract.number),
            (N_("Installing party"), paper.party.name),
            (N_("Up to"), paper.until_on),
            (N_("State"), Text(SETTLEMENT.flow.state(paper.state).label)),
            (N_("Approved on"), paper.approved_on),
            (N_("Due on"), paper.due_on),
            (N_("Bank account"), account or None),
            (N_("His invoice"), paper.invoice_no),
        ],
        "columns": _LINE_COLUMNS,
        "lines": [_shown(work, line) for line in lines],
        "sum": money(work, paper.net - paper.owed_back),
        "payable": paper.net,
        "sums": _sums(work, paper),
        "missing": [
            {**one, "reason": Text(REASONS[one["reason"]]), "count": str(one["jobs_count"])}
            for one in paper.missing
        ],
        "warnings": [from_json(one) for one in paper.warnings],
        "why": [
            {"sentence": from_json(line.text), "steps": [Step(**step) for step in from_json(line.trace)]}
            for line in lines
            if line.event_id is not None or (line.kind == OFFSET and line.trace)
        ],
        "currency": work.company.currency,
    }


def lines_of(work: Work, paper: Settlement) -> list[SettlementLine]:
    """Return the lines of a statement in their order."""
    query = select(SettlementLine).where(SettlementLine.document_id == paper.document_id)
    return list(work.session.scalars(query.order_by(SettlementLine.position)))


def sums_of(paper: Settlement) -> list[tuple[str, Decimal]]:
    """Return how the net is reached: each sum as it adds to it."""
    return [
        (N_("Gross fee"), paper.gross),
        (N_("Deductions"), -paper.deductions),
        (N_("Claims for damage"), -paper.claims),
        (N_("Frozen until decided"), -paper.frozen),
        (N_("Retention"), -paper.retention),
        (N_("Offset in this statement"), -paper.offsets),
    ]


def _sums(work: Work, paper: Settlement) -> list[tuple[str, str]]:
    return [
        *((label, money(work, amount)) for label, amount in sums_of(paper)),
        (N_("Net payable"), money(work, paper.net)),
        (N_("Owed back by the installer"), money(work, paper.owed_back)),
        (N_("Tax on his invoice"), money(work, paper.tax)),
    ]


def _shown(work: Work, line: SettlementLine) -> dict[str, Any]:
    return {
        "text": from_json(line.text),
        "quantity": str(line.quantity) if line.quantity is not None else "",
        "assessed": money(work, line.assessed) if line.assessed is not None else "",
        "amount": money(work, line.amount),
    }


def form(name: str, title: str, template: str, kind: str, context: Any) -> Form:
    """Return a printed paper of this plugin, in Chinese unless asked otherwise."""
    return Form(
        name=name,
        title=title,
        template=template,
        package="sanbao_installation_outsourcing",
        kind=kind,
        languages=ZH,
        context=context,
    )


CONTRACT_FORM = form(
    "installer_contract",
    N_("Installation outsourcing contract"),
    "outsourcing/contract.html",
    CONTRACT.name,
    contract_context,
)
SETTLEMENT_FORM = form(
    "installer_settlement",
    N_("Settlement statement"),
    "outsourcing/settlement.html",
    SETTLEMENT.name,
    settlement_context,
)
