"""Which of the announced pieces is the one in hand: by its position, its number, else the next of its product (RMA-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sanbao.records import name_of
from sanbao.registry.models import Party, Product, Unit
from sanbao_rma import errors
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations import announcing, pieces

Units = Mapping[tuple[str, int | None], Unit]


def matched(
    rma: Rma, lines: Sequence[RmaLine], given: Sequence[dict[str, Any]], units: Units
) -> list[RmaLine | None]:
    """Return the announced line of each piece, nothing for what nobody announced.

    A serial number that nobody announced is a wrong scan, unless somebody says that it really came along.
    """
    found: list[RmaLine | None] = []
    wrong = []
    for piece in given:
        line = _line_of(rma, lines, piece, units.get(announcing.key_of(piece)), found)
        if line is None and piece.get("serial") and not piece["is_unannounced"]:
            wrong.append(piece["serial"])
        found.append(line)
    if wrong:
        raise errors.WrongSerial(serials=", ".join(wrong), rma=name_of(rma))
    return found


def _line_of(
    rma: Rma,
    lines: Sequence[RmaLine],
    piece: dict[str, Any],
    unit: Unit | None,
    taken: Sequence[RmaLine | None],
) -> RmaLine | None:
    if "line" in piece:
        return pieces.one_of(rma, lines, piece["line"])
    live = [line for line in lines if line.state != "void"]
    wanted = piece.get("serial", "").casefold()
    named = (line for line in live if wanted and (line.serial or "").casefold() == wanted)
    free = [line for line in numberless(live) if line not in taken]
    return next(named, None) or _same_product(rma, free, piece, unit)


def numberless(lines: Sequence[RmaLine]) -> list[RmaLine]:
    """Return the pieces that were announced by their product alone and have not come yet."""
    return [line for line in lines if line.state == "announced" and line.serial is None]


def _same_product(
    rma: Rma, free: Sequence[RmaLine], piece: dict[str, Any], unit: Unit | None
) -> RmaLine | None:
    """Return the first free line of the product, rather one of the piece's own end customer."""
    product: Product | None = unit.product if unit is not None else piece.get("product")
    owner: Party | None = piece.get("owner") or (unit.customer if unit is not None else None)
    same = [line for line in free if line.product is not None and line.product is product]
    own = (line for line in same if owner is not None and pieces.owner_id(rma, line) == owner.id)
    return next(own, None) or next(iter(same), None)
