"""What was agreed, as it is kept and found again: a version's terms, and the version that counts on a day (CAL-09)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.money import Currency
from sanbao.schema import load
from sanbao_installation_outsourcing import clauses, service_levels
from sanbao_installation_outsourcing.errors.contracts import NotInForce
from sanbao_installation_outsourcing.models import Contract, ContractVersion
from sanbao_installation_outsourcing.rules.agreements import Payment, Terms
from sanbao_installation_outsourcing.rules.fees import FeeTier, LotTerms
from sanbao_installation_outsourcing.rules.penalties.sense import faults_of
from sanbao_installation_outsourcing.rules.penalties.terms import Clause
from sanbao_installation_outsourcing.schemas.contracts import LotInput, PaymentInput
from sanbao_installation_outsourcing.teams import kept_team, team_of

if TYPE_CHECKING:
    from sanbao.work import Work

#: What a contract's head says, beside lots, clauses and payment.
HEADER = (
    "works",
    "starts_on",
    "ends_on",
    "tax_percent",
    "price",
    "bond",
    "answer_days",
    "our_responsible",
    "their_responsible",
    "bank_name",
    "bank_account",
    "court",
)
_HUNDRED = Decimal(100)
_LOT_TERMS = ("code", "name", "quantity", "unit_fee", "whole_tier")


def written(work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return typed input as the plain terms that a version keeps; refuse clauses that cannot be reckoned with."""
    found = [clauses.from_profile(clause) for clause in given["clauses"]]
    problems = [
        *_odd_clauses(found, given["clauses"]),
        *_finer(given["lots"], work.erp.currency),
        *_beyond(given["lots"]),
        *_empty_bond(given),
    ]
    if problems:
        raise Invalid(problems)
    terms: dict[str, Any] = {name: _plain(given[name]) for name in HEADER if given.get(name) is not None}
    if given.get("no_joint_cap"):
        terms["joint_cap_percent"] = None
    else:
        terms["joint_cap_percent"] = str(given.get("joint_cap_percent", _HUNDRED))
    team = kept_team(given.get("team", ()))
    return {
        **terms,
        **({"team": team} if team else {}),
        "payment": PaymentInput().dump(given["payment"]),
        "lots": [_lot(lot) for lot in given["lots"]],
        "clauses": [clauses.dumped(clause) for clause in found],
        "service_level": service_levels.bound(work, given.get("service_level")),
    }


def _lot(lot: Mapping[str, Any]) -> dict[str, Any]:
    centre = lot.get("centre")
    kept: dict[str, Any] = LotInput(exclude=("centre",)).dump(
        {name: value for name, value in lot.items() if name != "centre" and value is not None}
    )
    return {**kept, **({"centre": centre.code} if centre is not None else {})}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, int) else str(value)


def _odd_clauses(found: list[dict[str, Any]], stated: list[Mapping[str, Any]]) -> list[Problem]:
    """Name two clauses of one code, money without an amount (PEN-03), and what could never be enforced."""
    problems, seen = [], set()
    for position, clause in enumerate(found):
        if clause["code"] in seen:
            said = N_("The clause {code} stands twice; give one of them another code.")
            problems.append(Problem(f"clauses.{position}.code", said, {"code": clause["code"]}))
        seen.add(clause["code"])
        made = clauses.made(clause)
        if made.lacks_amount:
            said = N_("{code} names no amount; the contract has to say it.")
            problems.append(Problem(f"clauses.{position}.amount", said, {"code": clause["code"]}))
        problems += [
            Problem(f"clauses.{position}.{name}", said, {"code": clause["code"]})
            for name, said in faults_of(made, _said(stated[position]))
        ]
    return problems


def _said(clause: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name, value in clause.items() if value not in (None, [], {}))


def _empty_bond(given: Mapping[str, Any]) -> list[Problem]:
    """Name a bond that payments wait for and the contract does not (PEN-05)."""
    if "bond" in given["payment"].get("preconditions", ()) and not given.get("bond"):
        return [Problem("bond", N_("Payments wait for the bond; please say how much it is."))]
    return []


def _finer(lots: list[dict[str, Any]], currency: Currency) -> list[Problem]:
    """Name fees that are finer than the currency: nobody could pay one unit."""
    said = N_("{amount} has more digits than {currency} allows")
    return [
        Problem(f"lots.{position}.unit_fee", said, {"amount": fee, "currency": currency.code})
        for position, lot in enumerate(lots)
        for fee in (lot["unit_fee"], *(tier["fee"] for tier in lot["tiers"]))
        if not currency.is_exact(fee)
    ]


