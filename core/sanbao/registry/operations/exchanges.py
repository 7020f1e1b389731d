"""What people do with the parts inside a unit: one out, a new one in, and back again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.registry import finding, schemas
from sanbao.registry.errors import UnknownPart
from sanbao.registry.models import Unit, UnitPart
from sanbao.registry.operations.keepers import UNIT_KEEPERS

if TYPE_CHECKING:
    from sanbao.work import Work


@operation(
    "unit.replace_part",
    title=N_("Replace a part"),
    on=Unit,
    schema=schemas.PartReplacement,
    roles=UNIT_KEEPERS,
)
def replace_part(
    work: Work,
    unit: Unit,
    *,
    part: str,
    replaced_on: date,
    serial: str | None = None,
    paid_by_customer: bool,
) -> Unit:
    """Take a part out and put a new one in; its own warranty restarts (W-07)."""
    exchange_part(work, unit, part, replaced_on, serial=serial, paid_by_customer=paid_by_customer)
    return unit


def exchange_part(
    work: Work,
    unit: Unit,
    part: str,
    replaced_on: date,
    *,
    serial: str | None = None,
    paid_by_customer: bool = False,
    document: Document | None = None,
) -> UnitPart:
    """Write the exchange of a part into the unit's file: the old one out, the new one in."""
    known = {one.code for one in unit.product.parts} | {one.code for one in unit.parts}
    if known and part.casefold() not in {code.casefold() for code in known}:
        raise UnknownPart(unit=unit.serial, part=part, parts=", ".join(sorted(known)))
    part = finding.part_of(unit, part)
    standing = (one for one in reversed(unit.parts) if one.removed_on is None and one.withdrawn_at is None)
    old = next((one for one in standing if one.code == part), None)
    if old is not None:
        old.removed_on = replaced_on
    new = UnitPart(
        company_id=work.company.id,
        code=part,
        serial=serial,
        installed_on=replaced_on,
        replaces_id=old.id if old is not None else None,
        is_replacement=True,
        paid_by_customer=paid_by_customer,
        document_id=document.id if document is not None else None,
    )
    unit.parts.append(new)
    work.session.flush()
    return new


def take_back_exchanges(work: Work, document: Document) -> list[UnitPart]:
    """Take a case's exchanges of parts out of the unit's file: what was taken out stands in it again."""
    query = select(UnitPart).where(UnitPart.document_id == document.id, UnitPart.withdrawn_at.is_(None))
    taken = list(work.session.scalars(query.order_by(UnitPart.id)))
    for new in taken:
        new.withdrawn_at = work.now
        old = work.session.get(UnitPart, new.replaces_id) if new.replaces_id is not None else None
        if old is not None:
            old.removed_on = None
    work.session.flush()
    return taken


def move_exchanges(work: Work, document: Document, unit: Unit) -> None:
    """Write a case's exchanges of parts into the file of the unit that it was really about."""
    for new in take_back_exchanges(work, document):
        if new.installed_on is not None:
            exchange_part(
                work,
                unit,
                new.code,
                new.installed_on,
                serial=new.serial,
                paid_by_customer=new.paid_by_customer,
                document=document,
            )
