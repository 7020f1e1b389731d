"""When a session begins, and that it ends when it should (W5): nothing outlives its reason."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from offices import PASSWORD, Clock, MakeOffice, Office, post
from sqlalchemy import func, select
from werkzeug.test import Client

from sanbao import worker
from sanbao_admin import keeping
from sanbao_admin.signing_in import administering
from sanbao_admin.signing_in.models import SessionRow

pytestmark = pytest.mark.either_backend

COOKIE = "__Host-sanbao"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hall(make_office: MakeOffice, clock: Clock) -> Office:
    """A back office whose clock the test moves."""
    return make_office(people={"li.na": ["service_clerk"]}, clock=clock)


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def session_id(browser: Client) -> str:
    cookie = browser.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def stolen(hall: Office, browser: Client) -> Client:
    """Another browser with a copy of this one's cookie."""
    thief = hall.browser()
    thief.set_cookie(COOKIE, session_id(browser))
    return thief


def sessions_count(hall: Office) -> int:
    with keeping.reading(hall.erp) as database:
        return int(database.scalar(select(func.count()).select_from(SessionRow)) or 0)


def test_the_cookie_holds_an_id_alone_and_travels_only_over_https(hall: Office) -> None:
    browser = hall.browser()
    answer = post(browser, "/sign-in", {"login": "li.na", "password": PASSWORD})

    said = answer.headers["Set-Cookie"]

    assert re.fullmatch(r"__Host-sanbao=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Lax", said)


def test_on_ones_own_machine_the_cookie_needs_no_https(make_office: MakeOffice) -> None:
    hall = make_office(config={"SANBAO_SECURE": False})

    answer = hall.browser().get("/sign-in", headers={"X-Forwarded-Proto": "https"})

    assert re.fullmatch(r"sanbao=[\w-]{43}; HttpOnly; Path=/; SameSite=Lax", answer.headers["Set-Cookie"])


def test_the_table_holds_no_id_with_which_anybody_could_come_in(hall: Office) -> None:
    browser = hall.sign_in("li.na")
    with keeping.reading(hall.erp) as database:
        rows = list(database.scalars(select(SessionRow)))
    thief = hall.browser()
    thief.set_cookie(COOKIE, rows[0].digest)

    assert session_id(browser) not in str([vars(row) for row in rows])
    assert not is_in(thief)


def test_signing_in_gives_a_new_id_and_the_old_one_is_worth_nothing(hall: Office) -> None:
    browser = hall.browser()
    browser.get("/sign-in")
    fixed = stolen(hall, browser)
    before = session_id(browser)

    post(browser, "/sign-in", {"login": "li.na", "password": PASSWORD})

    assert session_id(browser) != before
    assert (is_in(browser), is_in(fixed)) == (True, False)


def test_an_id_that_nobody_gave_out_is_not_taken_over(hall: Office) -> None:
    browser = hall.browser()
    browser.set_cookie(COOKIE, "chosen-by-an-attacker")

    post(browser, "/sign-in", {"login": "li.na", "password": PASSWORD})

    assert session_id(browser) != "chosen-by-an-attacker"


@pytest.mark.parametrize("odd", ["", "x" * 5000, "管理", "a;b", "\x7f", "%00"])
def test_an_odd_cookie_is_no_session_and_no_fault(hall: Office, odd: str) -> None:
    browser = hall.browser()

    answer = browser.get("/account/", headers={"Cookie": f"{COOKIE}={odd}".encode().decode("latin-1")})

    assert answer.status_code == 302


Ending = Callable[[Office, Client], object]
ENDINGS: dict[str, Ending] = {
    "signed out": lambda hall, browser: post(browser, "/sign-out", page="/account/"),
    "password changed by herself": lambda hall, browser: post(
        browser,
        "/account/password",
        {"old": PASSWORD, "new": "nine-Green-boats", "again": "nine-Green-boats"},
    ),
    "password reset": lambda hall, browser: hall.set_password("li.na"),
    "switched off": lambda hall, browser: hall.erp.do("user.deactivate", subject="li.na", user="admin"),
    "given another role": lambda hall, browser: hall.erp.do(
        "user.set_roles", {"roles": ["auditor"]}, subject="li.na", user="admin"
    ),
    "ended by an administrator": lambda hall, browser: administering.end_sessions(
        hall.erp, "li.na", by="admin"
    ),
    "second factor reset": lambda hall, browser: administering.reset_two_factor(
        hall.erp, "li.na", by="admin"
    ),
}


