"""Random parcels through random branches: after each step every piece stands somewhere, every cent is explained (LED-13, LED-27)."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from rma_shop import Clock, shop
from sqlalchemy import func, select

import sanbao
from sanbao.costing.models import CostLine, CostShareRecord
from sanbao.errors import SanbaoError
from sanbao.ledger.models import Stock
from sanbao.ledger.verify import verify
from sanbao_rma.models import RmaLine

#: SANBAO_SOAK multiplies how much is tried.
SOAK = int(os.environ.get("SANBAO_SOAK", "1"))
SERIALS = ("K-0001", "K-0002", "A-1", "A-2", "A-3")
#: The memo accounts on which a piece may stand.
HELD = ("CUSTOMER_GOODS", "AT_SUPPLIER")
PARCELS = st.integers(min_value=0, max_value=3)
PIECES = st.lists(st.sampled_from(SERIALS), min_size=1, max_size=3, unique=True)
ONE = st.sampled_from(SERIALS)
AMOUNT = st.decimals(min_value="0.01", max_value="300.00", places=2)


class Parcels(RuleBasedStateMachine):
    """A shop, and everything that can be done about parcels; a refusal is as good as a success, a half-done thing is not."""

    make: Callable[[], sanbao.Sanbao]
    done: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.erp = type(self).make()
        self.papers: list[str] = []

    def teardown(self) -> None:
        with self.erp.reading("admin") as work:
            assert [str(one) for one in verify(work.connection).findings] == []
        self.erp.close()

    def attempt(
        self, operation: str, data: dict[str, Any], parcel: int | None = None, user: str = "clerk"
    ) -> None:
        if parcel is not None and not self.papers:
            return
        subject = self.papers[parcel % len(self.papers)] if parcel is not None else None
        try:
            result = self.erp.do(operation, data, subject=subject, user=user)
        except SanbaoError:
            return
        self.done[operation] += 1
        if operation == "rma.announce":
            self.papers.append(str(result.number))

    @rule(serials=PIECES)
    def announce(self, serials: list[str]) -> None:
        pieces = [{"serial": serial, "product": "CAM-8", "fault": "E07"} for serial in serials]
        self.attempt("rma.announce", {"party": "C1", "pieces": pieces})

    @rule(parcel=PARCELS, serials=PIECES, complete=st.booleans(), strange=st.booleans())
    def receive(self, parcel: int, serials: list[str], complete: bool, strange: bool) -> None:
        pieces = [{"serial": one, "product": "CAM-8", "is_unannounced": strange} for one in serials]
        self.attempt("rma.receive", {"pieces": pieces, "complete": complete}, parcel)

    @rule(parcel=PARCELS, serial=ONE, unreadable=st.booleans())
    def scan_in(self, parcel: int, serial: str, unreadable: bool) -> None:
        piece = {"is_unreadable": "yes", "product": "CAM-8"} if unreadable else {"serial": serial}
        self.attempt("rma.scan_in", {"piece": piece}, parcel)

    @rule(parcel=PARCELS)
    def undo(self, parcel: int) -> None:
        self.attempt("rma.undo_scan", {}, parcel)

    @rule(parcel=PARCELS)
    def confirm(self, parcel: int) -> None:
        self.attempt("rma.confirm_count", {"confirmed_by": "王立"}, parcel)

    @rule(parcel=PARCELS, serial=ONE, position=st.integers(min_value=1, max_value=4))
    def identify(self, parcel: int, serial: str, position: int) -> None:
        self.attempt("rma.identify", {"line": f"#{position}", "serial": serial, "product": "CAM-8"}, parcel)

    @rule(parcel=PARCELS, serial=ONE, covered=st.booleans(), main=st.booleans(), fine=st.booleans())
    def diagnose(self, parcel: int, serial: str, covered: bool, main: bool, fine: bool) -> None:
        found = {
            "line": serial,
            "in_warranty": covered,
            "is_no_fault": fine,
            "is_main_component": main and not fine,
        }
        self.attempt("rma.diagnose", {"lines": [found]}, parcel)

    @rule(parcel=PARCELS, serial=ONE, price=AMOUNT)
    def quote(self, parcel: int, serial: str, price: Decimal) -> None:
        lines = [{"line": serial, "text": "维修", "price": str(price)}]
        self.attempt("rma.quote", {"lines": lines, "send": "yes"}, parcel)

    @rule(number=st.integers(min_value=1, max_value=4))
    def refuse_quote(self, number: int) -> None:
        data, quote = {"channel": "phone", "note": "返回"}, f"Q202406-{number:04}"
        try:
            self.erp.do("quote.refuse", data, subject=quote, user="clerk")
            self.done["quote.refuse"] += 1
        except SanbaoError:
            return

    @rule(parcel=PARCELS, serial=ONE, step=st.sampled_from(["start", "finish"]))
    def scan_work(self, parcel: int, serial: str, step: str) -> None:
        self.attempt("rma.scan_work", {"line": serial, "step": step}, parcel, "bench")

    @rule(parcel=PARCELS, serial=ONE, number=st.integers(min_value=1, max_value=99))
    def swap_board(self, parcel: int, serial: str, number: int) -> None:
        self.attempt("rma.swap_board", {"line": serial, "serial": f"N-{number}"}, parcel, "bench")

    @rule(parcel=PARCELS, passed=st.booleans())
    def check(self, parcel: int, passed: bool) -> None:
        self.attempt("rma.check_quality", {"passed": passed}, parcel, "tester")

    @rule(parcel=PARCELS, serial=ONE, amount=AMOUNT, whole=st.booleans())
    def collect(self, parcel: int, serial: str, amount: Decimal, whole: bool) -> None:
        line = {"type": "freight", "amount": str(amount), **({} if whole else {"line": serial})}
        self.attempt("rma.collect_cost", {"lines": [line]}, parcel)

    @rule(parcel=PARCELS)
    def settle(self, parcel: int) -> None:
        self.attempt("rma.settle", {}, parcel, "admin")

    @rule(parcel=PARCELS)
    def issue(self, parcel: int) -> None:
        self.attempt("rma.issue", {"shipping_mode": "express"}, parcel)

    @rule(parcel=PARCELS)
    def deliver(self, parcel: int) -> None:
        self.attempt("rma.deliver", {}, parcel)

    @rule(parcel=PARCELS, serial=ONE)
    def scrap(self, parcel: int, serial: str) -> None:
        self.attempt("rma.scrap", {"lines": [serial], "reason": "锈蚀", "agreed_by": "王立"}, parcel, "head")

    @rule(parcel=PARCELS)
    def close_parcel(self, parcel: int) -> None:
        self.attempt("rma.close", {}, parcel)

    @invariant()
    def every_piece_stands_where_its_paper_says(self) -> None:
        with self.erp.reading("admin") as work:
            accounts = {work.ledger.chart.account(role).id: role for role in HELD}
            query = select(Stock.account_id, Stock.place_id, func.sum(Stock.quantity)).where(
                Stock.account_id.in_(accounts)
            )
            grouped = work.session.execute(query.group_by(Stock.account_id, Stock.place_id))
            booked = {
                (accounts[account], place or None): int(sum_) for account, place, sum_ in grouped if sum_
            }
            lines = select(RmaLine.account, RmaLine.place_id, func.count()).where(RmaLine.account.in_(HELD))
            told = work.session.execute(lines.group_by(RmaLine.account, RmaLine.place_id))
            assert booked == {(account, place): count for account, place, count in told}

    @invariant()
    def every_cent_is_carried_or_borne(self) -> None:
        with self.erp.reading("admin") as work:
            spent = work.session.scalar(select(func.sum(CostLine.amount))) or Decimal(0)
            settled = select(func.sum(CostShareRecord.amount)).where(CostShareRecord.state == "settled")
            borne = work.session.scalar(settled) or Decimal(0)
            assert work.ledger.balance("SERVICE_WIP") == spent - borne


def test_whatever_comes_every_piece_and_every_cent_is_somewhere(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    Parcels.make = staticmethod(lambda: shop(make_company, Clock()))
    Parcels.done.clear()

    run_state_machine_as_test(
        Parcels,
        settings=settings(
            max_examples=2 * SOAK,
            stateful_step_count=30 * min(SOAK, 4),
            deadline=None,
            derandomize=SOAK == 1,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Parcels.done["rma.announce"]
