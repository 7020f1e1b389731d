"""What pieces cost that are taken from stock: never more than lies at a place, each at the moving average of the rest."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.costing.errors import NotEnoughStock
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from sanbao.registry.models import Place, Product
    from sanbao.work import Work

_NOTHING = Decimal(0)
#: Pieces that were taken in without a place lie there, and nowhere else.
NO_PLACE = 0


class Taking:
    """Takes pieces one after the other (领料) before anything of it is posted, so that the last one takes the last cent."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._from_place: defaultdict[tuple[str, int, int], Decimal] = defaultdict(Decimal)
        self._of_product: defaultdict[tuple[str, int], tuple[Decimal, Decimal]] = defaultdict(
            lambda: (_NOTHING, _NOTHING)
        )

    def cost_of(self, role: str, product: Product, quantity: Decimal, place: Place | None) -> Decimal:
        """Take pieces from a place and return what they cost (LED-04); refuse more than lie there."""
        self.refuse_more(role, product, quantity, place)
        pieces, value = self.work.ledger.stock(role, product.id)
        before, spent = self._of_product[role, product.id]
        left = pieces - before
        if left < quantity:  # another place stands below zero
            raise NotEnoughStock(place=_(N_("The stock")), there=left, product=product.code, wanted=quantity)
        cost: Decimal = self.work.erp.currency.round((value - spent) * quantity / left)
        self._of_product[role, product.id] = before + quantity, spent + cost
        return cost

    def refuse_more(self, role: str, product: Product, quantity: Decimal, place: Place | None) -> None:
        """Take pieces from a place without asking what they cost, as a transfer does; refuse more than lie there."""
        key = (role, product.id, place.id if place is not None else NO_PLACE)
        there = self.work.ledger.stock(role, product.id, key[2])[0] - self._from_place[key]
        if there < quantity:
            where = place.code if place is not None else _(N_("The stock without a place"))
            raise NotEnoughStock(place=where, there=there, product=product.code, wanted=quantity)
        self._from_place[key] += quantity
