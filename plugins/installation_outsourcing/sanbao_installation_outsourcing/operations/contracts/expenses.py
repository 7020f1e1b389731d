"""An installer bears his own transport, board, lodging and material: no cost of ours is claimed with it (INS-05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao_installation_outsourcing.errors.clients import OwnExpenses
from sanbao_installation_outsourcing.kinds.contracts import CONTRACT
from sanbao_installation_outsourcing.models import Contract

if TYPE_CHECKING:
    from sanbao.work import Work

#: What the contract's text calls his own; what else he did beside his units is agreed and billed as outside work.
HIS_OWN = ("travel", "lodging", "freight", "parts")


def refuse_his_own(work: Work, subjects: Sequence[Any], data: Mapping[str, Any]) -> None:
    """Refuse an installer's own outlay as a cost of his contract (交通、食宿、胶带、电线、工具均由乙方自理)."""
    payees = {
        line["party"].id
        for line in data.get("lines", ())
        if line.get("party") is not None and line.get("type") in HIS_OWN
    }
    for head in subjects:
        if not payees or not isinstance(head, Document) or head.kind != CONTRACT.name:
            continue
        contract = work.session.get_one(Contract, head.id)
        if contract.our_side == "a" and contract.party_id in payees:
            raise OwnExpenses(contract=head.number, party=contract.party.name)
