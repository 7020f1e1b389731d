"""Whatever is done with provisions, in any order: no batch is overdrawn, the roll-forward foots, shares make the whole."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from provision_shop import shop_in

import sanbao
from sanbao.errors import SanbaoError
from sizes import size

STEPS = size(30, 45)


class Desk:
    """Six units of two products, sold in three months, and everything that can happen to them."""

    def __init__(self, make_company: Callable[..., sanbao.Sanbao], chance: random.Random) -> None:
        self.shop, self.chance = shop_in(make_company), chance
        self.units = []
        for number in range(6):
            sold = f"2024-0{1 + number % 3}-{10 + number}"
            self.units.append(f"U-{number:04}")
            self.shop.sell(
                self.units[-1], sold, f"{chance.randint(1, 9)}00.00", chance.choice(["PUMP", "FAN"])
            )
        self.shop.rate(months="30")
        self.shop.do(
            "provision.set_rate",
            {"category": "泵类", "percent": "7.5", "valid_from": "2024-01", "months": "30"},
        )
        self.claims = [self.shop.case(self.units[0], "10.00", settle=False)]
        self.day = date(2024, 4, 1)

    def batches(self) -> list[str]:
        rows = self.shop.roll("2024-01-01", f"{self.day}")["batches"]
        return [row["batch"] for row in rows if row["batch"] is not None]

    def step(self) -> None:
        """Try anything; a refusal is as good as a success, a half-done thing is not."""
        chance = self.chance
        self.day += timedelta(days=chance.choice([0, 1, 15, 60]))
        self.shop.times.go(f"{self.day}")
        claim, batch = chance.choice(self.claims), chance.choice(self.batches() or self.claims)
        amount = f"{Decimal(chance.randint(1, 20_000)) / 100:.2f}"
        tries: list[tuple[str, dict[str, Any], Any]] = [
            ("provision.accrue", {"month": f"2024-0{chance.randint(1, 4)}"}, None),
            ("provision.accrue", {"month": "2024-02", "product": "FAN", "sales": amount, "units": "2"}, None),
            ("unit.correct", {"price_paid": amount, "reason": "改价"}, chance.choice(self.units)),
            ("costing.collect", {"outside": amount}, claim),
            ("costing.collect", {"outside": amount}, claim),
            ("costing.settle", {}, claim),
            (
                "costing.settle",
                {"shares": [{"bearer": "provision", "weight": "2"}, {"bearer": "customer", "weight": "1"}]},
                claim,
            ),
            ("costing.take_back", {"lines": [chance.choice(self.lines(claim))], "reason": "错"}, claim),
            ("costing.unsettle", {"reason": "错"}, claim),
            ("provision.true_up", {}, None),
            ("provision.true_up", {"batch": batch, "expected": amount, "reason": "重估"}, None),
            ("provision.release", {}, None),
            ("provision.release", {"batches": [batch], "reason": "停产"}, None),
            ("provision.reverse", {"reason": "错"}, batch),
            ("claim.close", {}, claim),
            ("claim.open", {"unit": chance.choice(self.units), "fault": "漏水"}, None),
        ]
        name, data, subject = chance.choice(tries)
        try:
            done = self.shop.do(name, data, subject)
        except SanbaoError:
            return
        if name == "claim.open":
            self.claims.append(str(done.number))

    def lines(self, claim: str) -> list[int]:
        return [line["line"] for line in self.shop.ask("cost.sheet", {"document": claim})["lines"]] or [0]

    def check(self) -> None:
        """Look at the batches, the cases and the books."""
        rolled = self.shop.roll("2024-05-01", f"{max(self.day, date(2024, 5, 1))}")
        assert rolled["foots"]
        total = rolled["total"]
        moved = total["accrued"] + total["trued_up"] - total["used"] - total["released"] + total["other"]
        assert total["opening"] + moved == total["closing"] == self.shop.held()
        for row in rolled["batches"]:
            assert row["closing"] >= 0
            assert row["other"] == 0
        for claim in self.claims:
            sheet = self.shop.ask("cost.sheet", {"document": claim})
            assert sheet["foots"]
            assert sum((share["amount"] for share in sheet["shares"]), Decimal(0)) == sheet["borne"]
        rows = self.shop.ask("ledger.trial_balance")
        assert sum(Decimal(row["closing"]) for row in rows) == 0


@pytest.mark.parametrize("seed", [5, 36, 2024][: size(1, 3)])
def test_no_batch_is_overdrawn_whatever_is_done(
    make_company: Callable[..., sanbao.Sanbao], seed: int
) -> None:
    desk = Desk(make_company, random.Random(seed))  # noqa: S311

    for _ in range(STEPS):
        desk.step()
        desk.check()

    assert desk.shop.ask("ledger.verify")["clean"]


def test_cases_that_are_settled_at_the_same_moment_share_what_there_is(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    shop = shop_in(make_company)
    shop.sell("S-0001", "2024-03-01")
    shop.rate()
    (batch,) = shop.accrue()
    claims = [shop.case("S-0001", "40.00", settle=False) for _ in range(5)]
    barrier = threading.Barrier(len(claims))
    failures: list[str] = []

    def settle(claim: str) -> None:
        barrier.wait()
        try:
            shop.do("costing.settle", {}, claim)
        except SanbaoError as error:
            failures.append(error.code)

    threads = [threading.Thread(target=settle, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert shop.held(batch) == 0
    rolled = shop.roll("2024-01-01", "2024-12-31")
    assert (rolled["total"]["used"], rolled["foots"]) == (Decimal("100.00"), True)
