"""What a client owes for installations, asked for: lot by lot with the reasons, or unit by unit (DLV-02, CAL-12)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.decision import to_json
from sanbao.i18n import _
from sanbao.operation import question
from sanbao_installation_outsourcing import scope
from sanbao_installation_outsourcing.kinds.contracts import READERS
from sanbao_installation_outsourcing.models import ClientCharge, Contract, Job
from sanbao_installation_outsourcing.operations.contracts import chargeable
from sanbao_installation_outsourcing.rules.client_charges import STANDINGS
from sanbao_installation_outsourcing.schemas import client_charges as schemas

if TYPE_CHECKING:
    from sanbao.work import Work

ZERO = Decimal(0)


@question("installer_contract.client_charges", schema=schemas.ClientChargesQuestion, roles=READERS)
def client_charges(work: Work, *, contract: Contract, after: int, limit: int) -> dict[str, Any]:
    """Return what the client owes for installations, lot by lot, what must be credited, and the reasons (DLV-02, CAL-12)."""
    agreed = chargeable.agreed_charges(work, contract.document_id)
    counted = chargeable.counted(work, agreed)
    return {
        "lots": [_lot(work, one, counted.get(one.lot_id, [])) for one in agreed],
        "to_credit": chargeable.to_credit(work, contract.document_id),
        "units": _units(work, contract, after, limit) if limit else [],
    }


def _lot(work: Work, agreed: ClientCharge, counted: Sequence[chargeable.Counted]) -> dict[str, Any]:
    money = work.erp.currency
    found = sorted(counted, key=lambda one: list(STANDINGS).index(one.standing.code))
    owed = dict.fromkeys(("chargeable", "charged"), ZERO)
    for one in found:
        if one.standing.code in owed:
            owed[one.standing.code] += one.count * one.standing.amount
    return {
        "lot": agreed.lot.code,
        "client": agreed.party.code,
        "name": agreed.party.name,
        "unit_charge": money.round(agreed.unit_charge),
        "tax": agreed.tax,
        "agreed_on": agreed.agreed_on,
        "note": agreed.note,
        **{code: money.round(amount) for code, amount in owed.items()},
        "units": [
            {
                "standing": one.standing.code,
                "says": _(STANDINGS[one.standing.code]),
                "count": one.count,
                "owed": money.round(one.count * one.standing.amount),
                "credit": money.round(one.count * one.standing.credit),
                "trace": to_json(list(one.standing.steps)),
            }
            for one in found
        ],
    }


def _units(work: Work, contract: Contract, after: int, limit: int) -> list[dict[str, Any]]:
    query = (
        scope.picked(Job)
        .where(Job.contract_id == contract.document_id, Job.id > after)
        .order_by(Job.id)
        .limit(limit)
    )
    jobs = list(work.session.scalars(query))
    return [
        {
            "job": key,
            "standing": one.code,
            "says": _(STANDINGS[one.code]),
            "owed": work.erp.currency.round(one.amount),
            "credit": work.erp.currency.round(one.credit),
            "trace": to_json(list(one.steps)),
        }
        for key, one in chargeable.standings(work, jobs).items()
    ]
