"""The printed report of the handover meeting and of commissioning (F-33, TRN-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao.registry.models import Product, Unit
from sanbao_training.kinds import DUTY
from sanbao_training.models import Duty
from sanbao_training.rules.timing import WHAT
from sanbao_training.schemas.duties import HOW

if TYPE_CHECKING:
    from sanbao.work import Work

# Said by the template through the paper's own macros, where the catalogue's collector does not see them.
LABELS = (N_("Service department"), N_("Customer"))
#: So many units are listed one by one; how many there are is said above.
_MOST_UNITS = 30


def duty_context(work: Work, duty: Duty) -> dict[str, Any]:
    """Gather the report of the handover meeting and of commissioning (F-33, TRN-05)."""
    party = duty.document.party
    return {
        "document": {"number": duty.document.number},
        "facts": [
            (N_("Subject of the duty"), Text(WHAT[duty.what])),
            (N_("Customer"), party.name if party is not None else None),
            (N_("Contract No."), duty.contract_no),
            (N_("Site"), duty.site.name if duty.site is not None else None),
            (N_("Batch"), duty.batch),
            (N_("Units"), duty.units_count or None),
            (N_("Counted from"), duty.base_on),
            (N_("Due on"), duty.due_on),
            (N_("Fulfilled on"), duty.fulfilled_on),
            (N_("Fulfilled how"), Text(HOW[duty.fulfilled_how]) if duty.fulfilled_how is not None else None),
            (N_("State"), Text(DUTY.flow.state(duty.state).label)),
            (N_("Reason"), duty.reason),
        ],
        "units": _units(work, duty),
        "more": max(duty.units_count - _MOST_UNITS, 0),
        "counted": duty.trace.get("counted", []),
        "skipped": duty.trace.get("skipped", []),
        "minutes": duty.minutes,
        "agenda": [
            N_("Commissioning report"),
            N_("Manuals and drawings"),
            N_("How each machine is operated"),
            N_("Questions of the customer"),
        ],
    }


def _units(work: Work, duty: Duty) -> list[dict[str, Any]]:
    """Return the first units that the duty is about, with the day on which each was commissioned."""
    same = Unit.site_id, Unit.contract_no, Unit.batch
    wanted = duty.site_id, duty.contract_no, duty.batch
    query = (
        select(Unit.serial, Product.name, Unit.commissioned_on)
        .join(Product, Product.id == Unit.product_id)
        .where(
            Unit.company_id == work.company.id,
            Unit.customer_id == duty.party_id,
            Unit.commissioned_on.is_not(None),
            *(column.is_not_distinct_from(value) for column, value in zip(same, wanted, strict=True)),
        )
        .order_by(Unit.serial)
        .limit(_MOST_UNITS)
    )
    return [
        {"serial": serial, "product": product, "on": on}
        for serial, product, on in work.session.execute(query)
    ]
