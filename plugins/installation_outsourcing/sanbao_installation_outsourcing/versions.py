"""The versions of a contract beside each other: what each changed, in the words of the contract itself (INS-17)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_, _
from sanbao.operation import question
from sanbao_installation_outsourcing.agreed import all_versions, terms_of
from sanbao_installation_outsourcing.models import Contract
from sanbao_installation_outsourcing.questions import WITH_INSTALLER, clause_name
from sanbao_installation_outsourcing.rules import provisions
from sanbao_installation_outsourcing.rules.wording import sentences
from sanbao_installation_outsourcing.schemas.looking import VersionsInput

if TYPE_CHECKING:
    from sanbao.work import Work

#: A part of a contract → what it says, sentence by sentence.
Said = Mapping[str, list[str]]


@question("installer_contract.versions", schema=VersionsInput, roles=WITH_INSTALLER)
def versions(work: Work, *, contract: Contract) -> list[dict[str, Any]]:
    """Return the versions of a contract, the newest first, each with what it changed in words (INS-17)."""
    found: list[dict[str, Any]] = []
    before: Said = {}
    for one in all_versions(work, contract):
        said = _said(work, contract, one.terms)
        found.append(
            {
                "version": one.version,
                "reason": one.reason,
                "our_signed_on": one.our_signed_on,
                "their_signed_on": one.their_signed_on,
                "effective_on": one.effective_on,
                "is_in_force": one.version == contract.version,
                "changes": compared(before, said) if found else [],
            }
        )
        before = said
    return found[::-1]


def compared(before: Said, after: Said) -> list[dict[str, Any]]:
    """Return the parts that say something else, with the sentences that went and those that came.

    >>> compared({"Lot A": ["60 units"], "Court": ["Xi'an"]}, {"Lot A": ["80 units"], "Court": ["Xi'an"]})
    [{'part': 'Lot A', 'before': ['60 units'], 'after': ['80 units']}]
    """
    parts = [*before, *(part for part in after if part not in before)]
    rows = []
    for part in parts:
        old, new = before.get(part, []), after.get(part, [])
        gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
        if gone or come:
            rows.append({"part": part, "before": gone, "after": come})
    return rows


def _said(work: Work, contract: Contract, kept: Mapping[str, Any]) -> Said:
    """Return everything that a version says, by its parts."""
    terms = terms_of(kept)
    found = {_(N_("Works and term")): [str(one) for one in provisions.works(kept, terms.team)]}
    for lot, data in zip(terms.lots, kept["lots"], strict=True):
        said = [_(N_("{count} units at {amount} each"), count=lot.quantity, amount=_fee(work, lot.unit_fee))]
        said += [
            _(N_("from {count} units on: {amount}"), count=one.start, amount=_fee(work, one.fee))
            for one in lot.tiers
        ]
        said += [_(N_("due on {day}"), day=data["due_on"])] if data.get("due_on") else []
        said += [_(N_("{count} units a day"), count=data["daily_quota"])] if data.get("daily_quota") else []
        found[_(N_("Lot {lot}"), lot=" ".join(part for part in (lot.code, lot.name) if part))] = said
    for clause in terms.clauses:
        name = f"{clause_name(clause)} {clause.code}"
        found[name] = [str(one) for one in sentences(clause, contract.our_side)]
    found[_(N_("Terms of payment"))] = [str(one) for one in provisions.settling(terms, contract.settled_by)]
    found[_(N_("General provisions"))] = [
        str(one) for one in (*provisions.joint(terms), *provisions.response(terms), *provisions.general(kept))
    ]
    return found


def _fee(work: Work, fee: Decimal) -> str:
    return f"{work.erp.currency.round(fee):,f}"
