"""The second factor: set up with a first right code, asked for after the password, each code good once."""

from __future__ import annotations

import re

import pytest
from offices import PASSWORD, Clock, MakeOffice, Office, post, token_in
from passlib.totp import TOTP
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from sanbao_admin import keeping
from sanbao_admin.signing_in import administering, two_factor
from sanbao_admin.signing_in.models import Account, SessionRow

pytestmark = pytest.mark.either_backend

WRONG_CODE = "验证码不正确，或已用过。"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hall(make_office: MakeOffice, clock: Clock) -> Office:
    """A back office whose clock the test moves."""
    return make_office(people={"li.na": ["service_clerk"]}, clock=clock)


class Telephone:
    """An authenticator with the key that a page shows."""

    def __init__(self, page: str, clock: Clock) -> None:
        found = re.search(r'enter-key mono">([A-Z2-7-]+)<', page)
        assert found is not None
        self.totp = TOTP(key=found[1])
        self.clock = clock

    def code(self, seconds: int = 0) -> str:
        """The six digits that it shows, now or so many seconds later."""
        return str(self.totp.generate(time=int(self.clock.now.timestamp()) + seconds).token)


def set_up(browser: Client, clock: Clock) -> tuple[Telephone, list[str]]:
    """Turn the second factor on as a person does; return the telephone and the recovery codes."""
    page = browser.get("/account/two-factor")
    telephone = Telephone(page.get_data(as_text=True), clock)
    data = {"csrf_token": token_in(page), "code": telephone.code(), "password": PASSWORD}
    shown = browser.post("/account/two-factor", data=data).get_data(as_text=True)
    return telephone, re.findall(r"<li>([2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4})</li>", shown)


def with_code(hall: Office, code: str, login: str = "li.na") -> tuple[Client, TestResponse]:
    """Sign in with the password, then with this code."""
    browser = hall.sign_in(login)
    return browser, post(browser, "/sign-in/code", {"code": code})


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def account(hall: Office) -> Account:
    with keeping.reading(hall.erp) as session:
        return next(one for one in session.scalars(select(Account)) if one.login == "li.na")


def test_after_the_password_a_code_is_asked_for(hall: Office, clock: Clock) -> None:
    telephone, _codes = set_up(hall.sign_in("li.na"), clock)
    clock.forward(seconds=30)

    browser = hall.sign_in("li.na")
    before = is_in(browser)
    answer = post(browser, "/sign-in/code", {"code": telephone.code()})

    assert (before, answer.status_code, is_in(browser)) == (False, 302, True)


def test_the_picture_holds_company_login_and_key(hall: Office, clock: Clock) -> None:
    browser = hall.sign_in("li.na")
    page = browser.get("/account/two-factor").get_data(as_text=True)

    with hall.app.test_request_context():
        secret = two_factor.new_secret()
        said = two_factor.address(secret, "li.na")

    assert "<svg" in page
    assert said.startswith("otpauth://totp/%E5%8D%8E%E5%AE%89%E7%9B%91%E6%8E%A7:li.na?secret=")


def test_a_wrong_first_code_turns_nothing_on(hall: Office, clock: Clock) -> None:
    browser = hall.sign_in("li.na")

    answers = [
        post(browser, "/account/two-factor", {"code": code, "password": PASSWORD})
        for code in ("000000", "", "abcdef", "１２３４５６", "9" * 100)
    ]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert account(hall).tf_totp_secret is None


def test_without_the_password_nothing_is_turned_on(hall: Office, clock: Clock) -> None:
    browser = hall.sign_in("li.na")
    page = browser.get("/account/two-factor")
    code = Telephone(page.get_data(as_text=True), clock).code()

    answer = browser.post(
        "/account/two-factor", data={"csrf_token": token_in(page), "code": code, "password": "wrong-wrong"}
    )

    assert answer.status_code == 422
    assert account(hall).tf_totp_secret is None


def test_a_code_is_good_once(hall: Office, clock: Clock) -> None:
    telephone, _codes = set_up(hall.sign_in("li.na"), clock)
    clock.forward(seconds=60)
    code = telephone.code()

    first, _answer = with_code(hall, code)
    second, answer = with_code(hall, code)

    assert (is_in(first), is_in(second)) == (True, False)
    assert WRONG_CODE in answer.get_data(as_text=True)


def test_the_code_of_setting_up_is_not_good_again(hall: Office, clock: Clock) -> None:
    telephone, _codes = set_up(hall.sign_in("li.na"), clock)

    browser, _answer = with_code(hall, telephone.code())

    assert not is_in(browser)


@pytest.mark.parametrize("seconds, is_right", [(-90, False), (-30, True), (30, True), (90, False)])
def test_a_telephone_may_be_half_a_minute_wrong(
    hall: Office, clock: Clock, seconds: int, is_right: bool
) -> None:
    telephone, _codes = set_up(hall.sign_in("li.na"), clock)
    clock.forward(minutes=10)

    browser, _answer = with_code(hall, telephone.code(seconds))

    assert is_in(browser) is is_right


