"""Signing in and out as a person does it, with what people and attackers type."""

from __future__ import annotations

import pytest
from offices import PASSWORD, MakeOffice, Office, post, token_in

from sanbao_admin.signing_in import accounts
from sanbao_admin.signing_in.entrance import own_address

WRONG = "登录名或密码不正确。"


@pytest.fixture
def backend() -> str:
    """One database is enough here; sessions and tries are tested on both."""
    return "sqlite"


def test_whoever_knows_her_password_comes_in(office: Office) -> None:
    browser = office.browser()

    answer = post(browser, "/sign-in", {"login": "admin", "password": PASSWORD})

    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.get("/").status_code == 200


def test_whoever_is_not_in_is_led_to_the_sign_in_page_and_from_there_to_where_she_wanted(
    office: Office,
) -> None:
    browser = office.browser()
    asked = browser.get("/account/?x=1")
    page = browser.get(asked.location)

    data = {"login": "admin", "password": PASSWORD, "next": "/account/?x=1", "csrf_token": token_in(page)}
    answer = browser.post("/sign-in", data=data)

    assert asked.location == "/sign-in?next=/account/?x%3D1"
    assert answer.location == "/account/?x=1"


#: What people and attackers type.
TYPED = [
    ("", ""),
    ("admin", ""),
    ("", PASSWORD),
    ("admin", PASSWORD + "x"),
    ("admin", PASSWORD.upper()),
    ("nobody", PASSWORD),
    ("system", ""),
    ("admin", "x" * 100_000),
    ("x" * 100_000, PASSWORD),
    ("admin\0", "\0"),
    ("\0", "\0"),
    ("ad min", PASSWORD),
    ("管理员😀", "密码😀" * 10),
    ("' OR 1=1 --", "' OR 1=1 --"),
    ("admin", "\ud800"),
    ("<script>alert(1)</script>", "x"),
]


def test_wrong_input_is_answered_with_one_and_the_same_sentence(office: Office) -> None:
    for count, (login, password) in enumerate(TYPED):
        browser = office.browser(f"10.0.0.{count}")
        office.unlock("admin")
        typed = {"login": login.encode("utf-8", "replace"), "password": password.encode("utf-8", "replace")}

        answer = post(browser, "/sign-in", typed)

        page = answer.get_data(as_text=True)
        assert (answer.status_code, WRONG in page, "<script>alert" in page) == (422, True, False), (
            login,
            password,
        )
        assert browser.get("/").status_code == 302


def test_what_was_typed_as_login_is_kept_and_the_password_is_not(office: Office) -> None:
    answer = post(office.browser(), "/sign-in", {"login": "li.na", "password": "secret-secret"})

    page = answer.get_data(as_text=True)
    assert 'value="li.na"' in page
    assert "secret-secret" not in page


def test_a_password_is_the_same_from_every_keyboard(office: Office) -> None:
    office.set_password("admin", "ｌｅａｆ-Ｗinter-37")

    browser = office.sign_in("admin", "leaf-Winter-37")

    assert browser.get("/").status_code == 200


def test_somebody_switched_off_cannot_come_in(office: Office) -> None:
    office.add("li.na", ["service_clerk"])
    office.erp.do("user.deactivate", subject="li.na", user="admin")

    answer = post(office.browser(), "/sign-in", {"login": "li.na", "password": PASSWORD})

    assert answer.status_code == 422
    assert WRONG in answer.get_data(as_text=True)


def test_the_system_itself_cannot_be_given_a_password(office: Office) -> None:
    with pytest.raises(accounts.NoAccount):
        accounts.set_password(office.erp, "system", PASSWORD)


def test_a_password_from_somebody_else_must_be_changed_first(office: Office) -> None:
    office.set_password("admin", must_change=True)
    browser = office.sign_in()

    led = browser.get("/account/")
    changed = post(
        browser,
        "/account/password",
        {"old": PASSWORD, "new": "nine-Green-boats-9", "again": "nine-Green-boats-9"},
    )

    assert led.location == "/account/password"
    assert changed.status_code == 302
    assert browser.get("/account/").status_code == 200
    assert office.sign_in("admin", "nine-Green-boats-9").get("/").status_code == 200


CHANGES = [
    ("wrong-wrong", "nine-Green-boats-9", "nine-Green-boats-9", "当前密码不正确。"),
    (PASSWORD, "short", "short", "密码至少要有 10 个字符。"),
    (PASSWORD, "nine-Green-boats-9", "nine-Green-boats", "两次输入的新密码不一致。"),
    (PASSWORD, PASSWORD, PASSWORD, "新密码不能与当前密码相同。"),
    (PASSWORD, "admin12345", "admin12345", "这个密码太容易被猜到，请换一个。"),
    ("", "", "", "密码至少要有 10 个字符。"),
]


def test_a_bad_change_of_password_names_what_is_wrong(office: Office) -> None:
    browser = office.sign_in()

    for old, new, again, told in CHANGES:
        answer = post(browser, "/account/password", {"old": old, "new": new, "again": again})

        assert (answer.status_code, told in answer.get_data(as_text=True)) == (422, True), told
    assert office.sign_in().get("/").status_code == 200


def test_the_sign_in_page_speaks_the_language_of_the_browser_then_the_chosen_one(office: Office) -> None:
    browser = office.browser()
    english = browser.get("/sign-in", headers={"Accept-Language": "en-GB,en;q=0.9"}).get_data(as_text=True)
    chinese = browser.get("/sign-in", headers={"Accept-Language": "zh-CN,zh;q=0.9"})

    browser.post(
        "/account/language", data={"csrf_token": token_in(chinese), "language": "en", "next": "/sign-in"}
    )
    chosen = browser.get("/sign-in", headers={"Accept-Language": "zh-CN"}).get_data(as_text=True)

    assert '<html lang="en"' in english
    assert "Sign in" in english
    assert "修改" not in chosen
    assert '<html lang="zh-Hans"' in chinese.get_data(as_text=True)
    assert '<html lang="en"' in chosen


def test_the_own_language_goes_along_to_another_browser(office: Office) -> None:
    post(office.sign_in(), "/account/language", {"language": "en", "next": "/account/"}, page="/account/")

    page = office.sign_in().get("/account/", headers={"Accept-Language": "zh-CN"}).get_data(as_text=True)

    assert '<html lang="en"' in page


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\tevil",
        "evil",
        "",
        "/\n/evil",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(elsewhere: str) -> None:
    assert own_address(elsewhere) == "/"


def test_the_first_password_is_made_for_the_oldest_administrator_once(make_office: MakeOffice) -> None:
    office = make_office(first_password=False)
    office.erp.do("user.create", {"login": "second", "roles": ["administrator"]}, user="admin")

    first = accounts.ensure_first(office.erp)
    again = accounts.ensure_first(office.erp)

    assert first is not None
    assert (first[0], len(first[1]), again) == ("admin", 16, None)
    assert office.sign_in(*first).get("/").location == "/account/password"


def test_a_fresh_company_has_no_password_that_works(make_office: MakeOffice) -> None:
    office = make_office(first_password=False)

    answers = [
        post(office.browser(), "/sign-in", {"login": login, "password": password}).status_code
        for login, password in (("admin", "admin"), ("admin", ""), ("system", "system"), ("admin", "sanbao"))
    ]

    assert answers == [422] * 4
