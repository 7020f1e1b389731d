"""Filters that people keep are their own; one may open by itself."""

from __future__ import annotations

import pytest
from list_stock import chips, look
from offices import Office, post
from werkzeug.test import Client

pytestmark = pytest.mark.either_backend


def _keep(browser: Client, name: str, query: str, **more: str) -> int:
    answer = post(
        browser,
        "/records/unit/filters",
        {"name": name, "query": query, **more},
        page="/records/unit?saved=none",
    )
    return answer.status_code


def _kept(browser: Client) -> list[str]:
    return [link for link in look(browser, "/records/unit?saved=none").links if "&saved=" in link]


def test_a_kept_filter_is_listed_for_its_owner_alone(listed: Office) -> None:
    mine, theirs = listed.sign_in(), listed.sign_in("clerk")

    assert _keep(mine, "In use, by customer", "state=in_use&group=customer&after=abc&page=7") == 302

    (link,) = _kept(mine)
    assert link.startswith("/records/unit?state=in_use&group=customer")
    assert "after=" not in link
    assert _kept(theirs) == []


def test_nobody_deletes_another_ones_filter(listed: Office) -> None:
    mine, theirs = listed.sign_in(), listed.sign_in("clerk")
    _keep(mine, "Mine", "state=in_use")
    key = _kept(mine)[0].rpartition("=")[2]

    refused = post(theirs, f"/records/unit/filters/{key}/forget", page="/records/unit")
    elsewhere = post(mine, f"/records/party/filters/{key}/forget", page="/records/unit")

    assert (refused.status_code, elsewhere.status_code) == (404, 404)
    assert len(_kept(mine)) == 1
    assert post(mine, f"/records/unit/filters/{key}/forget", page="/records/unit").status_code == 302
    assert _kept(mine) == []


def test_a_filter_may_open_by_itself_and_only_one_of_them_does(listed: Office) -> None:
    browser = listed.sign_in()
    _keep(browser, "One", "state=in_use", is_default="yes")
    _keep(browser, "Two", "state=scrapped", is_default="yes")

    opened = browser.get("/records/unit")
    everything = browser.get("/records/unit?saved=none")

    assert opened.status_code == 302
    assert opened.location.startswith("/records/unit?state=scrapped&saved=")
    assert everything.status_code == 200
    assert "/records/unit?state=scrapped" not in look(listed.sign_in("clerk"), "/records/unit").links


def test_the_same_name_replaces_and_no_name_is_refused(listed: Office) -> None:
    browser = listed.sign_in()
    _keep(browser, "One", "state=in_use")
    _keep(browser, "One", "state=replaced")

    nameless = post(
        browser, "/records/unit/filters", {"name": " \x00 ", "query": "q=1"}, page="/records/unit"
    )

    assert nameless.status_code == 409
    assert [link.partition("&")[0] for link in _kept(browser)] == ["/records/unit?state=replaced"]


def test_nothing_is_kept_without_the_token_of_the_page(listed: Office) -> None:
    browser = listed.sign_in()

    for part in ("filters", "columns", "bulk", "filters/1/forget"):
        assert browser.post(f"/records/unit/{part}", data={"name": "x"}).status_code in (400, 403)
    assert _kept(browser) == []


def test_hostile_names_come_back_as_text(listed: Office) -> None:
    browser = listed.sign_in()

    _keep(browser, "<script>alert(1)</script>", 'q="><img src=x onerror=alert(1)>')

    answer = browser.get("/records/unit?saved=none").get_data(as_text=True)
    assert "<script>alert(1)" not in answer
    assert "<img src=x" not in answer
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer
    assert "alert(1)" in chips(look(browser, "/records/unit?saved=none").text)