@pytest.mark.parametrize("why", ENDINGS)
def test_a_copied_cookie_ends_with_its_session(hall: Office, why: str) -> None:
    browser = hall.sign_in("li.na")
    thief, colleague = stolen(hall, browser), hall.sign_in("admin")
    assert is_in(thief)

    ENDINGS[why](hall, browser)

    assert not is_in(thief)
    assert is_in(colleague)


def test_whoever_changes_her_password_stays_in_and_every_other_browser_is_out(hall: Office) -> None:
    browser, other = hall.sign_in("li.na"), hall.sign_in("li.na")
    before = session_id(browser)

    post(
        browser,
        "/account/password",
        {"old": PASSWORD, "new": "nine-Green-boats", "again": "nine-Green-boats"},
    )

    assert (is_in(browser), is_in(other)) == (True, False)
    assert session_id(browser) != before


def test_a_session_rests_half_an_hour_at_most(hall: Office, clock: Clock) -> None:
    browser, busy = hall.sign_in("li.na"), hall.sign_in("li.na")

    clock.forward(minutes=29)
    assert is_in(busy)
    clock.forward(minutes=2)

    assert (is_in(browser), is_in(busy)) == (False, True)


def test_a_session_lasts_twelve_hours_at_most_however_busy(hall: Office, clock: Clock) -> None:
    browser = hall.sign_in("li.na")

    seen = []
    for _quarter in range(49):
        clock.forward(minutes=15)
        seen.append(is_in(browser))

    assert seen == [True] * 48 + [False]


def test_a_session_that_is_over_cannot_be_woken_by_what_was_still_under_way(hall: Office) -> None:
    browser = hall.sign_in("li.na")
    thief = stolen(hall, browser)
    token = re.search(r'name="csrf_token" value="([^"]+)"', thief.get("/account/").get_data(as_text=True))
    assert token is not None

    post(browser, "/sign-out", page="/account/")
    thief.post("/account/language", data={"csrf_token": token[1], "language": "en"})

    assert not is_in(thief)


def test_one_can_see_where_one_is_signed_in_and_end_the_others(hall: Office) -> None:
    browser, telephone = hall.sign_in("li.na"), hall.sign_in("li.na", address="192.0.2.7")
    page = browser.get("/account/").get_data(as_text=True)

    answer = post(browser, "/account/sessions/end", page="/account/")

    assert "192.0.2.7" in page
    assert answer.status_code == 302
    assert (is_in(browser), is_in(telephone), is_in(hall.sign_in("admin"))) == (True, False, True)


def test_nobody_sees_where_others_are_signed_in(hall: Office) -> None:
    hall.sign_in("admin", address="192.0.2.7")

    page = hall.sign_in("li.na").get("/account/").get_data(as_text=True)

    assert "192.0.2.7" not in page


def test_what_is_over_is_deleted_by_the_worker(hall: Office, clock: Clock) -> None:
    hall.sign_in("li.na")
    hall.browser().get("/sign-in")
    assert sessions_count(hall) == 2
    clock.forward(minutes=31)
    fresh = hall.sign_in("li.na")

    worker.run_once(hall.erp)

    assert sessions_count(hall) == 1
    assert is_in(fresh)


def test_looking_at_a_page_writes_at_most_once_a_minute(hall: Office, clock: Clock) -> None:
    browser = hall.sign_in("li.na")
    browser.get("/account/")
    seen = []
    for _look in range(3):
        browser.get("/account/")
        with keeping.reading(hall.erp) as database:
            seen.append(database.scalars(select(SessionRow.seen_at)).all())

    assert seen[0] == seen[1] == seen[2]
