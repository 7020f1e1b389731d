"""A contract's paper says all that the engine reckons with: tiers, sums, places, terms, and clauses that a stranger wrote (INS-01, F-27)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import sanbao
from sanbao.errors import Invalid
from sanbao.i18n import use_locale
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.clauses import clause_of
from sanbao_installation_outsourcing.printouts import contracts as printouts
from sanbao_installation_outsourcing.rules.wording import sentences


@pytest.fixture
def backend() -> str:
    """What a paper says does not depend on the database."""
    return "sqlite"


REPORTS = {
    "code": "X-REPORT",
    "direction": "they_owe",
    "trigger": "late_report",
    "basis": "fixed",
    "amount": "10.00",
    "per": "started_day",
    "names": {"zh": "日报迟交", "en": "Late daily report"},
}
CONTRACT = {
    "party": "B",
    "lots": [
        {
            "code": "A",
            "name": "郑州",
            "quantity": "60",
            "unit_fee": "150.00",
            "tiers": [{"start": "21", "fee": "140.00"}, {"start": "41", "fee": "130.00"}],
            "whole_tier": "yes",
            "starts_on": "2024-06-05",
            "place": "正和物流园",
        },
        {"code": "B", "quantity": "10", "unit_fee": "200.00"},
    ],
    "clauses": [REPORTS],
    "tax_percent": "9",
    "price": "12000.00",
    "bond": "2000.00",
}


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with an installer, on a Monday."""
    clock = fixed_clock("2024-06-10T09:00:00+08:00")
    erp = make_company(plugins=["installation_outsourcing"], clock=clock)
    erp.do("party.create", {"code": "B", "name": "豫北安装队", "roles": "installer"}, user="admin")
    erp.do("setting.change", {"name": "outsourcing_signed_copy", "value": "no"}, user="admin")
    return erp


def _drafted(erp: sanbao.Sanbao, **more: Any) -> str:
    return str(erp.do("installer_contract.draft", {**CONTRACT, **more}, user="admin").number)


def _context(erp: sanbao.Sanbao, number: str) -> dict[str, Any]:
    with erp.reading("admin") as work:
        return printouts.contract_context(work, work.find("installer_contract", number))


def test_every_tier_of_a_fee_stands_on_the_paper_with_how_it_holds(erp: sanbao.Sanbao) -> None:
    lots = _context(erp, _drafted(erp))["lots"]

    assert [(start, shown) for start, shown, _fee in lots[0]["tiers"]] == [(21, "140.00"), (41, "130.00")]
    assert lots[0]["whole_tier"] is True
    # 60 × 130.00: the tier that is reached holds for all of them.
    assert (lots[0]["total"], lots[1]["total"]) == ("7,800.00", "2,000.00")


def test_price_and_bond_stand_on_the_paper_too_but_no_price_that_is_the_fee(erp: sanbao.Sanbao) -> None:
    named = _context(erp, _drafted(erp))["sums"]
    plain = _context(erp, _drafted(erp, price="9800.00", bond="0"))["sums"]

    assert [(label, shown) for label, shown, _amount in named] == [
        ("Contract price with tax", "12,000.00"),
        ("Performance bond", "2,000.00"),
    ]
    assert plain == []


def test_a_column_stands_only_where_a_lot_says_something_there(erp: sanbao.Sanbao) -> None:
    context = _context(erp, _drafted(erp))

    assert [name for _title, name, _look in context["columns"]] == [
        "lot",
        "place",
        "quantity",
        "unit_fee",
        "starts_on",
        "total",
    ]
    assert context["lots"][0]["place"] == "正和物流园"


def test_what_silence_means_stands_on_the_paper_whether_a_number_of_days_is_agreed_or_not(
    erp: sanbao.Sanbao,
) -> None:
    for answer_days in ("5", None):
        more = {"answer_days": answer_days} if answer_days is not None else {}
        said = [str(one) for one in _context(erp, _drafted(erp, **more))["general"]["rest"]]

        assert any("silence counts as acceptance" in one for one in said)


def test_a_clause_of_ones_own_is_said_without_a_foreign_word() -> None:
    found = sentences(clause_of(REPORTS))

    with use_locale("zh_Hans_CN"):
        said = [str(one) for one in found]
    assert said[0] == "发生本条标题所述情形的："
    assert [one for one in said if re.search(r"[a-z]{2}", one)] == []
    assert not any("返工" in one or "验收" in one for one in said)


def test_lateness_of_ones_own_kind_ends_when_it_is_told_to_end_and_is_refused_without_its_beginning(
    erp: sanbao.Sanbao,
) -> None:
    number = _drafted(erp)
    for side in ("ours", "theirs"):
        erp.do("installer_contract.sign", {"side": side, "signer": "王五"}, subject=number, user="admin")
    said = {"contract": number, "trigger": "late_report", "description": "日报迟交"}

    with pytest.raises(Invalid) as refused:
        erp.do("installer_event.report", {**said, "done_at": "2024-06-05T09:00"}, user="admin")
    erp.do(
        "installer_event.report",
        {**said, "due_at": "2024-06-03T18:00", "done_at": "2024-06-05T09:00"},
        user="admin",
    )

    assert [one.path for one in refused.value.problems] == ["due_at"]
    items = erp.ask("installer_contract.assessment", {"contract": number}, user="admin")["items"]
    # 39 hours are two started days, a week later too.
    assert [(item["count"], str(item["assessed"])) for item in items] == [(2, "20.00")]
    later = erp.ask(
        "installer_contract.assessment", {"contract": number, "on": date(2024, 6, 10)}, user="admin"
    )
    assert str(later["assessed"]) == "20.00"
