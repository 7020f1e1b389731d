"""What the provision for warranties bears of a case, and what falls back on the departments (LED-05, LED-08)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.costing.models import CostShareRecord
from sanbao.coverage.facts import ProvisionBatch
from sanbao.decision import Text, from_json, to_json
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.registry.models import CostCentre

if TYPE_CHECKING:
    from sanbao.work import Work

_NOTHING = Decimal(0)


def charge_provision(
    work: Work, document: Document, records: Sequence[CostShareRecord]
) -> list[CostShareRecord]:
    """Let the batch of each unit of a case bear its shares up to what it holds; the rest stays with the departments (LED-08)."""
    found = list(records)
    falling = [one for one in records if _falls_on_provision(work, one)]
    batches = batches_of(work, document, {one.unit_id for one in falling})
    for share in falling:
        batch = batches.get(share.unit_id)
        taken = _NOTHING if batch is None else _bearable(work, document, batch, share, found)
        if share.bearer == "department" and not taken:
            continue
        found += _charge(work, share, batch, taken, position=len(found) + 1)
    return found


def _falls_on_provision(work: Work, share: CostShareRecord) -> bool:
    """Tell whether a share is the provision's: said so, or a department's while provisions are kept (LED-05)."""
    return share.bearer == "provision" or (share.bearer == "department" and work.setting("provision_on"))


def batches_of(
    work: Work, document: Document, units: Collection[int | None]
) -> dict[int | None, ProvisionBatch]:
    """Return by unit the batches that were set aside for a case, with nobody else taking from them until the end.

    None stands for the case's own unit; a unit without a batch has none.
    """
    if not units:
        return {}
    wanted = sorted(units, key=lambda key: key or 0)
    answers = work.hooks.ask("find_provisions", work, documents=[document] * len(wanted), unit_ids=wanted)
    found: dict[int | None, ProvisionBatch] = {}
    for batch in (batch for _, batches in answers for batch in batches):
        found.setdefault(batch.unit_id, batch)
    work.hold("provision", sorted({batch.batch_id for batch in found.values()}))
    return found


def free_goods(work: Work, case: Document, amount: Decimal) -> tuple[int, Decimal] | None:
    """Return the batch that bears what is given free for a case, and how much of it, where provisions are kept (LED-08)."""
    batch = batches_of(work, case, [None]).get(None) if work.setting("provision_on") else None
    if batch is None:
        return None
    held = -work.ledger.balance("WARRANTY_PROVISION", cost_object=batch.batch_id)
    return batch.batch_id, max(min(amount, held), _NOTHING)


def _bearable(
    work: Work,
    document: Document,
    batch: ProvisionBatch,
    share: CostShareRecord,
    found: Sequence[CostShareRecord],
) -> Decimal:
    """Return what the batch can bear of a share; of a negative one, no more than it bore of this unit's cost before."""
    amount = share.amount or _NOTHING
    taken = [one for one in found if one.provision_id == batch.batch_id]
    if amount >= 0:
        now = sum((one.amount or _NOTHING for one in taken), _NOTHING)
        held = -work.ledger.balance("WARRANTY_PROVISION", cost_object=batch.batch_id)
        return max(min(amount, held - now), _NOTHING)
    query = select(CostShareRecord.amount).where(
        CostShareRecord.document_id == document.id,
        CostShareRecord.provision_id == batch.batch_id,
        CostShareRecord.unit_id.is_(None)
        if share.unit_id is None
        else CostShareRecord.unit_id == share.unit_id,
        CostShareRecord.state == "settled",
    )
    now = sum((one.amount or _NOTHING for one in taken if one.unit_id == share.unit_id), _NOTHING)
    before = sum((one or _NOTHING for one in work.session.scalars(query)), _NOTHING)
    return min(max(amount, -(before + now)), _NOTHING)


def _charge(
    work: Work, share: CostShareRecord, batch: ProvisionBatch | None, taken: Decimal, position: int
) -> list[CostShareRecord]:
    """Write down what the batch bears of a share; return the share of the department that bears the rest, if any."""
    wanted = share.amount or _NOTHING
    centre = share.cost_centre_id or _service_centre(work)
    share.bearer, share.amount, share.cost_centre_id, share.rule = "provision", taken, None, "LED-08"
    share.provision_id = batch.batch_id if batch is not None and taken else None
    if share.provision_id is not None and batch is not None:
        share.reason = to_json(_borne(share, batch))
    if taken == wanted:
        return []
    rest = CostShareRecord(
        company_id=share.company_id,
        document_id=share.document_id,
        round=share.round,
        position=position,
        bearer="department",
        cost_centre_id=centre,
        unit_id=share.unit_id,
        amount=wanted - taken,
        reason=to_json(_shortfall(batch, wanted, taken)),
        rule="LED-08",
        state="proposed",
        proposed_by_id=share.proposed_by_id,
    )
    work.session.add(rest)
    return [rest]


def _borne(share: CostShareRecord, batch: ProvisionBatch) -> Text:
    """Return the reason of a share with the batch that bears it."""
    before = from_json(share.reason)
    if not str(before):
        return Text(N_("The provision {batch} bears it."), {"batch": batch.number})
    return Text(N_("{reason} The provision {batch} bears it."), {"reason": before, "batch": batch.number})


def _shortfall(batch: ProvisionBatch | None, wanted: Decimal, taken: Decimal) -> Text:
    if batch is None:
        return Text(N_("No provision was set aside for this case."))
    said = N_("The provision {batch} bears {taken} of {wanted}; the rest is a shortfall.")
    return Text(said, {"batch": batch.number, "taken": taken, "wanted": wanted})


def _service_centre(work: Work) -> int:
    centre: CostCentre = work.find("cost_centre", work.setting("service_centre"))
    return centre.id
