"""What a client was charged for and no longer owes is given back on the same charge, and invoice (DLV-02, LED-24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sanbao.charging.models import Charge
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao_installation_outsourcing.errors.clients import ChargedAnew, NothingToCredit
from sanbao_installation_outsourcing.kinds.contracts import SETTLED_IN
from sanbao_installation_outsourcing.models import ChargedJob, Contract
from sanbao_installation_outsourcing.operations.contracts import chargeable
from sanbao_installation_outsourcing.schemas import client_charges as schemas

if TYPE_CHECKING:
    from sanbao.work import Work


def may_credit(work: Work, contract: Contract) -> bool:
    """Tell whether there is anything to give back to a client."""
    return chargeable.is_to_credit(work, contract.document_id)


@operation(
    "installer_contract.credit_client",
    title=N_("Credit the client"),
    on=Contract,
    moves=dict.fromkeys((*SETTLED_IN, "closed"), ()),
    schema=schemas.ClientCreditInput,
    roles=("finance",),
    offered=may_credit,
)
def credit_client(
    work: Work,
    contract: Contract,
    *,
    reason: str,
    red_form_no: str | None = None,
    on: date | None = None,
) -> list[Charge]:
    """Give clients back what they were charged for units that are no longer accepted, charge by charge (DLV-02).

    The core's credit posts it; where an invoice bills the charge it gets its red letter. What both sides accept again
    is charged anew.
    """
    rows = chargeable.to_give_back(work, contract.document_id)
    if not rows:
        raise NothingToCredit(contract=contract.document.number)
    told = {"reason": reason, "red_form_no": red_form_no, "on": on}
    known = {name: value for name, value in told.items() if value is not None}
    made = []
    for charge_id, some in groupby(rows, key=lambda row: row.charge_id):
        jobs = list(some)
        position = chargeable.lines_of(work, charge_id)
        counts = Counter(position[row.lot_id] for row in jobs)
        lines = [{"position": place, "quantity": count} for place, count in sorted(counts.items())]
        charge = work.session.get_one(Charge, charge_id)
        credit: Charge = work.do("charge.credit", {**known, "lines": lines}, subject=charge)
        for row in jobs:
            row.credit_id = credit.document_id
        made.append(credit)
    work.session.flush()
    return made


def refuse_charged_anew(work: Work, subjects: Sequence[Any]) -> None:
    """Refuse to take a credit back whose units were charged anew: their client would owe them twice (DLV-02)."""
    charges = [one for one in subjects if isinstance(one, Charge) and one.credits_id is not None]
    for credit in charges:
        again = ChargedJob.__table__.alias("again")
        query = (
            chargeable.charged_rows(Document.number)
            .join(again, again.c.job_id == ChargedJob.job_id)
            .where(again.c.credit_id == credit.document_id)
            .limit(1)
        )
        found = work.session.scalar(query)
        if found is not None:
            raise ChargedAnew(credit=credit.document.number, charge=found)
