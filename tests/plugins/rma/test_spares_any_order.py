"""Whatever is bought, moved, used, given back, sold, counted and lent, in any order: each piece and each cent is somewhere."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import sanbao
from any_order import AnyOrder, Try
from sanbao.documents.models import Document
from sanbao.ledger.models import Account, Stock
from sanbao.ledger.verify import verify
from sanbao.testing import fixed_clock
from sanbao.work import Work
from sanbao_rma.models.parts_orders import ZeroPriceLine
from sanbao_rma.models.spares import SpareReceipt
from sizes import size

STEPS = size(60, 120)
PARTS = ("VALVE", "BOARD")
PLACES = ("DEPOT", "VAN-1", "I1-STORE")
MEMO = ("9001", "9002", "9005", "9006", "9007")
#: So that there is something to take from the beginning.
WARMING_UP = ("spare.receive", "spare.receive", "spare.transfer", "parts_order.open", "costing.collect")


class Store(AnyOrder):
    """A store with three places and two parts, and everything that can be done about them."""

    def __init__(self, make: Callable[..., sanbao.Sanbao], chance: random.Random) -> None:
        super().__init__(
            make(plugins=["warranty", "rma"], clock=fixed_clock("2024-06-28T09:00:00+08:00")), chance
        )
        for code, roles in (("S", "supplier"), ("C", "customer"), ("I1", "installer")):
            self.do("party.create", {"code": code, "name": code, "roles": roles})
        for code in (*PARTS, "PUMP"):
            self.do("product.create", {"code": code, "name": code})
        self.do("cost_centre.create", {"code": "LOANS", "name": "备用机"})
        for code in PLACES[1:]:
            self.do("place.create", {"code": code, "name": code})
        self.do("unit.register", {"serial": "S1", "product": "PUMP", "customer": "C"})
        self.do("unit.register", {"serial": "L1", "product": "PUMP"})
        self.case = str(self.do("claim.open", {"unit": "S1", "fault": "漏油", "cause": "material"}).number)
        goods = {"account": "1405", "debit": "900.01", "product": "PUMP", "place": "DEPOT", "quantity": "3"}
        self.do("opening.enter", {"date": "2024-06-01", "lines": [goods]})
        self.warm_up(WARMING_UP)

    def pieces(self, most: int = 6) -> str:
        return str(Decimal(self.chance.choice([100, 200, 250, self.chance.randint(1, most * 100)])) / 100)

    def tries(self) -> list[Try]:
        part, place = self.chance.choice(PARTS), self.chance.choice(PLACES)
        other = self.chance.choice(PLACES)
        line = {"product": part, "quantity": self.pieces()}
        price = str(Decimal(self.chance.randint(0, 9999)) / 100)
        why = {"reason": "错"}
        position = {"position": 1, "quantity": self.pieces(2)}
        return [
            ("spare.receive", {"supplier": "S", "place": place, "lines": [{**line, "quantity": self.pieces(20), "price": price}]}, None),
            ("spare_receipt.reverse", why, self.pick("spare_receipt")),
            ("spare.transfer", {"from_place": place, "to_place": other, "lines": [line]}, None),
            ("spare.request", {"from_place": place, "to_place": other, "urgent": "yes", "lines": [line]}, None),
            ("spare_transfer.send", {}, self.pick("spare_transfer")),
            ("costing.collect", {"lines": [{"type": "parts", "place": place, **line}, {"type": "parts", "place": other, **line}]}, self.case),
            ("spare.return_unused", {**why, "lines": [line], "place": other}, self.case),
            ("costing.settle", {}, self.case),
            ("costing.unsettle", why, self.case),
            ("parts_order.open", {"party": "C", "lines": [{**line, "price": price}, {**line, "free": "yes"}], "case": self.case, "cost_centre": "PROD"}, None),
            ("parts_order.deliver", {"place": place, "lines": [position]}, self.pick("parts_order")),
            ("parts_order.deliver", {"place": place}, self.pick("parts_order")),
            ("parts_order.take_back", why, self.pick("parts_order")),
            ("charge.cancel", why, f"CH202406-{self.chance.randint(1, 9):04}"),
            ("parts_order.cancel", why, self.pick("parts_order")),
            ("parts_order.close", {}, self.pick("parts_order")),
            ("stock.count", {"place": place, "counted_on": "2024-06-28", "lines": [{"product": part, "quantity": self.pieces(12)}]}, None),
            ("spare.adjust", {"count": self.pick("stock_count"), "reason": "盘点", **self.chance.choice([{}, {"party": "I1"}])}, None),
            ("spare_adjustment.reverse", why, self.pick("spare_adjustment")),
            ("spare.set_minimum", {"product": part, "place": place, "minimum": self.pieces(), "target": "9", "supplier": "S"}, None),
            ("spare.propose", {"place": place}, None),
            ("spare_order.order", {}, f"SQ202406-{self.chance.randint(1, 3):04}"),
            ("spare.receive", {"supplier": "S", "place": place, "order": f"SQ202406-{self.chance.randint(1, 3):04}", "lines": [{**line, "price": price}]}, None),
            ("old_part.order", {"case": self.case, "lines": [line], "supplier": "S"}, None),
            ("old_part.receive", {"place": place, "lines": [position]}, self.pick("zero_price_order")),
            ("old_part.give_up", {**position, **why, "quality": "yes"}, self.pick("zero_price_order")),
            ("old_part.send", {"lines": [position]}, self.pick("zero_price_order")),
            ("old_part.end", {"outcome": self.chance.choice(["scrap", "hand_over"])}, self.pick("zero_price_order")),
            ("old_part.close", {}, self.pick("zero_price_order")),
            ("rma_loan.lend", {"unit": "L1", "party": "C", "place": place}, None),
            ("rma_loan.take_back", {"place": place, "back_to": self.chance.choice(["goods", "pool"])}, self.pick("rma_loan")),
            ("rma_loan.write_down", {"amount": price, "cost_centre": "LOANS", **why}, self.pick("rma_loan")),
            ("document.void", why, self.pick(self.chance.choice(["spare_transfer", "parts_order", "zero_price_order", "rma_loan", "spare_receipt"]))),
        ]  # fmt: skip

    def check(self) -> None:
        """Look at every part at every place, and at the money behind it."""
        listed = self.erp.ask("spare.stock", user="admin")
        with self.erp.reading("admin") as work:
            lying = _stock(work)
            for (code, _product, place), (pieces, _value) in lying.items():
                assert code in MEMO or place == 0 or pieces >= 0
            self._check_parts(work, lying, listed["rows"])
            self._check_loans(work, lying)
            assert listed["balance"] == work.ledger.balance("SPARES")
            assert sum((row["value"] for row in listed["rows"]), Decimal(0)) == listed["balance"]

    def _check_parts(self, work: Work, lying: Any, rows: Any) -> None:
        bought, sent = _received(work), _sent(work)
        for code in PARTS:
            product = work.find("product", code).id
            whole = {account: _sum(lying, account, product) for account in ("1403", *MEMO)}
            pieces, value = whole["1403"]
            assert value >= 0
            assert pieces > 0 or (pieces, value) == (0, 0)
            assert whole["9007"][0] == sent.get(product, 0) - bought.get(product, 0)
            assert sum(one[0] for one in whole.values()) == 0
            assert sum((row["quantity"] for row in rows if row["product"] == code), Decimal(0)) == pieces

    def _check_loans(self, work: Work, lying: Any) -> None:
        pump = work.find("product", "PUMP").id
        kept = [_sum(lying, account, pump) for account in ("1405", "1411", "9003")]
        assert sum(pieces for pieces, _value in kept) == 3
        assert sum(value for _pieces, value in kept) + work.ledger.balance(
            "WARRANTY_EXP", cost_centre=work.find("cost_centre", "LOANS").id
        ) == Decimal("900.01")


Lying = dict[tuple[str, int, int], tuple[Decimal, Decimal]]


def _stock(work: Work) -> Lying:
    query = select(Account.code, Stock.product_id, Stock.place_id, Stock.quantity, Stock.value).join(
        Account, Account.id == Stock.account_id
    )
    found: Lying = {}
    for code, product, place, pieces, value in work.session.execute(query):
        before = found.get((code, product, place), (Decimal(0), Decimal(0)))
        found[code, product, place] = before[0] + pieces, before[1] + value
    return found


def _sum(lying: Lying, account: str, product: int) -> tuple[Decimal, Decimal]:
    rows = [figures for (code, one, _place), figures in lying.items() if (code, one) == (account, product)]
    return sum((row[0] for row in rows), Decimal(0)), sum((row[1] for row in rows), Decimal(0))


def _received(work: Work) -> dict[int, Decimal]:
    query = select(SpareReceipt).join(Document, Document.id == SpareReceipt.document_id)
    found: dict[int, Decimal] = {}
    for receipt in work.session.scalars(query.where(Document.state == "received")):
        for line in receipt.lines:
            found[line.product_id] = found.get(line.product_id, Decimal(0)) + line.quantity
    return found


def _sent(work: Work) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line in work.session.scalars(select(ZeroPriceLine)):
        found[line.product_id] = found.get(line.product_id, Decimal(0)) + line.sent
    return found


@pytest.mark.parametrize("seed", [1, 2, 3][: size(1, 3)])
def test_every_piece_and_every_cent_is_somewhere(
    make_company: Callable[..., sanbao.Sanbao], seed: int
) -> None:
    store = Store(make_company, random.Random(seed))

    for _step in range(STEPS):
        store.step()
        store.check()

    with store.erp.reading("admin") as work:
        assert [str(finding) for finding in verify(work.connection).findings] == []
    assert store.done > STEPS // 5
