"""Guessing (W4): ten tries for an account in a quarter of an hour, from wherever they come; nobody else is locked out."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from offices import PASSWORD, Clock, MakeOffice, Office, post, token_in
from passlib.context import CryptContext
from sqlalchemy import select
from werkzeug.test import Client

from sanbao_admin import keeping
from sanbao_admin.signing_in import administering, entering, tries
from sanbao_admin.signing_in.errors import TooManyTries
from sanbao_admin.signing_in.models import LogEntry

NOW = datetime(2024, 6, 3, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hall(make_office: MakeOffice, clock: Clock) -> Office:
    """A back office whose clock the test moves."""
    return make_office(people={"li.na": ["service_clerk"]}, clock=clock)


def guess(browser: Client, login: str, password: str = "wrong-wrong", address: str = "198.51.100.1") -> int:
    """Try once; the token of the page is taken only once."""
    if not hasattr(browser, "known_token"):
        browser.known_token = token_in(browser.get("/sign-in"))  # type: ignore[attr-defined]
    data = {"login": login, "password": password, "csrf_token": browser.known_token}  # type: ignore[attr-defined]
    return browser.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": address}).status_code


def looked_at(hall: Office) -> int:
    """How many guesses were compared with a password at all."""
    with keeping.reading(hall.erp) as database:
        return len(database.scalars(select(LogEntry.id).where(LogEntry.event == "sign_in.failed")).all())


def test_ten_tries_count_and_the_eleventh_waits() -> None:
    made_at = [(NOW - timedelta(minutes=14 - n)).timestamp() for n in range(10)]

    assert tries.wait(made_at[:9], NOW, most=10) is None
    assert tries.wait(made_at, NOW, most=10) == timedelta(minutes=1)
    assert tries.wait(made_at, NOW + timedelta(minutes=1), most=10) is None


def test_one_account_guessed_from_one_address(hall: Office) -> None:
    browser = hall.browser()

    answers = [guess(browser, "li.na") for _ in range(60)]

    assert answers == [422] * 10 + [409] * 50
    assert looked_at(hall) == 10


def test_one_account_guessed_from_many_addresses(hall: Office) -> None:
    browser = hall.browser()

    answers = [guess(browser, "li.na", address=f"198.51.100.{n}") for n in range(60)]

    assert answers == [422] * 10 + [409] * 50
    assert looked_at(hall) == 10


def test_many_accounts_guessed_from_one_address(hall: Office) -> None:
    browser = hall.browser()

    answers = [guess(browser, f"user{n}") for n in range(tries.PER_ADDRESS + 20)]

    assert answers == [422] * tries.PER_ADDRESS + [409] * 20


def test_a_house_of_ipv6_is_one_address() -> None:
    assert tries.address_key("2001:db8:1:2:aaaa::1") == tries.address_key("2001:db8:1:2:bbbb::9")
    assert tries.address_key("2001:db8:1:2::1") != tries.address_key("2001:db8:1:3::1")


def test_spelling_the_login_otherwise_gives_no_more_tries(hall: Office) -> None:
    browser = hall.browser()

    answers = [guess(browser, login) for login in ["li.na", "LI.NA", " li.na ", "ｌｉ.na", "li.na\0"] * 3]

    assert answers == [422] * 10 + [409] * 5


def test_the_right_password_has_to_wait_too_and_others_do_not(hall: Office, clock: Clock) -> None:
    browser = hall.browser()
    for _ in range(12):
        guess(browser, "li.na")

    assert guess(hall.browser(), "li.na", PASSWORD) == 409
    assert hall.sign_in("admin").get("/account/").status_code == 200
    clock.forward(minutes=15, seconds=1)
    assert guess(hall.browser(), "li.na", PASSWORD) == 302


def test_the_page_says_how_long_to_wait(hall: Office) -> None:
    browser = hall.browser()
    for _ in range(10):
        guess(browser, "li.na")

    answer = post(browser, "/sign-in", {"login": "li.na", "password": PASSWORD})

    assert "请 16 分钟后再试" in answer.get_data(as_text=True)


def test_signing_in_starts_the_count_anew(hall: Office) -> None:
    browser = hall.browser()

    answers = [guess(browser, "li.na") for _ in range(9)]
    hall.sign_in("li.na")
    answers += [guess(browser, "li.na") for _ in range(9)]

    assert answers == [422] * 18


def test_an_administrator_lets_somebody_try_again(hall: Office) -> None:
    browser = hall.browser()
    for _ in range(11):
        guess(browser, "li.na")
    locked = {one.login: one.is_locked for one in administering.states(hall.erp)}

    administering.unlock(hall.erp, "li.na", by="admin")

    assert locked == {"admin": False, "li.na": True}
    assert guess(hall.browser(), "li.na", PASSWORD) == 302


def test_tries_at_the_same_moment_are_all_counted(hall: Office) -> None:
    taken: list[bool] = []

    def try_it() -> None:
        for _ in range(5):
            try:
                tries.count(hall.erp, {tries.account_key("li.na"): tries.PER_ACCOUNT})
                taken.append(True)
            except TooManyTries:
                taken.append(False)

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (taken.count(True), taken.count(False)) == (10, 30)


def test_the_password_asked_for_once_more_cannot_be_guessed_either(hall: Office) -> None:
    browser = hall.sign_in("li.na")
    wrong = {"old": "wrong-wrong", "new": "nine-Green-boats", "again": "nine-Green-boats"}

    answers = [post(browser, "/account/password", wrong).get_data(as_text=True) for _ in range(12)]

    assert sum("当前密码不正确" in answer for answer in answers) == 10
    assert "请 16 分钟后再试" in answers[-1]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("login", ["li.na", "nobody", "left", "new"])
def test_a_login_that_nobody_has_costs_one_hash_like_any_other(
    make_office: MakeOffice, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    """The hash decides how long an answer takes: each guess verifies one, whoever has the login or nobody (W4)."""
    hall = make_office(people={"li.na": ["service_clerk"], "left": ["service_clerk"]})
    hall.add("new", ["service_clerk"], password=None)
    hall.erp.do("user.deactivate", user="admin", subject="left")
    browser = hall.browser()
    guess(browser, "nobody-yet")  # the hash of a password that nobody knows is made once
    verified: list[str] = []
    hashed: list[str] = []
    verify, make = CryptContext.verify, CryptContext.hash

    def counted_verify(context: CryptContext, secret: str, known: str) -> bool:
        verified.append(known)
        return bool(verify(context, secret, known))

    def counted_hash(context: CryptContext, secret: str) -> str:
        hashed.append(secret)
        return str(make(context, secret))

    monkeypatch.setattr(CryptContext, "verify", counted_verify)
    monkeypatch.setattr(CryptContext, "hash", counted_hash)

    status = guess(browser, login)

    assert status == 422
    assert len(verified) == 1
    assert _parameters(verified[0]) == _parameters(make(_hashing(hall), "any other"))
    assert hashed == []


def _parameters(hashed: str) -> str:
    """Return how dear a hash is: its kind, memory, rounds and lanes."""
    return hashed.rpartition("$")[0].rpartition("$")[0]


def _hashing(hall: Office) -> CryptContext:
    """Return what hashes passwords in this office."""
    with hall.app.app_context():
        return entering.hashing()
