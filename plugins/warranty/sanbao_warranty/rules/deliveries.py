"""Whether what was delivered is what was quoted, and what the serial numbers say (PRD-08, PRD-09). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sanbao.decision import Text
from sanbao.i18n import N_

#: The class of product that stands in the list of papers for imported goods.
IMPORTED = "imported"


@dataclass(frozen=True)
class Delivered:
    """A line of a delivery note: product, model, quantity, serial numbers."""

    product: str
    model: str
    quantity: Decimal
    serials: tuple[str, ...] = ()


def differences(
    delivered: Sequence[Delivered],
    quoted: Mapping[str, Decimal] | None,
    recorded: Mapping[str, str],
    models: Mapping[str, Sequence[str]],
) -> list[Text]:
    """Return every way in which quote, delivery note and serial records disagree (PRD-08).

    ``quoted`` is the quantity per product, None where nothing was quoted; ``recorded`` the product of each serial
    number that is on record; ``models`` what our own record calls each product.
    """
    return [*_of_quote(delivered, quoted), *_of_models(delivered, models), *_of_serials(delivered, recorded)]


def _of_quote(delivered: Sequence[Delivered], quoted: Mapping[str, Decimal] | None) -> Iterable[Text]:
    if quoted is None:
        return
    came: Counter[str] = Counter()
    for line in delivered:
        came[line.product] += line.quantity  # type: ignore[assignment]
    for product in sorted({*came, *quoted}):
        asked, got = quoted.get(product, Decimal(0)), Decimal(came.get(product, 0))
        if asked != got:
            message = N_("{product}: {asked} quoted, {got} delivered")
            yield Text(message, {"product": product, "asked": _plain(asked), "got": _plain(got)})


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _of_models(delivered: Sequence[Delivered], models: Mapping[str, Sequence[str]]) -> Iterable[Text]:
    for line in delivered:
        known = models.get(line.product, ())
        if line.model and known and line.model.casefold() not in {name.casefold() for name in known}:
            message = N_("{product}: the slip says “{model}”, our record says “{known}”")
            yield Text(message, {"product": line.product, "model": line.model, "known": known[0]})


def _of_serials(delivered: Sequence[Delivered], recorded: Mapping[str, str]) -> Iterable[Text]:
    seen: set[str] = set()
    for line in delivered:
        if line.serials and len(line.serials) != line.quantity:
            message = N_("{product}: {count} serial numbers for a quantity of {quantity}")
            yield Text(
                message,
                {"product": line.product, "count": len(line.serials), "quantity": _plain(line.quantity)},
            )
        for serial in line.serials:
            if serial in seen:
                yield Text(N_("serial number {serial} stands on the slip twice"), {"serial": serial})
            seen.add(serial)
            if serial not in recorded:
                yield Text(N_("serial number {serial} is not on record"), {"serial": serial})
            elif recorded[serial] != line.product:
                message = N_("serial number {serial} is a {known}, the slip says {product}")
                yield Text(message, {"serial": serial, "known": recorded[serial], "product": line.product})


def missing_papers(
    wanted: Mapping[str, Sequence[str]], classes: Iterable[int], is_imported: bool, came: Iterable[str]
) -> list[str]:
    """Return the papers that these classes of product want and that did not come (PRD-09)."""
    keys = [*(str(one) for one in sorted(set(classes))), *([IMPORTED] if is_imported else [])]
    needed = dict.fromkeys(paper for key in keys for paper in wanted.get(key, ()))
    return [paper for paper in needed if paper not in set(came)]
