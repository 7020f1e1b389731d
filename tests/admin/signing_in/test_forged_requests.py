"""Other sites change nothing through a signed-in browser (W2); looking changes nothing either."""

from __future__ import annotations

import hashlib

import pytest
from answers import inline, lacking
from offices import MakeOffice, Office, token_in
from sqlalchemy import inspect, text
from walking import addresses

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
#: What may differ after a look: who looked when, and what was tried.
_OF_THE_DOOR = {"admin_session", "admin_tries", "admin_log"}


@pytest.fixture
def backend() -> str:
    """One database is enough: what is asked here does not depend on it."""
    return "sqlite"


@pytest.fixture
def hall(make_office: MakeOffice) -> Office:
    """A back office with all plugins and two people."""
    return make_office(plugins=["warranty", "billing"], people={"li.na": ["administrator"]})


def rows_digest(hall: Office) -> dict[str, str]:
    """Return a digest of each table's rows."""
    with hall.erp.database.reading() as connection:
        tables = set(inspect(connection).get_table_names()) - _OF_THE_DOOR
        return {
            table: hashlib.sha256(
                repr(sorted(map(repr, connection.execute(text(f'SELECT * FROM "{table}"'))))).encode()
            ).hexdigest()
            for table in sorted(tables)
        }


@pytest.mark.parametrize("token", ["none", "wrong", "of another session", "of another person"])
def test_no_address_changes_anything_without_the_token_of_its_own_session(hall: Office, token: str) -> None:
    browser, other = hall.sign_in(), hall.sign_in("admin" if token == "of another session" else "li.na")
    forged = {"none": "", "wrong": "x" * 90}.get(token) or token_in(other.get("/account/"))
    data = {} if token == "none" else {"csrf_token": forged}
    before, answers = rows_digest(hall), {}

    for _endpoint, address, methods in addresses(hall.app):
        for method in sorted(methods & CHANGING):
            answer = browser.open(
                address, method=method, data=data, headers={"X-CSRFToken": data.get("csrf_token", "")}
            )
            answers[f"{method} {address}"] = answer.status_code

    assert len(answers) > 10
    assert {name: status for name, status in answers.items() if status not in refusals(name)} == {}
    assert rows_digest(hall) == before
    assert browser.get("/account/").status_code == 200


def refusals(name: str) -> tuple[int, ...]:
    """Return how a forged request is refused; the sign-in page is shown anew, programs have no cookie that counts."""
    if name == "POST /sign-in":
        return (302, 400)
    return (400, 401, 404, 405, 415) if " /api/" in name else (400,)


def test_looking_changes_nothing_and_every_answer_is_careful(hall: Office) -> None:
    """Every address, looked at by an administrator: no row differs, no fault, every header, nothing inline (W2, W3)."""
    browser = hall.sign_in()
    before, wrong = rows_digest(hall), {}

    for endpoint, address, methods in addresses(hall.app):
        for method in sorted(methods - CHANGING):
            answer = browser.open(address, method=method)
            said = lacking(answer) + inline(answer)
            if "static" not in endpoint and answer.headers.get("Cache-Control") != "no-store":
                said.append(f"Cache-Control: {answer.headers.get('Cache-Control')}")
            if said or answer.status_code >= 500:
                wrong[f"{method} {address} {answer.status_code}"] = said
            answer.close()

    assert wrong == {}
    assert rows_digest(hall) == before


def test_a_look_does_not_change_something_by_calling_itself_a_change(hall: Office) -> None:
    browser = hall.sign_in()
    before = rows_digest(hall)

    for said in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        browser.get("/account/tokens?_method=POST", headers={said: "POST"})
        browser.post("/account/tokens?csrf_token=x", headers={said: "GET"})

    assert rows_digest(hall) == before


def test_a_script_sends_the_token_in_a_header(hall: Office) -> None:
    browser = hall.sign_in()
    token = token_in(browser.get("/account/"))

    answer = browser.post("/account/sessions/end", headers={"X-CSRFToken": token})

    assert answer.status_code == 302


def test_the_token_of_the_sign_in_page_ends_with_signing_in(hall: Office) -> None:
    browser = hall.browser()
    before = token_in(browser.get("/sign-in"))
    browser.post("/sign-in", data={"csrf_token": before, "login": "admin", "password": "leaf-Winter-37-boat"})

    answer = browser.post("/account/sessions/end", data={"csrf_token": before})

    assert answer.status_code == 400


def test_over_https_a_form_from_another_site_is_refused_by_where_it_comes_from(hall: Office) -> None:
    browser = hall.browser()
    page = browser.get("/sign-in", base_url="https://localhost")
    data = {"csrf_token": token_in(page), "login": "admin", "password": "leaf-Winter-37-boat"}

    elsewhere = browser.post(
        "/sign-in", data=data, base_url="https://localhost", headers={"Referer": "https://evil.example/"}
    )
    here = browser.post(
        "/sign-in", data=data, base_url="https://localhost", headers={"Referer": "https://localhost/sign-in"}
    )

    assert (elsewhere.location, here.location) == ("/sign-in?again=1", "/")
