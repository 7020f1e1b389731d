"""The company's facts, settings, accounts and the list of what is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from offices import Office, post

from sanbao_admin.setting_up.company import as_data, as_text

pytestmark = pytest.mark.either_backend


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("labour_rate", "75.50", Decimal("75.50")),
        ("unchecked_blocks", "yes", True),
        ("installation_form", "customer，site", ["customer", "site"]),
        (
            "goodwill_limits",
            "service_head: 5000.00\ngeneral_manager： 1",
            {"service_head": "5000.00", "general_manager": "1"},
        ),
        ("installation_form", "", []),
    ],
)
def test_a_setting_is_typed_as_people_write_it(office: Office, name: str, typed: str, kept: object) -> None:
    answer = post(office.sign_in(), f"/set-up/company/{name}", {"value": typed}, page="/set-up/company/")

    assert answer.status_code == 302, answer.get_data(as_text=True)
    with office.erp.reading("admin") as work:
        assert work.setting(name) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [("labour_rate", "1e3"), ("goodwill_limits", "no pairs at all"), ("labour_rate", "６０")],
)
def test_a_wrong_value_stands_beside_its_reason(office: Office, name: str, typed: str) -> None:
    answer = post(office.sign_in(), f"/set-up/company/{name}", {"value": typed}, page="/set-up/company/")

    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert typed in shown
    assert 'aria-invalid="true"' in shown


def test_an_emptied_setting_shows_that_it_may_be_empty_and_another_why_not(office: Office) -> None:
    post(office.sign_in(), "/set-up/company/mail_from", {"value": "a@example.com"}, page="/set-up/company/")

    emptied = post(office.sign_in(), "/set-up/company/mail_from", {"value": " "}, page="/set-up/company/")
    refused = post(office.sign_in(), "/set-up/company/default_tax", {"value": ""}, page="/set-up/company/")

    assert (emptied.status_code, refused.status_code) == (302, 422)
    with office.erp.reading("admin") as work:
        assert (work.setting("mail_from"), work.setting("default_tax")) == ("", "VAT13")


def test_a_setting_that_there_is_not_is_a_page_of_ours(office: Office) -> None:
    answer = post(office.sign_in(), "/set-up/company/colour", {"value": "red"}, page="/set-up/company/")

    assert answer.status_code == 404


def test_a_value_goes_out_as_it_comes_in() -> None:
    value = {"service_head": "5000.00"}

    assert as_data({}, as_text(value)) == '{"service_head": "5000.00"}'


def test_an_auditor_reads_settings_and_a_clerk_does_not(staffed: Office) -> None:
    auditor = staffed.sign_in("auditor")

    seen = auditor.get("/set-up/company/").get_data(as_text=True)
    tried = post(auditor, "/set-up/company/labour_rate", {"value": "1"}, page="/set-up/company/")

    assert "labour_rate" in seen
    assert 'name="value"' not in seen
    assert tried.status_code == 403
    assert staffed.sign_in("clerk").get("/set-up/company/").status_code == 403


def test_the_address_is_changed_by_its_operation_and_no_longer_missing(office: Office) -> None:
    browser = office.sign_in()
    before = browser.get("/set-up/").get_data(as_text=True)

    post(
        browser, "/do/company.change", {"address": "杭州市滨江区", "phone": "0571-8", "locale": "zh_Hans_CN"}
    )

    assert "地址或电话未填" in before
    assert "地址或电话未填" not in browser.get("/set-up/").get_data(as_text=True)
    assert "杭州市滨江区" in browser.get("/set-up/company/").get_data(as_text=True)


def test_each_sees_of_the_list_what_is_hers(staffed: Office) -> None:
    finance = staffed.sign_in("zhao.min").get("/set-up/").get_data(as_text=True)

    assert "/set-up/accounts/" in finance
    assert "/set-up/plugins/" not in finance
    assert staffed.sign_in("clerk").get("/set-up/").status_code == 403


def test_the_chart_shows_accounts_with_the_roles_that_they_play(staffed: Office) -> None:
    shown = staffed.sign_in("zhao.min").get("/set-up/accounts/").get_data(as_text=True)

    assert "WARRANTY_EXP" in shown
    assert "银行存款" in shown
    assert "/do/account.assign_role?role=BANK" in shown


def test_health_shows_every_finding(office: Office) -> None:
    shown = office.sign_in().get("/set-up/health/").get_data(as_text=True)

    assert "账簿保护齐全" in shown
    assert "从未备份" in shown


@pytest.mark.parametrize("on", ["", "2024-06-03", "1990-01-01", "no day", "2024-13-45"])
def test_the_rates_of_a_day_are_shown_whatever_is_asked(staffed: Office, on: str) -> None:
    answer = staffed.sign_in("zhao.min").get("/set-up/tax-rates/", query_string={"on": on})

    assert answer.status_code == 200
    assert ("VAT13" in answer.get_data(as_text=True)) == (on != "1990-01-01")