def _beyond(lots: list[dict[str, Any]]) -> list[Problem]:
    """Name fees from a unit on that the lot does not have: nobody would ever be paid by them (INS-01)."""
    said = N_("The lot has only {quantity} units.")
    return [
        Problem(f"lots.{position}.tiers.{number}.start", said, {"quantity": lot["quantity"]})
        for position, lot in enumerate(lots)
        for number, tier in enumerate(lot["tiers"])
        if tier["start"] > lot["quantity"]
    ]


def terms_of(data: Mapping[str, Any]) -> Terms:
    """Return the terms that :func:`written` kept."""
    cap = data.get("joint_cap_percent")
    payment = load(PaymentInput(), data["payment"])
    if "preconditions" in payment:
        payment["preconditions"] = tuple(payment["preconditions"])
    return Terms(
        lots=tuple(_lot_terms(lot) for lot in data["lots"]),
        clauses=clauses_of(data),
        payment=Payment(**payment),
        joint_cap_percent=Decimal(cap) if cap is not None else None,
        tax_percent=Decimal(data.get("tax_percent", "0")),
        price=Decimal(data["price"]) if "price" in data else None,
        bond=Decimal(data.get("bond", "0")),
        team=team_of(data),
        service_level=service_levels.kept(data) if "service_level" in data else None,
    )


def clauses_of(data: Mapping[str, Any]) -> tuple[Clause, ...]:
    """Return the clauses of a version in their order."""
    return tuple(clauses.kept(clause) for clause in data["clauses"])


def _lot_terms(lot: Mapping[str, Any]) -> LotTerms:
    given = load(
        LotInput(exclude=("centre",)), {name: value for name, value in lot.items() if name != "centre"}
    )
    tiers = tuple(FeeTier(tier["start"], tier["fee"]) for tier in given["tiers"])
    return LotTerms(**{name: given[name] for name in _LOT_TERMS}, tiers=tiers)


def newest(work: Work, contract: Contract) -> ContractVersion:
    """Return the newest version, signed or not."""
    return all_versions(work, contract)[-1]


def is_unsigned(work: Work, contract: Contract) -> bool:
    """Tell whether the newest version can still be changed: nobody has signed it."""
    version = newest(work, contract)
    return version.our_signed_on is None and version.their_signed_on is None


def awaits_signature(work: Work, contract: Contract) -> bool:
    """Tell whether the newest version, a contract or an amendment, lacks a signature."""
    return newest(work, contract).effective_on is None


def is_settled(work: Work, contract: Contract) -> bool:
    """Tell whether the newest version is signed by both sides, so that the next one can be written."""
    return newest(work, contract).effective_on is not None


def in_force(work: Work, contract: Contract, on: date | None = None) -> ContractVersion:
    """Return the version that counts on a day: the newest that both had signed by then (INS-17).

    Before the first one took effect the first one counts all the same: work done early is judged by what was signed.
    """
    versions = _signed(work, contract)
    if not versions:
        raise NotInForce(contract=contract.document.number or contract.document.title)
    by_then = [
        one for one in versions if one.effective_on is not None and one.effective_on <= (on or work.today)
    ]
    return by_then[-1] if by_then else versions[0]


def _signed(work: Work, contract: Contract) -> list[ContractVersion]:
    """Return the versions that both sides signed."""
    return [one for one in all_versions(work, contract) if one.effective_on is not None]


def all_versions(work: Work, contract: Contract) -> list[ContractVersion]:
    """Return the versions of a contract, signed or not, oldest first; read once per Work, and again after a new one."""
    key = ("outsourcing_versions", contract.document_id)
    if key not in work.cache:
        query = select(ContractVersion).where(ContractVersion.contract_id == contract.document_id)
        work.cache[key] = list(work.session.scalars(query.order_by(ContractVersion.version)))
    found: list[ContractVersion] = work.cache[key]
    return found


def add_version(work: Work, contract: Contract, version: ContractVersion) -> None:
    """Keep a new version of a contract."""
    work.session.add(version)
    work.session.flush()
    work.cache.pop(("outsourcing_versions", contract.document_id), None)


def terms_in_force(work: Work, contract: Contract, on: date | None = None) -> Terms:
    """Return the terms that count on a day; read once per Work."""
    version = in_force(work, contract, on)
    key = ("outsourcing_terms", version.id)
    if key not in work.cache:
        work.cache[key] = terms_of(version.terms)
    found: Terms = work.cache[key]
    return found
