"""What people do with units: open their service file, exchange them, find them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.database.pages import pages
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.registry import finding, schemas
from sanbao.registry.errors import Exists
from sanbao.registry.models import Milestone, Party, Product, Unit, UnitPart
from sanbao.registry.operations.acceptance import accept_units
from sanbao.registry.operations.keepers import UNIT_KEEPERS
from sanbao.registry.operations.milestones import DAY_OF, has_failed, record_milestone, refuse_contradiction

if TYPE_CHECKING:
    from sanbao.work import Work


#: How a unit stands that was registered and no more.
_WITH_US = ("in_use", "in_stock")
#: What stands in a unit's file only once somebody has it, or had it.
_HAD = (
    "customer_id", "site_id", "host_id", "installer_id", "sold_on", "invoiced_on", "replaces_id", *DAY_OF.values()
)  # fmt: skip


@operation("unit.register", title=N_("Register a unit"), schema=schemas.UnitInput, roles=UNIT_KEEPERS)
def register(
    work: Work, *, serial: str, product: Product, parts: Sequence[dict[str, Any]], **values: Any
) -> Unit:
    """Open the service file of a serial-numbered unit (PRD-04); acceptance may be given along with it."""
    query = select(Unit.id).where(
        Unit.company_id == work.company.id, Unit.serial == serial, Unit.product_id == product.id
    )
    if work.session.scalar(query) is not None:
        raise Exists(what=_(N_("unit")), key=serial)
    accepted_on = values.pop("accepted_on", None)
    records = {
        f"{name}_id": values.pop(name).id
        for name in ("customer", "site", "host", "installer")
        if name in values
    }
    unit = Unit(
        company_id=work.company.id,
        serial=serial,
        serial_tail=finding.tail(serial),
        product=product,
        **records,
        **values,
    )
    unit.parts = [UnitPart(company_id=work.company.id, **part) for part in parts]
    refuse_contradiction(unit)
    work.session.add(unit)
    work.session.flush()
    _pass_days(work, unit, accepted_on)
    return unit


def _pass_days(work: Work, unit: Unit, accepted_on: date | None) -> None:
    """Keep the days in a unit's file as what it reached; its acceptance is more than a day."""
    for kind, column in DAY_OF.items():
        day = getattr(unit, column)
        if day is not None:
            record_milestone(work, [unit], kind, day)
    if accepted_on is not None:
        work.session.refresh(unit, ["customer"])
        accept_units(work, [unit], accepted_on)


def register_all(work: Work, given: Sequence[tuple[str, Product, Party | None]]) -> list[Unit]:
    """Open the service files of many units of which no more is known than what they are and whose (PRD-04)."""
    known: set[tuple[str, int]] = set()
    for serials in pages(sorted({serial for serial, _product, _customer in given})):
        query = select(Unit.serial, Unit.product_id).where(
            Unit.company_id == work.company.id, Unit.serial.in_(serials)
        )
        known |= {(serial, product_id) for serial, product_id in work.session.execute(query)}
    for serial, product, _customer in given:
        if (serial, product.id) in known:
            raise Exists(what=_(N_("unit")), key=serial)
        known.add((serial, product.id))
    units = [
        Unit(
            company_id=work.company.id,
            serial=serial,
            serial_tail=finding.tail(serial),
            product=product,
            customer=customer,
        )
        for serial, product, customer in given
    ]
    work.session.add_all(units)
    work.session.flush()
    return units


@operation(
    "unit.replace",
    title=N_("Exchange the unit"),
    on=Unit,
    schema=schemas.UnitReplacement,
    roles=("service_manager",),
)
def replace(
    work: Work, unit: Unit, *, serial: str, replaced_on: date, product: Product | None = None
) -> Unit:
    """Exchange a whole unit; the new one takes the old one's customer, site and dates, so its terms go on."""
    values = _inherited(work, unit)
    new: Unit = register(work, serial=serial, product=product or unit.product, parts=[], **values)
    return _succeed(work, unit, new, replaced_on)


def replace_from_stock(work: Work, unit: Unit, new: Unit, replaced_on: date) -> Unit:
    """Exchange a whole unit for one whose file was opened while it lay in stock: that file goes on (PRD-04)."""
    values = _inherited(work, unit)
    accepted_on = values.pop("accepted_on", None)
    new.replaces_id, new.state = unit.id, "in_use"
    for name, value in values.items():
        setattr(new, name, value)
    refuse_contradiction(new)
    work.session.flush()
    _pass_days(work, new, accepted_on)
    return _succeed(work, unit, new, replaced_on)


def _inherited(work: Work, unit: Unit) -> dict[str, Any]:
    """Return what the file of a unit hands on to that of its successor."""
    inherited = ["order_no", "invoice_no", "contract_no", "price_paid", "sold_on", "invoiced_on"]
    if not has_failed(
        work, unit
    ):  # else its successor's life begins with its own delivery and acceptance (W-20)
        inherited += DAY_OF.values()
    records = {name: getattr(unit, name) for name in ("customer", "site", "host") if getattr(unit, name)}
    return {name: getattr(unit, name) for name in inherited} | records


def _succeed(work: Work, unit: Unit, new: Unit, replaced_on: date) -> Unit:
    new.replaces_id = unit.id
    unit.state = "replaced"
    work.session.flush()
    record_milestone(work, [new], "replaced", replaced_on)
    work.hooks.tell("units_replaced", work, old=[unit], new=[new])
    return new


def is_untouched(work: Work, unit: Unit) -> bool:
    """Tell whether by its file nobody ever had a unit: it has no customer and reached nothing, not even in error."""
    if unit.state not in _WITH_US or any(getattr(unit, name) is not None for name in _HAD):
        return False
    return work.session.scalar(select(Milestone.id).where(Milestone.unit_id == unit.id)) is None


@question("unit.search", schema=schemas.UnitSearch, roles=(*UNIT_KEEPERS, "finance", "qc", "auditor"))
def search(work: Work, *, text: str) -> list[dict[str, Any]]:
    """Find units by serial number or its end, order number, phone or name of the customer."""
    return [
        {
            "serial": unit.serial,
            "product": unit.product.code,
            "name": unit.product.name,
            "customer": unit.customer.name if unit.customer else None,
            "order_no": unit.order_no,
            "accepted_on": unit.accepted_on,
        }
        for unit in finding.units(work, text)
    ]