def test_each_recovery_code_is_good_once(hall: Office, clock: Clock) -> None:
    _telephone, codes = set_up(hall.sign_in("li.na"), clock)

    answers = [is_in(with_code(hall, code)[0]) for code in [*codes, codes[0], codes[9].upper()]]

    assert len(set(codes)) == 10
    assert answers == [True] * 10 + [False] * 2


def test_recovery_codes_are_not_kept_readable_and_the_secret_is_encrypted(hall: Office, clock: Clock) -> None:
    telephone, codes = set_up(hall.sign_in("li.na"), clock)

    kept = str(vars(account(hall)))

    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert telephone.totp.base32_key not in kept


def test_new_recovery_codes_replace_the_old_ones(hall: Office, clock: Clock) -> None:
    browser = hall.sign_in("li.na")
    _telephone, codes = set_up(browser, clock)

    page = post(browser, "/account/two-factor/codes", {"password": PASSWORD}, page="/account/")
    new = re.findall(r"<li>([2-9a-z-]{14})</li>", page.get_data(as_text=True))

    assert len(new) == 10
    assert not is_in(with_code(hall, codes[0])[0])
    assert is_in(with_code(hall, new[0])[0])


def test_turning_off_needs_the_password(hall: Office, clock: Clock) -> None:
    browser = hall.sign_in("li.na")
    set_up(browser, clock)

    wrong = post(browser, "/account/two-factor/off", {"password": "wrong-wrong"}, page="/account/")
    was_on = account(hall).has_two_factor
    post(browser, "/account/two-factor/off", {"password": PASSWORD}, page="/account/")

    assert (wrong.status_code, was_on, account(hall).has_two_factor) == (422, True, False)
    assert is_in(hall.sign_in("li.na"))


def test_codes_cannot_be_guessed(hall: Office, clock: Clock) -> None:
    telephone, _codes = set_up(hall.sign_in("li.na"), clock)
    clock.forward(minutes=2)
    browser = hall.sign_in("li.na")

    answers = [post(browser, "/sign-in/code", {"code": f"{n:06}"}).status_code for n in range(15)]
    right = post(browser, "/sign-in/code", {"code": telephone.code()})
    anew = hall.sign_in("li.na")

    assert answers == [422] * 10 + [409] * 5
    assert right.status_code == 409
    assert post(anew, "/sign-in/code", {"code": telephone.code()}).status_code == 409


def test_the_code_page_shows_nothing_without_a_right_password(hall: Office) -> None:
    browser = hall.browser()

    answer = browser.get("/sign-in/code")

    assert answer.location == "/sign-in?again=1"


def test_whoever_waits_too_long_for_the_code_begins_anew(hall: Office, clock: Clock) -> None:
    telephone, _codes = set_up(hall.sign_in("li.na"), clock)
    browser = hall.sign_in("li.na")
    token = token_in(browser.get("/sign-in/code"))
    clock.forward(minutes=5, seconds=1)

    answer = browser.post("/sign-in/code", data={"csrf_token": token, "code": telephone.code()})

    assert answer.location == "/sign-in?again=1"
    assert not is_in(browser)


def test_a_password_that_changed_meanwhile_makes_the_code_worthless(hall: Office, clock: Clock) -> None:
    telephone, _codes = set_up(hall.sign_in("li.na"), clock)
    clock.forward(minutes=1)
    browser = hall.sign_in("li.na")
    page = browser.get("/sign-in/code")
    hall.set_password("li.na")

    answer = browser.post("/sign-in/code", data={"csrf_token": token_in(page), "code": telephone.code()})

    assert answer.status_code == 422
    assert not is_in(browser)


def test_an_administrator_resets_a_lost_telephone(hall: Office, clock: Clock) -> None:
    set_up(hall.sign_in("li.na"), clock)

    administering.reset_two_factor(hall.erp, "li.na", by="admin")

    assert is_in(hall.sign_in("li.na"))


def test_a_company_asks_some_roles_for_a_second_factor(hall: Office, clock: Clock) -> None:
    setting = {"name": "sign_in_needs_totp", "value": "finance, service_clerk"}
    hall.erp.do("setting.change", setting, user="admin")
    browser = hall.sign_in("li.na")

    led = browser.get("/")
    set_up(browser, clock)

    assert led.location == "/account/two-factor"
    assert is_in(browser)
    assert is_in(hall.sign_in("admin"))


def test_a_key_that_was_lost_refuses_the_code_and_is_no_fault(hall: Office, clock: Clock) -> None:
    telephone, codes = set_up(hall.sign_in("li.na"), clock)
    clock.forward(minutes=1)
    hall.app.config["SECRET_KEY"] = "another-key-than-before"

    browser, answer = with_code(hall, telephone.code())
    recovered, _answer = with_code(hall, codes[0])

    assert (answer.status_code, is_in(browser)) == (422, False)
    assert is_in(recovered)


def test_the_secret_that_is_being_set_up_never_reaches_the_browser_cookie(hall: Office) -> None:
    browser = hall.sign_in("li.na")
    browser.get("/account/two-factor")

    with keeping.reading(hall.erp) as session:
        kept = str([row.data for row in session.scalars(select(SessionRow))])

    assert "enckey" in kept
    assert '"key"' not in kept
