"""Two clerks reach for the last piece at the same moment: one gets it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import sanbao
from sanbao.errors import SanbaoError


def test_the_last_piece_is_taken_once(make_company: Callable[..., sanbao.Sanbao]) -> None:
    erp = make_company(plugins=["warranty"])
    erp.do("product.create", {"code": "PUMP", "name": "泵"}, user="admin")
    erp.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"}, user="admin")
    erp.do("unit.register", {"serial": "S1", "product": "PUMP"}, user="admin")
    stock = {"account": "1403", "debit": "50.00", "product": "BOARD", "quantity": "1", "place": "DEPOT"}
    erp.do("opening.enter", {"date": "2024-01-01", "lines": [stock]}, user="admin")
    claims = [erp.do("claim.open", {"unit": "S1", "fault": "无压力"}, user="admin").number for _ in range(6)]
    part = {"lines": [{"type": "parts", "product": "BOARD", "quantity": "1", "place": "DEPOT"}]}
    barrier = threading.Barrier(len(claims))
    outcomes: list[str] = []

    def take(claim: str | None) -> None:
        barrier.wait()
        try:
            erp.do("costing.collect", part, subject=claim, user="admin")
            outcomes.append("taken")
        except SanbaoError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=take, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["costing.not_enough_stock"] * 5 + ["taken"]
