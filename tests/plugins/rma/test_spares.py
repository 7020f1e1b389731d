"""Spare parts and loan units where a story says too little: last cents, average moved, reminders, labels, imports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

import sanbao
from sanbao import worker
from sanbao.errors import Invalid, SanbaoError
from sanbao.printing.papers import html_of
from sanbao.testing import fixed_clock
from sanbao_rma.operations.costs import costs_of
from settings_of_old import keep_of_old

MakeCompany = Callable[..., sanbao.Sanbao]


def furnish(erp: sanbao.Sanbao) -> None:
    """A supplier, a customer, two parts, a van, a pump on a case, and a pump to lend."""
    for code, roles in (("S", "supplier"), ("C", "customer")):
        erp.do("party.create", {"code": code, "name": code, "roles": roles}, user="admin")
    for code in ("VALVE", "BOARD", "PUMP"):
        erp.do("product.create", {"code": code, "name": code}, user="admin")
    erp.do("place.create", {"code": "VAN", "name": "车"}, user="admin")
    erp.do("unit.register", {"serial": "P-0001", "product": "PUMP", "customer": "C"}, user="admin")
    erp.do("unit.register", {"serial": "LOAN-1", "product": "PUMP"}, user="admin")
    pump = {"account": "1405", "debit": "900.00", "product": "PUMP", "place": "DEPOT", "quantity": "1"}
    erp.do("opening.enter", {"date": "2024-06-01", "lines": [pump]}, user="admin")


@pytest.fixture
def store(make_company: MakeCompany) -> sanbao.Sanbao:
    """A furnished company with warranty, for its cases, and rma."""
    return make_company(plugins=["warranty", "rma"], prepare=furnish)


def buy(erp: sanbao.Sanbao, quantity: str, price: str, part: str = "VALVE") -> str:
    lines = [{"product": part, "quantity": quantity, "price": price}]
    done = erp.do("spare.receive", {"supplier": "S", "place": "DEPOT", "lines": lines}, user="admin")
    return str(done.number)


def case_of(erp: sanbao.Sanbao) -> str:
    return str(erp.do("claim.open", {"unit": "P-0001", "fault": "漏油"}, user="admin").number)


def refused(erp: sanbao.Sanbao, name: str, data: dict[str, Any], subject: Any = None) -> str:
    with pytest.raises(SanbaoError) as refusal:
        erp.do(name, data, subject=subject, user="admin")
    return refusal.value.code


def stock_of(erp: sanbao.Sanbao, part: str = "VALVE") -> tuple[Decimal, Decimal]:
    with erp.reading("admin") as work:
        return work.ledger.stock("SPARES", work.find("product", part).id)


def test_two_lines_that_take_the_last_pieces_take_the_last_cent(store: sanbao.Sanbao) -> None:
    buy(store, "1", "50.00")
    buy(store, "1", "50.01")
    one = {"type": "parts", "product": "VALVE", "quantity": 1, "place": "DEPOT"}

    store.do("costing.collect", {"lines": [one, one]}, subject=case_of(store), user="admin")

    assert stock_of(store) == (0, Decimal("0.00"))


def test_parts_without_a_place_are_not_taken_from_a_place(store: sanbao.Sanbao) -> None:
    buy(store, "5", "10.00")
    line = {"type": "parts", "product": "VALVE", "quantity": 1}

    assert refused(store, "costing.collect", {"lines": [line]}, case_of(store)) == "costing.not_enough_stock"


def test_some_pieces_of_a_line_come_back_at_what_they_were_taken_at(store: sanbao.Sanbao) -> None:
    buy(store, "3", "33.34")
    case = case_of(store)
    line = {"type": "parts", "product": "VALVE", "quantity": 3, "place": "DEPOT"}
    store.do("costing.collect", {"lines": [line]}, subject=case, user="admin")
    buy(store, "10", "99.00")

    store.do("spare.return_unused", {"lines": [{"product": "VALVE", "quantity": 1}], "reason": "未用"}, subject=case, user="admin")  # fmt: skip
    store.do("spare.return_unused", {"lines": [{"product": "VALVE", "quantity": 2}], "reason": "未用"}, subject=case, user="admin")  # fmt: skip

    assert stock_of(store) == (13, Decimal("1090.02"))
    assert store.ask("cost.sheet", {"document": case}, user="admin")["total"] == 0


def test_more_pieces_of_a_line_than_were_taken_do_not_come_back(store: sanbao.Sanbao) -> None:
    buy(store, "3", "33.34")
    case = case_of(store)
    line = {"type": "parts", "product": "VALVE", "quantity": 3, "place": "DEPOT"}
    store.do("costing.collect", {"lines": [line]}, subject=case, user="admin")
    lines = store.ask("cost.sheet", {"document": case}, user="admin")["lines"]

    given = {"lines": [lines[0]["line"]], "quantity": 4, "reason": "多"}

    assert refused(store, "costing.take_back", given, case) == "costing.more_than_taken"
    assert refused(store, "costing.take_back", {**given, "lines": [1, 2]}, case) == "input.invalid"


def test_a_receipt_is_not_taken_back_when_the_rest_would_be_worth_less_than_nothing(
    store: sanbao.Sanbao,
) -> None:
    buy(store, "10", "10.00")
    dear = buy(store, "10", "20.00")
    line = {"type": "parts", "product": "VALVE", "quantity": 10, "place": "DEPOT"}
    store.do("costing.collect", {"lines": [line]}, subject=case_of(store), user="admin")

    assert refused(store, "spare_receipt.reverse", {"reason": "错"}, dear) == "spare.average_moved"


def test_what_a_count_found_waits_no_longer_when_the_books_have_changed(store: sanbao.Sanbao) -> None:
    buy(store, "10", "500.00", "BOARD")
    count = {"place": "DEPOT", "counted_on": "2024-06-03", "lines": [{"product": "BOARD", "quantity": 6}]}
    number = store.do("stock.count", count, user="admin").number
    paper = store.do("spare.adjust", {"count": number, "reason": "盘亏"}, user="admin").number
    store.do("user.create", {"login": "second", "name": "二", "roles": ["finance"]}, user="admin")
    buy(store, "1", "500.00", "BOARD")

    with pytest.raises(SanbaoError) as refusal:
        store.do("spare_adjustment.approve", {}, subject=paper, user="second")

    assert refusal.value.code == "spare.changed_since"


def test_the_worker_reminds_of_loan_units_once_before_and_each_week_after(make_company: MakeCompany) -> None:
    now = [datetime.fromisoformat("2024-06-03T09:00:00+08:00")]
    erp = make_company(plugins=["rma"], clock=lambda: now[0], prepare=None)
    furnish(erp)
    data = {"unit": "LOAN-1", "party": "C", "place": "DEPOT", "due_on": "2024-06-10"}
    erp.do("rma_loan.lend", data, user="admin")
    reminded = []

    for _day in range(16):
        now[0] += timedelta(days=1)
        worker.run_once(erp)
        reminded.append(erp.ask("rma_loan.out", user="admin")[0]["reminded_on"])

    assert [f"{day:%m-%d}" for day in dict.fromkeys(reminded) if day] == ["06-08", "06-15"]


def test_a_loan_unit_without_a_serial_number_on_the_books_keeps_its_value_apart(store: sanbao.Sanbao) -> None:
    loan = store.do("rma_loan.lend", {"unit": "LOAN-1", "party": "C", "place": "DEPOT"}, user="admin").number
    down = {"amount": "100.00", "reason": "折旧"}
    store.do("rma_loan.write_down", down, subject=loan, user="admin")

    store.do("rma_loan.take_back", {"place": "VAN", "back_to": "pool"}, subject=loan, user="admin")
    again = store.do("rma_loan.lend", {"unit": "LOAN-1", "party": "C", "place": "VAN"}, user="admin").number

    with store.reading("admin") as work:
        assert work.find("rma_loan", again).cost == Decimal("800.00")
        assert work.ledger.balance("LOANER") == Decimal("800.00")


def test_every_label_has_its_code_in_every_size(store: sanbao.Sanbao) -> None:
    loan = store.do("rma_loan.lend", {"unit": "LOAN-1", "party": "C", "place": "DEPOT"}, user="admin").number
    pages = []

    for size in ("40x30", "60x40", "100x70"):
        store.do("setting.change", {"name": "rma_label_sizes", "value": {"loaner": size}}, user="admin")
        with store.reading("admin") as work:
            pages.append(html_of(work, str(loan), form="rma_label_loaner"))

    assert [f"size: {w}mm {h}mm" in page for page, (w, h) in zip(pages, ((40, 30), (60, 40), (100, 70)), strict=True)] == [True] * 3  # fmt: skip
    assert all(page.count("data:image/svg") == 1 and "LOAN-1" in page for page in pages)


def test_a_size_that_nobody_knows_is_named_with_those_that_there_are(store: sanbao.Sanbao) -> None:
    loan = store.do("rma_loan.lend", {"unit": "LOAN-1", "party": "C", "place": "DEPOT"}, user="admin").number
    keep_of_old(store, "rma_label_sizes", {"loaner": "90x90"})

    with store.reading("admin") as work, pytest.raises(SanbaoError) as refusal:
        html_of(work, str(loan), form="rma_label_loaner")

    assert refusal.value.code == "rma.bad_label_size"
    assert "60x40" in str(refusal.value)


@pytest.mark.parametrize("kind", ["spare_receipt", "spare_transfer", "parts_order", "zero_price_order"])
def test_every_slip_prints_with_its_lines(store: sanbao.Sanbao, kind: str) -> None:
    line = {"product": "VALVE", "quantity": 2}
    made = {
        "spare_receipt": buy(store, "5", "10.00"),
        "spare_transfer": store.do("spare.request", {"from_place": "DEPOT", "to_place": "VAN", "lines": [line]}, user="admin").number,
        "parts_order": store.do("parts_order.open", {"party": "C", "lines": [line]}, user="admin").number,
        "zero_price_order": store.do("old_part.order", {"case": case_of(store), "lines": [line]}, user="admin").number,
    }  # fmt: skip

    with store.reading("admin") as work:
        page = html_of(work, str(made[kind]))

    assert "VALVE" in page
    assert str(made[kind]) in page


def test_free_parts_of_a_supplier_lie_in_custody_and_go_to_the_customer(store: sanbao.Sanbao) -> None:
    data = {"case": case_of(store), "purpose": "free_supply", "supplier": "S", "lines": [{"product": "BOARD", "quantity": 1}]}  # fmt: skip
    order = store.do("old_part.order", data, user="admin").number
    store.do("old_part.receive", {"place": "DEPOT"}, subject=order, user="admin")
    elsewhere = {"place": "VAN", "lines": [{"position": 1, "quantity": 1}]}

    assert refused(store, "old_part.receive", elsewhere, order) == "parts_order.more_than_ordered"
    store.do("old_part.end", {"outcome": "hand_over"}, subject=order, user="admin")
    store.do("old_part.close", {}, subject=order, user="admin")

    with store.reading("admin") as work:
        board = work.find("product", "BOARD").id
        assert work.ledger.stock("CUSTOMER_GOODS", board)[0] == 0
        assert work.ledger.stock("AT_CUSTOMER", board)[0] == 1
        assert work.ledger.stock("AT_SUPPLIER", board)[0] == -1


def _old_boards(erp: sanbao.Sanbao, quantity: str) -> str:
    data = {"case": case_of(erp), "lines": [{"product": "BOARD", "quantity": quantity}]}
    order = str(erp.do("old_part.order", data, user="admin").number)
    erp.do("old_part.receive", {"place": "DEPOT"}, subject=order, user="admin")
    erp.do("user.create", {"login": "tester", "roles": ["qc"]}, user="admin")
    return order


def test_what_failed_and_was_scrapped_stands_in_the_way_of_no_other_piece(store: sanbao.Sanbao) -> None:
    order = _old_boards(store, "3")
    one = [{"position": 1, "quantity": 1}]
    store.do("old_part.check", {"passed": "no", "lines": one}, subject=order, user="tester")
    store.do("old_part.end", {"outcome": "scrap", "lines": one}, subject=order, user="admin")

    store.do("old_part.check", {"passed": "yes"}, subject=order, user="tester")
    store.do("old_part.restock", {"place": "DEPOT", "value": "10.05"}, subject=order, user="admin")
    store.do("old_part.close", {}, subject=order, user="admin")

    assert stock_of(store, "BOARD") == (2, Decimal("20.10"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("restock", {"place": "DEPOT"}),
        ("check", {"passed": "yes"}),
        ("send", {}),
        ("end", {"outcome": "scrap"}),
    ],
)
def test_a_line_of_old_parts_is_named_once(store: sanbao.Sanbao, name: str, said: dict[str, Any]) -> None:
    order = _old_boards(store, "2")
    store.do("old_part.check", {"passed": "no"}, subject=order, user="tester")
    one = {"position": 1, "quantity": 1}

    with pytest.raises(Invalid) as refusal:
        store.do(f"old_part.{name}", {**said, "lines": [one, one]}, subject=order, user="admin")

    assert [problem.path for problem in refusal.value.problems] == ["lines.1.position"]


def test_the_plugin_keeps_stock_without_the_warranty_plugin(make_company: MakeCompany) -> None:
    erp = make_company(plugins=["rma"], clock=fixed_clock(), prepare=furnish)
    buy(erp, "4", "10.00")
    order = {"party": "C", "reference": "CSI-1", "cost_centre": "SERVICE", "lines": [{"product": "VALVE", "quantity": 1, "free": "yes"}]}  # fmt: skip
    number = erp.do("parts_order.open", order, user="admin").number

    erp.do("parts_order.deliver", {"place": "DEPOT"}, subject=number, user="admin")

    assert stock_of(erp) == (3, Decimal("30.00"))


def test_what_a_piece_of_a_parcel_does_not_give_back_stays_on_that_piece(make_company: MakeCompany) -> None:
    erp = make_company(plugins=["rma"], clock=fixed_clock(), prepare=furnish)
    buy(erp, "10", "10.00")
    pieces = [{"serial": "P-0001", "fault": "E07 漏油"}, {"product": "PUMP", "fault": "E08 异响"}]
    rma = erp.do("rma.announce", {"party": "C", "pieces": pieces}, user="admin").number
    erp.do("rma.receive", {"pieces": [{"serial": "P-0001"}, {"line": "2"}]}, subject=rma, user="admin")
    for line in ("1", "2"):
        erp.do("rma.diagnose", {"lines": [{"line": line, "in_warranty": "yes"}]}, subject=rma, user="admin")
        erp.do("rma.start", {"lines": [line]}, subject=rma, user="admin")
    part = {"type": "parts", "product": "VALVE", "quantity": 3, "place": "DEPOT"}
    erp.do("rma.collect_cost", {"lines": [{**part, "line": "1"}, {**part, "line": "2"}]}, subject=rma, user="admin")  # fmt: skip

    erp.do("spare.return_unused", {"lines": [{"product": "VALVE", "quantity": 1}], "reason": "未用"}, subject=rma, user="admin")  # fmt: skip

    with erp.reading("admin") as work:
        document = work.find("document", str(rma))
        assert list(costs_of(work, [document.id])[document.id].values()) == [Decimal("30.00"), Decimal("20.00")]  # fmt: skip
