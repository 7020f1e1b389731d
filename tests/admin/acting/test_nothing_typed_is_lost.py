"""What was typed is not lost: when a session ends meanwhile, when a form is refused, and on the way back."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from offices import PASSWORD, Clock, MakeOffice, Office, token_in
from reading import page_of
from sqlalchemy import select
from werkzeug.test import TestResponse

from sanbao.registry.models import Party

pytestmark = pytest.mark.either_backend

#: What a browser says of a form that one of our own pages sends.
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def clock() -> Clock:
    """A clock that runs on while somebody types."""
    return Clock()


@pytest.fixture
def desk(make_office: MakeOffice, clock: Clock) -> Office:
    """An office in which two people may create customers."""
    return make_office(clock=clock, people={"li.na": ["service_manager"], "wang": ["service_manager"]})


def _plainly(browser: FlaskClient, address: str, data: dict[str, Any], **more: Any) -> TestResponse:
    """Send a form and return the very first answer."""
    return FlaskClient.open(browser, address, method="POST", data=data, **more)


def _typed(browser: FlaskClient, **more: str) -> dict[str, Any]:
    opened = page_of(browser.get("/do/party.create"))
    kept = {name: opened.value(name) for name in ("csrf_token", "key", "seen", "then")}
    return {**kept, "code": "C1", "name": "滨江医院", "address": "很长的地址\n二楼", **more}


def _sign_in_again(browser: FlaskClient, address: str, login: str) -> TestResponse:
    data = {"login": login, "password": PASSWORD, "csrf_token": token_in(browser.get(address))}
    onward = page_of(browser.get(address)).value("next")
    return browser.post("/sign-in", data={**data, "next": onward})


def _parties(desk: Office) -> list[str]:
    with desk.erp.reading("admin") as work:
        return list(work.session.scalars(select(Party.code).where(Party.code == "C1")))


def test_a_form_that_outlived_its_session_comes_back_filled_and_is_sent_by_one_more_click(
    desk: Office, clock: Clock
) -> None:
    browser = desk.sign_in("li.na")
    sent = _typed(browser)
    clock.forward(minutes=31)

    led = _plainly(browser, "/do/party.create", sent, headers=OURS)
    onward = _sign_in_again(browser, led.location, "li.na").location
    shown = page_of(browser.get(onward))
    done = browser.post(
        "/do/party.create", data={name: shown.value(name) for name in sent if name in shown.fields}
    )

    assert led.status_code == 303
    assert led.location.startswith("/sign-in?")
    assert (shown.value("name"), shown.value("address")) == ("滨江医院", "很长的地址\n二楼")
    assert "所填内容仍在此处" in shown.text
    assert done.status_code == 303
    assert _parties(desk) == ["C1"]


def test_nobody_else_who_signs_in_at_that_browser_sees_what_was_typed(desk: Office, clock: Clock) -> None:
    browser = desk.sign_in("li.na")
    sent = _typed(browser)
    clock.forward(minutes=31)

    led = _plainly(browser, "/do/party.create", sent, headers=OURS)
    onward = _sign_in_again(browser, led.location, "wang").location
    shown = page_of(browser.get(onward))

    assert shown.value("name") == ""
    assert "滨江医院" not in shown.text


def test_after_an_hour_it_is_kept_no_longer_and_the_form_says_so(desk: Office, clock: Clock) -> None:
    browser = desk.sign_in("li.na")
    sent = _typed(browser)
    clock.forward(minutes=31)
    led = _plainly(browser, "/do/party.create", sent, headers=OURS)
    clock.forward(minutes=61)

    onward = _sign_in_again(browser, led.location, "li.na").location
    answer = browser.get(onward)

    assert answer.status_code == 404
    assert page_of(answer).value("name") == ""


def test_a_token_of_an_earlier_session_shows_the_form_again(desk: Office) -> None:
    browser = desk.sign_in("li.na")
    sent = _typed(browser)
    browser.post("/sign-out", data={"csrf_token": sent["csrf_token"]})
    browser.post(
        "/sign-in",
        data={"login": "li.na", "password": PASSWORD, "csrf_token": token_in(browser.get("/sign-in"))},
    )

    shown = browser.post("/do/party.create", data=sent, headers=OURS)

    assert shown.status_code == 422
    assert page_of(shown).value("name") == "滨江医院"
    assert _parties(desk) == []


@pytest.mark.parametrize(
    "said",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}, {"Origin": "https://evil.example"}],
)
def test_a_form_from_elsewhere_is_refused_and_nothing_of_it_is_kept(
    desk: Office, clock: Clock, said: dict[str, str]
) -> None:
    browser = desk.sign_in("li.na")
    sent = _typed(browser)
    clock.forward(minutes=31)

    answer = _plainly(browser, "/do/party.create", sent, headers=said)

    assert answer.status_code == 400


def test_a_mark_that_somebody_made_up_keeps_nothing(desk: Office, clock: Clock) -> None:
    browser = desk.sign_in("li.na")
    sent = _typed(browser)
    clock.forward(minutes=31)
    own = sent["csrf_token"].partition("~")[0]

    answers = [
        _plainly(browser, "/do/party.create", {**sent, "csrf_token": made_up}, headers=OURS).status_code
        for made_up in (own, own + "~", own + "~MQ", own + "~MQ.x", "", "~")
    ]

    assert answers == [400] * 6


def test_any_other_form_is_shown_with_what_was_typed_and_one_button(desk: Office, clock: Clock) -> None:
    browser = desk.sign_in()
    token = token_in(browser.get("/set-up/people/"))
    sent = {
        "csrf_token": token,
        "login": "chen.mu",
        "name": "陈牧",
        "first_password": "x",
        "roles": "finance",
    }
    clock.forward(minutes=31)

    led = _plainly(browser, "/set-up/people/", sent, headers=OURS)
    onward = _sign_in_again(browser, led.location, "admin").location
    shown = page_of(browser.get(onward))

    assert onward.startswith("/kept/")
    assert (shown.value("login"), shown.value("name")) == ("chen.mu", "陈牧")
    assert "first_password" not in shown.fields
    assert onward in page_of(browser.get("/kept/")).links


def test_a_page_of_passwords_keeps_nothing(desk: Office, clock: Clock) -> None:
    browser = desk.sign_in("li.na")
    token = token_in(browser.get("/account/password"))
    clock.forward(minutes=31)

    answer = _plainly(
        browser,
        "/account/password",
        {"csrf_token": token, "old": "a", "new": "b", "again": "b"},
        headers=OURS,
    )

    assert answer.status_code == 400


def test_a_refused_form_and_a_tried_one_stand_at_an_address_that_back_can_show_again(desk: Office) -> None:
    browser = desk.sign_in("li.na")
    sent = _typed(browser)

    refused = _plainly(browser, "/do/party.create", {**sent, "name": ""})
    tried = _plainly(browser, "/do/party.create", {**sent, "act": "try"})
    shown = [page_of(browser.get(refused.location)) for _time in range(2)]

    assert (refused.status_code, tried.status_code) == (303, 303)
    assert [one.value("code") for one in shown] == ["C1", "C1"]
    assert all("f-name" in one.invalid for one in shown)
    assert browser.get(tried.location).status_code == 200
    assert _parties(desk) == []


def test_a_form_too_large_to_be_kept_is_answered_at_once(desk: Office) -> None:
    browser = desk.sign_in("li.na")

    answer = _plainly(browser, "/do/party.create", _typed(browser, address="长" * 300_000))

    assert answer.status_code == 422
    assert page_of(answer).value("name") == "滨江医院"
