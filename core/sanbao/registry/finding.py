"""Finding records by what people call them: codes, names, serial numbers, their last five digits, phones."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.access.models import User
from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.registry.errors import Ambiguous, UnknownPart
from sanbao.registry.models import CostCentre, Host, Office, Party, Place, Product, Site, Unit

if TYPE_CHECKING:
    from sanbao.work import Work

TAIL = 5


def tail(serial: str) -> str:
    """Return the last five characters of a serial number, as a caller reads them out."""
    return serial[-TAIL:].upper()


def unit(work: Work, key: str) -> Unit:
    """Return the unit of a serial number, or the only one that ends so."""
    here = Unit.company_id == work.company.id
    found = list(work.session.scalars(select(Unit).where(here, Unit.serial == key).limit(6)))
    if not found and len(key) >= 4:
        by_tail = Unit.serial_tail == key.upper() if len(key) == TAIL else Unit.serial.endswith(key, autoescape=True)
        if len(key) > TAIL:
            by_tail = by_tail & (Unit.serial_tail == tail(key))
        found = list(work.session.scalars(select(Unit).where(here, by_tail).limit(6)))
    if len(found) > 1:
        raise Ambiguous(key=key, found=", ".join(f"{one.serial} ({one.product.code})" for one in found))
    if not found:
        raise NotFound(what=_(N_("unit")), key=key)
    return found[0]


def units(work: Work, text: str, limit: int = 20) -> list[Unit]:
    """Return the units that fit what a caller says: serial or its end, order number, or the customer's phone."""
    key = text.strip()
    query = (
        select(Unit)
        .outerjoin(Party, Party.id == Unit.customer_id)
        .where(
            Unit.company_id == work.company.id,
            or_(
                Unit.serial == key,
                Unit.serial_tail == tail(key) if len(key) >= TAIL else Unit.serial.endswith(key, autoescape=True),
                Unit.order_no == key,
                Party.phone == key,
                Party.name.contains(key, autoescape=True),
            ),
        )
        .order_by(Unit.serial)
        .limit(limit)
    )
    return list(work.session.scalars(query))


def part_of(unit: Unit, text: str) -> str:
    """Return the code of a unit's part as it is written in the product, whatever the case.

    A part that nobody listed is judged as the whole machine (W-03), but a likely slip of the pen is refused with
    the codes that exist: :class:`~sanbao.registry.errors.UnknownPart`.
    """
    known = {one.code for one in unit.product.parts} | {one.code for one in unit.parts}
    by_letters = {code.casefold(): code for code in known}
    if text.casefold() in by_letters:
        return by_letters[text.casefold()]
    if get_close_matches(text.casefold(), by_letters, n=1, cutoff=0.6):
        raise UnknownPart(unit=unit.serial, part=text, parts=", ".join(sorted(known)))
    return text


def by_code(model: type[Any], title: str, column: str = "code") -> Callable[[Work, str], Any]:
    """Return a finder for a table whose records have a code."""

    def find(work: Work, key: str) -> Any:
        query = select(model).where(model.company_id == work.company.id, getattr(model, column) == key)
        record = work.session.scalars(query).one_or_none()
        if record is None:
            raise NotFound(what=_(title), key=key)
        return record

    return find


FINDERS: dict[str, Callable[[Work, str], Any]] = {
    "unit": unit,
    "party": by_code(Party, N_("party")),
    "product": by_code(Product, N_("product")),
    "site": by_code(Site, N_("site")),
    "place": by_code(Place, N_("place")),
    "office": by_code(Office, N_("office")),
    "cost_centre": by_code(CostCentre, N_("cost centre")),
    "host": by_code(Host, N_("host")),
    "app_user": by_code(User, N_("user"), "login"),
}
