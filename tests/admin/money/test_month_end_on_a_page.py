"""A month from what is in its way to closed, and opened again by a second person: through the pages alone."""

from __future__ import annotations

import pytest
from offices import Office
from reading import Page, page_of
from werkzeug.test import Client, TestResponse

HERE = "/money/month-end/"


@pytest.fixture
def backend() -> str:
    """One database is enough: closing itself is tested on both."""
    return "sqlite"


def seen(browser: Client, period: str = "2024-05") -> Page:
    return page_of(browser.get(f"{HERE}?period={period}"))


def link(page: Page, beginning: str) -> str:
    return next(one for one in page.links if one.startswith(beginning))


def do(browser: Client, address: str, **more: str) -> TestResponse:
    """Open a form, fill it in as it stands, and send it."""
    form = page_of(browser.get(address))
    return browser.post(address.partition("?")[0], data={**form.fields, **more, "act": "do"})


def state_of(office: Office, period: str = "2024-05") -> str:
    with office.erp.database.reading() as connection:
        query = f"SELECT state FROM period WHERE code = '{period}'"
        return str(connection.exec_driver_sql(query).scalar())


def test_a_month_is_closed_once_its_obstacle_is_out_of_the_way(trading: Office) -> None:
    trading.erp.do(
        "setting.change", {"name": "closing_stops", "value": {"closing.result": "yes"}}, user="admin"
    )
    browser = trading.sign_in("gao.yi")

    refused = do(browser, link(seen(browser), "/do/period.close"))
    carried = do(browser, link(seen(browser), "/do/period.carry_result"))
    closed = do(browser, link(seen(browser), "/do/period.close"))

    assert refused.status_code == 409
    assert (carried.status_code, closed.status_code) == (303, 303)
    assert closed.location.endswith("/money/month-end?period=2024-05")
    assert state_of(trading) == "closed"
    assert any(one.startswith("/paper/ME2024-") for one in seen(browser).links)


def test_a_second_person_opens_the_month_again(trading: Office) -> None:
    trading.erp.do("period.close", {"period": "2024-05"}, user="zhao.min")
    finance, manager = trading.sign_in("gao.yi"), trading.sign_in("chen.zong")

    offered = [one for one in seen(finance).links if "period.reopen" in one]
    opened = do(manager, link(seen(manager), "/do/period.reopen"), reason="a bill came late")

    assert offered == []
    assert opened.status_code == 303
    assert state_of(trading) == "open"


def test_a_check_leads_to_where_it_is_mended(trading: Office) -> None:
    given = {
        "date": "2024-05-07",
        "summary": "x",
        "lines": [{"account": "6602", "debit": "1"}, {"account": "1002", "credit": "1"}],
    }
    draft = trading.erp.do("voucher.write", given, user="zhao.min").number

    page = seen(trading.sign_in("gao.yi"))

    assert f"/paper/{draft}" in page.links
    assert "/papers/voucher?state=draft" in page.links
    assert "/money/vouchers?period=2024-05&state=waiting" in page.links
    assert "?period=2024-04" in page.links


def test_the_month_to_work_on_is_the_oldest_that_is_open(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")

    first = page_of(browser.get(HERE)).headings[0]
    trading.erp.do("period.close", {"period": "2024-04"}, user="zhao.min")

    assert first.startswith("2024-04")
    assert page_of(browser.get(HERE)).headings[0].startswith("2024-05")


def test_a_month_that_is_none_is_refused_with_a_sentence(trading: Office) -> None:
    answer = trading.sign_in("gao.yi").get(f"{HERE}?period=May")

    assert answer.status_code == 422
    assert "2024-05" in page_of(answer).text


@pytest.mark.parametrize("period", ["0000-01", "9999-12", "2024-13", "May"])
def test_a_month_that_no_calendar_has_is_said_to_be_none(trading: Office, period: str) -> None:
    answer = trading.sign_in("gao.yi").get(f"{HERE}?period={period}")

    assert answer.status_code == 422
    assert "月份: 请填写月份" in page_of(answer).text
