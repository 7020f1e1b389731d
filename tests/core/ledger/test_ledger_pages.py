"""The general ledger page by page: every page begins where the one before ended, and all of them are the whole."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import sanbao
from sanbao.errors import Invalid, NotFound


def furnish(erp: sanbao.Sanbao) -> None:
    for login in ("zhao.min", "wang.fang"):
        erp.do("user.create", {"login": login, "roles": "finance"}, user="admin")
    for code in ("C1", "C2"):
        erp.do("party.create", {"code": code, "name": code, "roles": "customer"}, user="admin")
    for number in range(1, 8):
        sell(
            erp, f"2024-{(number + 1) // 2:02}-{number + 10}", f"{number}00.50", "C1" if number % 2 else "C2"
        )


def sell(erp: sanbao.Sanbao, on: str, amount: str, party: str) -> None:
    """Post a sale as two persons do."""
    lines = [{"account": "1122", "debit": amount, "party": party}, {"account": "6051", "credit": amount}]
    given = {"date": on, "summary": f"sale {amount}", "lines": lines}
    number = erp.do("voucher.write", given, user="zhao.min").number
    erp.do("voucher.post", subject=number, user="wang.fang")


@pytest.fixture
def trading(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(prepare=furnish)


def pages(erp: sanbao.Sanbao, **asked: Any) -> list[dict[str, Any]]:
    """Return every page, walked from the first to the last."""
    found = [erp.ask("ledger.page", {"account": "1122", **asked}, user="zhao.min")]
    while found[-1]["next"]:
        asked["after"] = found[-1]["next"]
        found.append(erp.ask("ledger.page", {"account": "1122", **asked}, user="zhao.min"))
    return found


def test_all_pages_together_are_the_whole_ledger(trading: sanbao.Sanbao) -> None:
    whole = trading.ask("ledger.general", {"account": "1122"}, user="zhao.min")

    found = pages(trading, limit="2")

    rows = [row for page in found for row in page["rows"]]
    assert [len(page["rows"]) for page in found] == [2, 2, 2, 1]
    assert [(row["entry"], row["position"], str(row["balance"])) for row in rows] == [
        (row["entry_id"], row["position"], row["balance"]) for row in whole
    ]
    # 100.50 + 200.50 + … + 700.50
    assert rows[-1]["balance"] == found[0]["closing"] == Decimal("2803.50")


def test_a_page_in_the_middle_begins_with_the_balance_of_the_page_before(trading: sanbao.Sanbao) -> None:
    first, second, *_rest = pages(trading, limit="3", start="2024-02-01")

    # January: 100.50 and 200.50 lie before; 300.50, 400.50 and 500.50 stand on the first page.
    assert (first["opening"], first["carried"]) == (Decimal("301.00"), Decimal("301.00"))
    assert second["opening"] == Decimal("301.00")
    assert second["carried"] == first["rows"][-1]["balance"] == Decimal("1502.50")


def test_one_party_has_a_ledger_of_its_own(trading: sanbao.Sanbao) -> None:
    (page,) = pages(trading, party="C2", start="2024-02-01", end="2024-03-31")

    # C2 was sold 200.50 in January, 400.50 in February, 600.50 in March.
    assert page["opening"] == Decimal("200.50")
    assert [row["debit"] for row in page["rows"]] == [Decimal("400.50"), Decimal("600.50")]
    assert (page["debit"], page["closing"]) == (Decimal("1001.00"), Decimal("1201.50"))
    assert {row["party"] for row in page["rows"]} == {"C2"}


def test_a_line_names_its_voucher_its_paper_and_its_party(trading: sanbao.Sanbao) -> None:
    row = trading.ask("ledger.page", {"account": "1122", "limit": "1"}, user="zhao.min")["rows"][0]

    assert row["number"] == "2024-01/1"
    assert row["document"] == "JV202401-0001"
    assert (row["party"], row["summary"]) == ("C1", "sale 100.50")


@pytest.mark.parametrize(
    "mark", ["x", "2024-01-01", "2024-13-01.1.1", "2024-01-01.1.1; drop", "0000-01-01.1.1"]
)
def test_a_mark_that_is_none_is_refused(trading: sanbao.Sanbao, mark: str) -> None:
    with pytest.raises(Invalid) as refused:
        trading.ask("ledger.page", {"account": "1122", "after": mark}, user="zhao.min")

    assert [problem.path for problem in refused.value.problems] == ["after"]


def test_an_account_that_there_is_not_is_named(trading: sanbao.Sanbao) -> None:
    with pytest.raises(NotFound, match="9999"):
        trading.ask("ledger.page", {"account": "9999"}, user="zhao.min")
