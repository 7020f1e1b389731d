"""Two pages of finance: accounts that wait for a second person, and the settling of all contracts with its refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from job_yard import accepted, furnish, number_of

import sanbao
from sanbao.errors import Invalid, Refused
from sanbao.testing import fixed_clock

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
ACCOUNTS, RUNS = "/installation/accounts/", "/installation/runs/"
ACCOUNT = "6222020000000002"


def two_firms_done(erp: sanbao.Sanbao) -> None:
    """Let both installers have accepted and confirmed units, one of them a new account."""
    furnish(erp)
    for login in ("sun.li", "zhao.min"):
        if login not in {row["login"] for row in erp.ask("user.list", {}, user="admin")}:
            erp.do("user.create", {"login": login, "roles": "finance"}, user="admin")
    for code in ("YB", "YN"):
        accepted(erp, code)
        erp.do("job.confirm", {"contract": number_of(code)}, user="chen.jing")
    told = {"party": "YB", "bank_name": "工行周口支行", "bank_account": ACCOUNT, "reason": "对方来函"}
    erp.do("installer_bank.propose", told, user="zhao.min")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=two_firms_done, clock=clock)


def test_the_second_person_sees_the_account_that_she_confirms(sign_in: Any, erp: sanbao.Sanbao) -> None:
    page = sign_in("sun.li").get(ACCOUNTS).text

    assert ACCOUNT in page
    assert "/do/installer_bank.confirm?party=YB" in page


def test_who_wrote_it_down_is_offered_no_confirmation(sign_in: Any, erp: sanbao.Sanbao) -> None:
    page = sign_in("zhao.min").get(ACCOUNTS).text

    assert ACCOUNT in page
    assert "/do/installer_bank.confirm" not in page


def test_an_installer_does_not_see_whose_money_goes_where(sign_in: Any, erp: sanbao.Sanbao) -> None:
    assert sign_in("man.YN").get(ACCOUNTS).status_code == 403


@pytest.mark.parametrize("account", [{}, {"bank_account": "6222020000000003"}])
def test_another_account_than_the_one_written_down_is_not_confirmed(
    erp: sanbao.Sanbao, account: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        erp.do("installer_bank.confirm", {"party": "YB", **account}, user="sun.li")

    assert [problem.path for problem in refused.value.problems] == ["bank_account"]
    (row,) = erp.ask("installer_bank.list", {"only_waiting": "yes"}, user="sun.li")
    assert row["state"] == "waiting"


def test_an_account_is_turned_down_without_reading_it_anew(erp: sanbao.Sanbao) -> None:
    erp.do("installer_bank.confirm", {"party": "YB", "confirm": "no"}, user="sun.li")

    (row,) = erp.ask("installer_bank.list", {"party": "YB"}, user="sun.li")
    assert (row["state"], row["proposed_by"], row["answered_by"]) == ("turned_down", "zhao.min", "sun.li")


def test_a_customer_has_no_account_here(erp: sanbao.Sanbao) -> None:
    erp.do("party.create", {"code": "CUST", "name": "正和物流二", "roles": "customer"}, user="admin")
    told = {"party": "CUST", "bank_name": "工行", "bank_account": "6222020000000009", "reason": "对方来函"}

    with pytest.raises((Invalid, Refused)) as refused:
        erp.do("installer_bank.propose", told, user="zhao.min")

    assert refused.value.code == "contract.wrong_party"


def test_a_run_in_the_middle_shows_how_far_it_came_and_goes_on(sign_in: Any, erp: sanbao.Sanbao) -> None:
    told = {"until_on": "2024-06-03", "limit": "1"}
    erp.do("installer_settlement.request_all", told, user="chen.jing")

    page = sign_in("chen.jing").get(RUNS).text

    assert '<progress max="2" value="1"' in page
    assert "/do/installer_settlement.request_all?until_on=2024-06-03" in page


def test_before_any_run_the_page_says_so(sign_in: Any, erp: sanbao.Sanbao) -> None:
    page = sign_in("chen.jing").get(RUNS).text

    assert "<progress" not in page
    assert "card empty" in page


def test_a_draft_shows_its_lots_with_their_tiers_and_how_it_pays(sign_in: Any, erp: sanbao.Sanbao) -> None:
    lot = {"code": "D", "quantity": "10", "unit_fee": "150.00", "tiers": [{"start": "6", "fee": "140.00"}]}
    told = {"party": "YB", "lots": [lot], "payment": {"retention_percent": "5", "retention_months": "12"}}
    number = erp.do("installer_contract.draft", told, user="chen.jing").number

    page = sign_in("chen.jing").get(f"/paper/{number}").text

    # 5 × 150.00 + 5 × 140.00
    assert "1,450.00" in page
    assert "140.00" in page
    assert "5 %" in page
