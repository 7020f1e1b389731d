"""Invoices by the number on the paper, and a party's open items on its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import sanbao
from sanbao.searching import find
from sanbao.testing import fixed_clock


def stock(erp: sanbao.Sanbao) -> None:
    """Let the company have a customer, a supplier and people."""
    erp.do("party.create", {"code": "C1", "name": "滨江医院"}, user="admin")
    erp.do("party.create", {"code": "S1", "name": "芯源电子", "roles": "supplier"}, user="admin")
    for login, role in (("zhao.min", "finance"), ("clerk", "service_clerk")):
        erp.do("user.create", {"login": login, "roles": role}, user="admin")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Such a company."""
    return make_company(plugins=["billing"], prepare=stock, clock=fixed_clock("2024-06-05T09:00:00+08:00"))


def found(erp: sanbao.Sanbao, text: str, user: str) -> list[str]:
    with erp.reading(user) as work:
        return [one.key for one in find(work, text) if one.kind == "document"]


def billed(erp: sanbao.Sanbao) -> str:
    """Enter a supplier's invoice that was due some weeks ago."""
    line = {"text": "咨询", "net": "100.00", "tax": "0.00", "account": "6602", "cost_centre": "SALES"}
    data: dict[str, Any] = {
        "party": "S1",
        "vendor_no": "24332000000730415",
        "billed_on": "2024-04-01",
        "lines": [line],
    }
    return str(erp.do("bill.enter", data, user="zhao.min").number)


def test_a_bill_is_found_by_the_suppliers_number_by_whom_it_concerns(erp: sanbao.Sanbao) -> None:
    number = billed(erp)

    assert found(erp, "24332000000730415", "zhao.min") == [number]
    assert found(erp, "24332000000730415", "clerk") == []
    assert found(erp, "2433200000073041", "zhao.min") == []


def test_a_partys_page_tells_finance_what_is_open_and_overdue(erp: sanbao.Sanbao) -> None:
    number = billed(erp)

    (section,) = erp.ask("party.overview", {"party": "S1"}, user="zhao.min")["sections"]
    nothing = erp.ask("party.overview", {"party": "C1"}, user="zhao.min")["sections"]
    hidden = erp.ask("party.overview", {"party": "S1"}, user="clerk")["sections"]

    assert [(str(one["what"]), str(one["open"]), str(one["overdue"])) for one in section["balances"]] == [
        ("Payable", "100.00", "100.00")
    ]
    assert [one["document"] for one in section["oldest"]] == [number]
    assert nothing == hidden == []
