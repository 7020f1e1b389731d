"""What batches hold, and which units they were set aside for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao.coverage import ProvisionBatch
from sanbao.database.pages import pages
from sanbao.documents.kinds import VOID
from sanbao.documents.models import DecisionRecord, Document
from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao.ledger.models import Balance
from sanbao.registry.models import Unit
from sanbao_warranty.coverage import decisions_in_force
from sanbao_warranty.errors import NotADayYet
from sanbao_warranty.models import Provision, ProvisionLine

if TYPE_CHECKING:
    from sanbao.work import Work

KEEPERS = ("finance",)
READERS = ("finance", "service_manager", "service_head", "general_manager", "auditor")
#: States in which a batch stands for its units.
LIVE = ("open", "released")
_NOTHING = Decimal(0)
#: The day of sale of a unit: its sale, else its invoice.
sale_day = func.coalesce(Unit.sold_on, Unit.invoiced_on)


def day_of(work: Work, on: date | None, default: date | None = None) -> date:
    """Return the day on which something is booked; one that has not come is refused."""
    day = on or (min(default, work.today) if default is not None else work.today)
    if day > work.today:
        message = N_("{day} has not come yet; today is {today}.")
        raise NotADayYet([Problem("on", message, {"day": day, "today": work.today})])
    return day


def hold(work: Work, provisions: Sequence[Provision]) -> None:
    """Let nobody else use or change these batches until the end."""
    work.hold("provision", [provision.document_id for provision in provisions])


def held_in(work: Work, provisions: Sequence[Provision]) -> dict[int, Decimal]:
    """Return what each batch holds, collected entries included; one query however many."""
    account = work.ledger.chart.account("WARRANTY_PROVISION").id
    query = (
        select(Balance.cost_object_id, func.sum(Balance.credit), func.sum(Balance.debit))
        .where(Balance.company_id == work.company.id, Balance.account_id == account)
        .group_by(Balance.cost_object_id)
    )
    if len(provisions) == 1:
        query = query.where(Balance.cost_object_id == provisions[0].document_id)
    booked = {batch: credit - debit for batch, credit, debit in work.session.execute(query)}
    for line in (line for entry in work.ledger.collected for line in entry.lines):
        if line.cost_object is not None and work.ledger.chart.account(line.account).id == account:
            booked[line.cost_object] = booked.get(line.cost_object, _NOTHING) + line.credit - line.debit
    return {one.document_id: booked.get(one.document_id, _NOTHING) for one in provisions}


def live(work: Work, *, states: Sequence[str] = LIVE) -> list[Provision]:
    """Return the batches of a company that stand, oldest first."""
    query = (
        select(Provision)
        .join(Document, Document.id == Provision.document_id)
        .where(Provision.company_id == work.company.id, Document.state.in_(states))
        .order_by(Provision.month, Provision.document_id)
    )
    return list(work.session.scalars(query).unique())


def of_batch() -> Any:
    """Return what joins a unit to the line of the batch that was set aside for it: its product, its day of sale."""
    line = ProvisionLine
    return (line.product_id == Unit.product_id) & sale_day.between(line.first_on, line.last_on)


def find_provisions(
    work: Work, documents: Sequence[Document], unit_ids: Sequence[int | None]
) -> list[ProvisionBatch]:
    """Return the batch of each case's unit, its own or the one beside it; what is not covered has none (LED-08)."""
    asked = [(case, key, key or case.unit_id) for case, key in zip(documents, unit_ids, strict=True)]
    decided = {case.id: decisions_in_force(work, case.id) for case in documents}
    owing = [one for one in asked if one[2] is not None and _is_owed(one[0], one[2], decided[one[0].id])]
    batches = _batches(work, {unit_id for _case, _key, unit_id in owing if unit_id is not None})
    return [
        ProvisionBatch(case.id, *batches[unit_id], unit_id=key)
        for case, key, unit_id in owing
        if unit_id in batches
    ]


def _batches(work: Work, unit_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Return the oldest standing batch of each unit with its number."""
    found: dict[int, tuple[int, str]] = {}
    head = Document.__table__.alias("batch")
    for keys in pages(sorted(unit_ids)):
        query = (
            select(Unit.id, head.c.id, head.c.number)
            .join(ProvisionLine, of_batch())
            .join(head, head.c.id == ProvisionLine.provision_id)
            .where(Unit.id.in_(keys), ProvisionLine.company_id == work.company.id, head.c.state.in_(LIVE))
            .order_by(Unit.id, head.c.id)
        )
        for unit_id, batch_id, number in work.session.execute(query):
            found.setdefault(unit_id, (batch_id, number))
    return found


def _is_owed(case: Document, unit_id: int, decisions: Sequence[DecisionRecord]) -> bool:
    """Tell whether a unit's case is what provisions are made for: covered, where that was decided; a claim must be."""
    if case.kind == "claim":
        return any(decision.covered for decision in decisions)
    own = [decision.covered for decision in decisions if decision.unit_id == unit_id]
    return any(own) or not own


def forget_voided(work: Work, documents: Sequence[Document]) -> None:
    """Let the products of voided batches be set aside for anew."""
    ids = [document.id for document in documents if document.kind == "provision" and document.state == VOID]
    if not ids:
        return
    query = select(ProvisionLine).where(ProvisionLine.provision_id.in_(ids))
    for line in work.session.scalars(query):
        line.live_key = None
