"""Finding records by what people call them: codes, names, serial numbers, their last five digits, phones."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from sanbao.access.models import User
from sanbao.database.prefixes import begins, holds
from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.registry.errors import Ambiguous, UnknownPart
from sanbao.registry.models import CostCentre, Host, Office, Party, Place, Product, Site, Unit

if TYPE_CHECKING:
    from sanbao.work import Work

TAIL = 5
#: From so many letters on the end of a serial number is looked for.
LEAST_END = 4
#: What may stand before them in a serial number.
_LETTERS = string.digits + string.ascii_uppercase + "-_/. "
#: How well a unit fits: by its very serial number … by whose it is.
_EXACT, _OF_CUSTOMER = 0, 3
#: Of so many customers whose name fits, the units are looked at.
_SOME = 50
#: A serial number with its product, as :func:`unit_key` writes it.
_WITH_PRODUCT = re.compile(r"(?P<serial>.+?) ?\((?P<product>[^()]+)\)")


def tail(serial: str) -> str:
    """Return the last five characters of a serial number, as a caller reads them out."""
    return serial[-TAIL:].upper()


def unit(work: Work, key: str) -> Unit:
    """Return the unit of a serial number, or the only one that ends so; ``SERIAL (PRODUCT)`` tells two of them apart."""
    here = Unit.company_id == work.company.id
    found = list(work.session.scalars(select(Unit).where(here, Unit.serial == key).limit(6)))
    with_product = _WITH_PRODUCT.fullmatch(key)
    if not found and with_product is not None:
        of_product = Unit.product_id.in_(
            select(Product.id).where(
                Product.company_id == work.company.id, Product.code == with_product["product"]
            )
        )
        found = list(
            work.session.scalars(select(Unit).where(here, of_product, Unit.serial == with_product["serial"]))
        )
    if not found and len(key) >= LEAST_END:
        by_tail = (
            Unit.serial_tail == key.upper()
            if len(key) == TAIL
            else Unit.serial.endswith(key, autoescape=True)
        )
        if len(key) > TAIL:
            by_tail = by_tail & (Unit.serial_tail == tail(key))
        found = list(work.session.scalars(select(Unit).where(here, by_tail).limit(6)))
    if len(found) > 1:
        raise Ambiguous(key=key, found=", ".join(unit_key(one) for one in found))
    if not found:
        raise NotFound(what=_(N_("unit")), key=key)
    return found[0]


def units(work: Work, text: str, limit: int = 20) -> list[Unit]:
    """Return the units that fit what a caller says: serial or its end or beginning, order number, plate, customer."""
    return [unit for _rank, unit in ranked_units(work, text.strip(), limit)]


def ranked_units(work: Work, key: str, limit: int, *, customers: bool = True) -> list[tuple[int, Unit]]:
    """Return the units that fit and how well, the best first.

    Each way of looking is one that an index answers; whose customer's name holds the words is only asked where they
    are no unit's own serial number.
    """
    ranks = _ranked(work, list(_ways(work, key)), limit)
    if customers and _EXACT not in ranks.values():
        named = parties(work, key).with_only_columns(Party.id).order_by(None).limit(_SOME)
        for unit_id, rank in _ranked(work, [(_OF_CUSTOMER, Unit.customer_id.in_(named))], limit).items():
            ranks.setdefault(unit_id, rank)
    query = select(Unit).where(Unit.id.in_(list(ranks)[: 2 * limit])).options(*_BARE)
    found = [(ranks[unit.id], unit) for unit in work.session.scalars(query)] if ranks else []
    return sorted(found, key=lambda pair: (pair[0], pair[1].serial, pair[1].id))[:limit]


def _ranked(work: Work, ways: Sequence[tuple[int, ColumnElement[bool]]], limit: int) -> dict[int, int]:
    """Return the keys of units that fit in some way with the best of their ranks, the best first."""
    found = [
        select(Unit.id, literal(rank).label("rank"))
        .where(Unit.company_id == work.company.id, way)
        .limit(limit)
        .subquery()
        for rank, way in ways
    ]
    rows = work.session.execute(union_all(*(select(one.c.id, one.c.rank) for one in found))).all()
    ranks: dict[int, int] = {}
    for unit_id, rank in sorted(rows, key=lambda row: (row.rank, row.id)):
        ranks.setdefault(unit_id, rank)
    return ranks


#: A list of units names product and customer, not their parts.
_BARE = (lazyload(Unit.parts), joinedload(Unit.product).lazyload(Product.parts))


def _ways(work: Work, key: str) -> Iterator[tuple[int, ColumnElement[bool]]]:
    spellings = {key, key.upper()}
    yield _EXACT, Unit.serial.in_(spellings)
    if len(key) >= LEAST_END:
        at_end = Unit.serial_tail.in_(_tails(key))
        yield (
            2,
            at_end
            if len(key) <= TAIL
            else at_end & func.upper(Unit.serial).endswith(key.upper(), autoescape=True),
        )
    yield 1, Unit.order_no == key
    yield 1, or_(*(begins(work.connection, Unit.serial, one) for one in spellings))
    hosts = select(Host.id).where(
        Host.company_id == work.company.id, or_(Host.code == key, Host.plate == key, Host.vin == key)
    )
    yield 1, Unit.host_id.in_(hosts)


def _tails(key: str) -> list[str]:
    """Return the tails of serial numbers that end so; of four letters, with any fifth before them."""
    upper = key.upper()
    return [tail(key)] if len(key) >= TAIL else [upper, *(f"{letter}{upper}" for letter in _LETTERS)]


def parties(work: Work, text: str) -> Select[Party]:
    """Return the search for parties by code, by four digits or more of a phone number, or by a piece of the name.

    The whole table is read for it, in the order in which it lies: a piece of a name has no index.
    """
    ways: list[ColumnElement[bool]] = [Party.code.in_({text, text.upper()}), Party.phone == text]
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) >= LEAST_END and not any(letter.isalpha() for letter in text):
        ways.append(func.replace(func.replace(Party.phone, "-", ""), " ", "").contains(digits))
    elif len(text) > 1:
        ways += [holds(work.connection, column, text) for column in (Party.name, Party.name_en)]
    return select(Party).where(Party.company_id == work.company.id, or_(*ways)).order_by(Party.id)


def unit_key(unit: Unit) -> str:
    """Return what leads to a unit and no other one: its serial number with its product, as two makers may share one."""
    return f"{unit.serial} ({unit.product.code})"


def successor(work: Work, unit: Unit) -> str | None:
    """Return the serial number of the unit that took this one's place, where it was exchanged."""
    if unit.state != "replaced":
        return None
    query = select(Unit.serial).where(Unit.replaces_id == unit.id).order_by(Unit.id.desc()).limit(1)
    return work.session.scalar(query)


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
