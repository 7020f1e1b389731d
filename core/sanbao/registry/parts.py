"""Adding parts to what is there already: to a product's list of parts, and to a unit's service file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sanbao.i18n import N_, _
from sanbao.operation import operation
from sanbao.registry import schemas
from sanbao.registry.errors import Exists, UnknownPart
from sanbao.registry.models import Product, ProductPart, Unit, UnitPart
from sanbao.registry.operations import UNIT_KEEPERS

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "product.add_part",
    title=N_("Add a part"),
    on=Product,
    schema=schemas.PartInput,
    roles=("design", "service_manager"),
)
def add_product_part(
    work: Work, product: Product, *, code: str, name: str | None = None, is_key: bool, item: Product | None = None
) -> Product:
    """Name a part of a product; a key part has a term of its own (W-03)."""
    if any(part.code == code for part in product.parts):
        raise Exists(what=_(N_("part")), key=f"{product.code} {code}")
    part = ProductPart(
        company_id=work.company.id, code=code, name=name, is_key=is_key, item_id=item.id if item is not None else None
    )
    product.parts.append(part)
    return product


@operation(
    "unit.add_part",
    title=N_("Add an installed part"),
    on=Unit,
    schema=schemas.InstalledPart,
    roles=UNIT_KEEPERS,
)
def add_unit_part(
    work: Work, unit: Unit, *, code: str, serial: str | None = None, installed_on: date | None = None
) -> Unit:
    """Record a part that is in a unit, with its own serial number and the day from which its term runs (PRD-04)."""
    known = {part.code for part in unit.product.parts}
    if known and code not in known:
        raise UnknownPart(unit=unit.serial, part=code, parts=", ".join(sorted(known)))
    part = UnitPart(company_id=work.company.id, code=code, serial=serial, installed_on=installed_on)
    unit.parts.append(part)
    return unit
