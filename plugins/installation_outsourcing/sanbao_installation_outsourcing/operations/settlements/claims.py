"""What an installer owes us: under a contract, and for cases whose cost was put on him (LED-05, LED-14, INS-13)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.costing.models import CostShareRecord
from sanbao_installation_outsourcing.models import Contract

if TYPE_CHECKING:
    from sanbao.work import Work


def open_claims(work: Work, contract: Contract) -> dict[int, Decimal]:
    """Return what stands open against a contract's installer, by cost object: the contract first, then case by case.

    A case belongs to no contract, so whichever of his statements comes first takes its cost (LED-05, LED-15).
    """
    query = select(CostShareRecord.document_id).where(
        CostShareRecord.company_id == work.company.id,
        CostShareRecord.bearer == "installer",
        CostShareRecord.party_id == contract.party_id,
        CostShareRecord.state == "settled",
    )
    objects = [contract.document_id, *sorted(set(work.session.scalars(query)) - {contract.document_id})]
    found = work.ledger.balances("CLAIM_SUPPLIER", objects, party=contract.party_id)
    return {key: found[key] for key in objects if found[key]}
