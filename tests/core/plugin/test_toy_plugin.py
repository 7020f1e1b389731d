"""A whole plugin at work: a paper, lines with a flow of their own, an extension, hooks, postings (LON-01, LON-03)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from plugin_toys import SOURCES, assert_balanced, pump

import sanbao
from sanbao.errors import Forbidden, Invalid, Refused
from sanbao.i18n import use_locale
from sanbao.testing import PostgresServer

Company = Callable[..., sanbao.Sanbao]


@pytest.fixture
def shop(company: Company) -> sanbao.Sanbao:
    """A company with two loan units and a customer."""
    erp = company("loan")
    for serial in ("HA2024-00012345", "HA2024-00067890"):
        pump(erp, serial, loaner="yes")
    erp.do("party.create", {"code": "C001", "name": "骨科医院"}, user="admin")
    opening = [
        {"account": "1411", "debit": "1.00", "product": "PUMP-3", "unit": serial, "quantity": "1"}
        for serial in ("12345", "67890")
    ]
    erp.do("opening.enter", {"date": "2024-01-01", "lines": opening}, user="admin")
    return erp


def lend(erp: sanbao.Sanbao, **more: Any) -> sanbao.Result:
    """Lend both units with a deposit."""
    lines = [{"unit": "12345", "due_on": "2024-06-10"}, {"unit": "67890", "due_on": "2024-06-17"}]
    given = {"customer": "C001", "deposit": "500.00", "lines": lines, **more}
    return erp.do("loan.lend", given, user="admin")


def test_nothing_is_wrong_with_the_toy(postgres_server: PostgresServer) -> None:
    from sanbao.plugin import checking

    findings = checking.check("loan", SOURCES, server=postgres_server)

    assert [str(finding) for finding in findings] == []


def test_a_loan_posts_its_deposit_and_moves_the_units(shop: sanbao.Sanbao) -> None:
    lent = lend(shop)

    assert lent.number == "LN202406-0001"
    assert [entry["text"] for entry in lent.entries] == ["Dr 1002 500.00 | Cr 2241[LN202406-0001]{C001} 500.00"]
    moved = [(line["account"], line["unit"], line["quantity"]) for line in lent.entries[0]["lines"] if line["unit"]]
    assert moved == [
        ("1411", "HA2024-00012345", "-1"),
        ("9003", "HA2024-00012345", "1"),
        ("1411", "HA2024-00067890", "-1"),
        ("9003", "HA2024-00067890", "1"),
    ]
    assert_balanced(shop)


def test_two_units_of_one_loan_end_two_ways(shop: sanbao.Sanbao) -> None:
    number = lend(shop).number
    shop.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")
    shop.do("loan.report_lost", subject=f"{number}/2", user="admin")

    ended = shop.do("loan.close", subject=number, user="admin")

    assert ended.data["state"] == "closed"
    assert [entry["text"] for entry in ended.entries] == ["Dr 1002 -500.00 | Cr 2241[LN202406-0001]{C001} -500.00"]
    assert_balanced(shop)


def test_a_set_of_lines_is_taken_back_in_one_operation(shop: sanbao.Sanbao) -> None:
    number = lend(shop).number

    shop.do("loan.take_back", {"condition": "完好"}, subject=[f"{number}/1", f"{number}/2"], user="admin")

    assert shop.ask("loan.overdue", {"on": "2024-12-31"}, user="admin") == []


def test_a_line_that_came_back_cannot_come_back_again(shop: sanbao.Sanbao) -> None:
    number = lend(shop).number
    shop.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")

    with pytest.raises(Refused) as refused:
        shop.do("loan.take_back", {"condition": "完好"}, subject=f"{number}/1", user="admin")

    assert refused.value.code == "document.wrong_state"
    assert "Returned" in str(refused.value)


def test_a_loan_with_a_unit_still_out_cannot_end(shop: sanbao.Sanbao) -> None:
    number = lend(shop).number

    with pytest.raises(Refused) as refused:
        shop.do("loan.close", subject=number, user="admin")

    assert refused.value.code == "loan.still_out"
    assert shop.ask("document.show", {"document": number}, user="admin")["state"] == "Lent"


def test_a_unit_that_was_not_set_aside_is_not_lent(shop: sanbao.Sanbao) -> None:
    pump(shop, "HA2024-00000001")

    with pytest.raises(Refused) as refused:
        lend(shop, lines=[{"unit": "00001", "due_on": "2024-06-10"}])

    assert "HA2024-00000001 is no loan unit" in str(refused.value)


def test_the_extension_reports_its_problems_with_the_others(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        shop.do("unit.register", {"serial": "X", "product": "NONE", "loaner": "perhaps"}, user="admin")

    assert set(refused.value.fields) == {"product", "loaner"}


def test_a_unit_due_today_is_not_overdue(shop: sanbao.Sanbao) -> None:
    lend(shop)

    on_the_day = shop.ask("loan.overdue", {"on": "2024-06-10"}, user="admin")
    the_day_after = shop.ask("loan.overdue", {"on": "2024-06-11"}, user="admin")

    assert on_the_day == []
    assert [line["unit"] for line in the_day_after] == ["HA2024-00012345"]


def test_a_unit_that_is_lent_is_not_replaced_behind_the_customers_back(shop: sanbao.Sanbao) -> None:
    lend(shop)

    with pytest.raises(Refused) as refused:
        shop.do("unit.replace", {"serial": "NEW", "replaced_on": "2024-06-03"}, subject="12345", user="admin")

    assert refused.value.code == "loan.still_out"


def test_the_plugin_proposes_who_bears_the_cost(shop: sanbao.Sanbao) -> None:
    number = lend(shop).number
    shop.do("costing.collect", {"freight": "80.00", "description": "送机"}, subject=number, user="admin")

    settled = shop.do("costing.settle", {}, subject=number, user="admin")

    assert [entry["text"] for entry in settled.entries] == [
        "Dr 6601.01[SERVICE] 80.00 | Cr 5201[LN202406-0001] 80.00"
    ]


def test_a_loan_that_still_carries_cost_cannot_end(shop: sanbao.Sanbao) -> None:
    number = lend(shop).number
    shop.do("costing.collect", {"freight": "80.00", "description": "送机"}, subject=number, user="admin")
    shop.do("loan.take_back", {"condition": "完好"}, subject=[f"{number}/1", f"{number}/2"], user="admin")

    with pytest.raises(Refused) as refused:
        shop.do("loan.close", subject=number, user="admin")

    assert refused.value.code == "costing.not_settled"


def test_a_person_without_the_role_does_not_lend(shop: sanbao.Sanbao) -> None:
    shop.do("user.create", {"login": "zhao.min", "roles": "finance"}, user="admin")

    with pytest.raises(Forbidden) as refused:
        shop.do("loan.lend", {}, user="zhao.min")

    assert "Service manager" in str(refused.value)


def test_the_plugins_sentences_are_told_in_chinese_too(shop: sanbao.Sanbao) -> None:
    pump(shop, "HA2024-00000001")

    with pytest.raises(Refused) as refused:
        lend(shop, lines=[{"unit": "00001", "due_on": "2024-06-10"}])

    with use_locale("zh-CN"):
        assert str(refused.value) == "HA2024-00000001 不是备用机；请先登记为备用机再借出"


def test_a_dry_run_of_a_loan_lends_nothing(shop: sanbao.Sanbao) -> None:
    lines = [{"unit": "12345", "due_on": "2024-06-10"}]

    tried = shop.do("loan.lend", {"customer": "C001", "lines": lines}, user="admin", dry_run=True)

    assert [line["quantity"] for line in tried.entries[0]["lines"]] == ["-1", "1"]
    assert shop.ask("loan.overdue", {"on": "2024-12-31"}, user="admin") == []
