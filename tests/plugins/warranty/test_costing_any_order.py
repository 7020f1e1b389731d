"""Whatever people do with the cost of a case, in any order: it foots, stock is never negative, the books balance."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import sanbao
from sanbao.errors import SanbaoError
from sizes import size

STEPS = 40


class Desk:
    """A claim with a supplier and ten boards in the depot, and everything that can be done with it."""

    def __init__(self, erp: sanbao.Sanbao, chance: random.Random) -> None:
        self.erp, self.chance = erp, chance
        self.do("product.create", {"code": "PUMP", "name": "泵"})
        self.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"})
        self.do("party.create", {"code": "X", "name": "供方", "roles": "supplier"})
        self.do("unit.register", {"serial": "S1", "product": "PUMP"})
        stock = {"account": "1403", "debit": "333.33", "product": "BOARD", "quantity": "10", "place": "DEPOT"}
        self.do("opening.enter", {"date": "2024-01-01", "lines": [stock]})
        self.claim = self.do("claim.open", {"unit": "S1", "fault": "无压力"}).number
        self.recoveries: list[str | None] = []

    def do(self, name: str, data: dict[str, Any] | None = None, subject: Any = None) -> sanbao.Result:
        return self.erp.do(name, data, subject=subject, user="admin")

    def sheet(self) -> dict[str, Any]:
        sheet: dict[str, Any] = self.erp.ask("cost.sheet", {"document": self.claim}, user="admin")
        return sheet

    def step(self) -> None:
        """Try anything; a refusal is as good as a success, a half-done thing is not."""
        lines = [line["line"] for line in self.sheet()["lines"]] or [1]
        recovery = self.chance.choice(self.recoveries or [self.claim])
        shares = self.chance.choice(
            [
                [{"bearer": "supplier", "party": "X", "percent": "100"}],
                [{"bearer": "supplier", "party": "X", "weight": "2"}, {"bearer": "department", "cost_centre": "PROD", "weight": "1"}],
                [{"bearer": "customer", "percent": "33.3"}, {"bearer": "provision", "percent": "66.7"}],
            ]
        )
        tries: list[tuple[str, dict[str, Any], Any]] = [
            ("costing.collect", {"labour": f"{self.chance.randint(1, 9999) / Decimal(100)}"}, self.claim),
            ("costing.collect", {"lines": [self.board(), self.board()]}, self.claim),
            ("costing.take_back", {"lines": [self.chance.choice(lines)], "reason": "错"}, self.claim),
            ("costing.settle", {"shares": shares}, self.claim),
            ("costing.unsettle", {"reason": "错"}, self.claim),
            ("recovery.draft", {"claim": self.claim, "supplier": "X"}, None),
            ("recovery.file", {}, recovery),
            ("recovery.withdraw", {"reason": "错"}, recovery),
            ("recovery.settle", {"against": "bank"}, recovery),
            ("recovery.write_off", {"to": "PURCH", "reason": "放弃"}, recovery),
            ("recovery.answer", {"accepted": f"{self.chance.randint(0, 5000) / Decimal(100)}", "rest": "disputed"}, recovery),
            ("recovery.answer", {"accepted": f"{self.chance.randint(0, 5000) / Decimal(100)}"}, recovery),
            ("recovery.withdraw_answer", {"reason": "错"}, recovery),
            ("document.void", {"reason": "错"}, recovery),
            ("claim.close", {}, self.claim),
            ("document.reopen", {"reason": "续"}, self.claim),
        ]
        name, data, subject = self.chance.choice(tries)
        try:
            done = self.do(name, data, subject)
        except SanbaoError:
            return
        if name == "recovery.draft":
            self.recoveries.append(done.number)

    def board(self) -> dict[str, str]:
        return {"type": "parts", "product": "BOARD", "quantity": str(self.chance.randint(1, 4)), "place": "DEPOT"}

    def check(self) -> None:
        """Look at the case, the stock and the books."""
        assert self.sheet()["foots"]
        with self.erp.reading("admin") as work:
            board = work.find("product", "BOARD")
            pieces, value = work.ledger.stock("SPARES", board.id)
            assert 0 <= pieces <= 10
            assert value >= 0
            claim = work.find("document", self.claim)
            if claim.state == "closed":
                assert work.ledger.balance("SERVICE_WIP", cost_object=claim.id) == 0
        rows = self.erp.ask("ledger.trial_balance", user="admin")
        assert sum(Decimal(row["closing"]) for row in rows) == 0


@pytest.mark.parametrize("seed", [3, 17, 2024][: size(1, 3)])
def test_the_cost_of_a_case_foots_whatever_is_done(make_company: Callable[..., sanbao.Sanbao], seed: int) -> None:
    desk = Desk(make_company(plugins=["warranty"]), random.Random(seed))

    for _ in range(STEPS):
        desk.step()
        desk.check()
