"""The entries of a case are read by who may read the case; all entries by who reads the books (PTY-02)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import sanbao
from sanbao.errors import Forbidden, Invalid


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with a claim that cost something, and an entry that is none of the service's business."""
    return make_company(plugins=["warranty"], prepare=furnish)


def furnish(erp: sanbao.Sanbao) -> None:
    """Let the company have its people, a pump, and money in the bank."""
    for login, role in (
        ("li.na", "service_manager"),
        ("zhao.min", "finance"),
        ("audit", "auditor"),
        ("buyer", "purchasing"),
    ):
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("product.create", {"code": "P", "name": "泵"}, user="admin")
    erp.do(
        "unit.register", {"serial": "HA-00030001", "product": "P", "accepted_on": "2024-01-10"}, user="admin"
    )
    wages = [{"account": "1002", "debit": "90000.00"}]
    erp.do("opening.enter", {"date": "2024-01-01", "lines": wages}, user="zhao.min")


@pytest.fixture
def claim(shop: sanbao.Sanbao) -> str:
    """A claim that cost 120.00."""
    number = str(shop.do("claim.open", {"unit": "HA-00030001", "fault": "无压力"}, user="li.na").number)
    shop.do("costing.collect", {"labour": "120.00"}, subject=number, user="li.na")
    return number


def test_without_a_paper_only_who_reads_the_books_gets_them(shop: sanbao.Sanbao, claim: str) -> None:
    with pytest.raises(Forbidden) as refused:
        shop.ask("ledger.entries", user="li.na")

    assert "Finance" in str(refused.value)
    for reader in ("zhao.min", "audit"):
        assert [entry["document"] for entry in shop.ask("ledger.entries", user=reader)] == [
            claim,
            "OB202401-0001",
        ]


def test_of_a_case_that_she_may_read_the_service_manager_gets_the_entries(
    shop: sanbao.Sanbao, claim: str
) -> None:
    found = shop.ask("ledger.entries", {"document": claim}, user="li.na")

    assert [entry["text"] for entry in found] == [f"Dr 5201[{claim}] 120.00 | Cr 6601.07 120.00"]


def test_a_paper_that_she_may_not_read_does_not_exist_for_her(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as hidden:
        shop.ask("ledger.entries", {"document": "OB202401-0001"}, user="li.na")
    with pytest.raises(Invalid) as missing:
        shop.ask("ledger.entries", {"document": "OB202401-0009"}, user="li.na")

    assert str(hidden.value).replace("0001", "0009") == str(missing.value)


def test_who_has_nothing_to_do_with_cases_gets_none_at_all(shop: sanbao.Sanbao, claim: str) -> None:
    with pytest.raises(Forbidden):
        shop.ask("ledger.entries", {"document": claim}, user="buyer")


def test_a_company_may_let_its_service_manager_read_the_books(shop: sanbao.Sanbao, claim: str) -> None:
    given = {"role": "service_manager", "permission": "ledger.general", "is_allowed": "yes"}
    shop.do("access.grant", given, user="admin")

    assert len(shop.ask("ledger.entries", user="li.na")) == 2
