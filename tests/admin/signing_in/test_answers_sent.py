"""What every answer says to the browser (W3), on every address of the application, errors and files included."""

from __future__ import annotations

import re

import pytest
from answers import lacking
from flask import request
from offices import MakeOffice, Office
from walking import addresses


@pytest.fixture
def backend() -> str:
    """One database is enough: what is asked here does not depend on it."""
    return "sqlite"


@pytest.fixture
def hall(make_office: MakeOffice) -> Office:
    """A back office with all plugins."""
    return make_office(plugins=["warranty", "billing"])


def test_every_address_sends_every_header_to_whoever_is_not_in(hall: Office) -> None:
    browser, wrong = hall.browser(), {}
    for endpoint, address, methods in addresses(hall.app):
        for method in sorted(methods - {"HEAD", "OPTIONS"}):
            answer = browser.open(address, method=method)
            said = lacking(answer)
            if "static" not in endpoint and answer.headers.get("Cache-Control") != "no-store":
                said.append(f"Cache-Control: {answer.headers.get('Cache-Control')}")
            if said:
                wrong[f"{method} {address} {answer.status_code}"] = said
            answer.close()

    assert wrong == {}


@pytest.mark.parametrize(
    "method, asked, status",
    [
        ("GET", "/nowhere", 404),
        ("POST", "/sign-in", 400),
        ("DELETE", "/sign-in", 405),
        ("GET", "/assets/nowhere.css", 404),
        ("GET", "/assets/../plugin.py", 404),
        ("GET", "/%00", 404),
    ],
)
def test_refusals_send_them_too(hall: Office, method: str, asked: str, status: int) -> None:
    answer = hall.browser().open(asked, method=method)

    assert lacking(answer) == []
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.status_code in (status, 302, 400)


def test_a_fault_sends_them_too_and_tells_nothing(hall: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise RuntimeError("the secret is xyzzy")

    hall.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(hall.app.view_functions, "security.login", fail)
    fail.need = "public"  # type: ignore[attr-defined]

    answer = hall.browser().get("/sign-in")

    assert answer.status_code == 500
    assert lacking(answer) == []
    assert "xyzzy" not in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)


def test_each_answer_has_a_nonce_of_its_own(hall: Office) -> None:
    browser = hall.browser()

    seen = {browser.get("/sign-in").headers["Content-Security-Policy"] for _ in range(5)}

    assert len(seen) == 5


def test_files_of_the_skin_are_kept_for_long_and_their_address_changes_with_their_content(
    hall: Office,
) -> None:
    page = hall.browser().get("/sign-in").get_data(as_text=True)
    address = re.search(r'href="(/assets/sanbao\.css\?v=[0-9a-f]{12})"', page)
    assert address is not None

    answer = hall.browser().get(address[1])
    answer.close()

    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_more_than_sixteen_megabytes_are_not_read(hall: Office) -> None:
    answer = hall.browser().post("/sign-in", data={"login": "x" * (17 * 1024 * 1024)})

    assert answer.status_code == 413


def test_a_proxy_is_believed_only_where_it_is_named(make_office: MakeOffice) -> None:
    told = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
    }
    unnamed, named = make_office(), make_office(config={"SANBAO_PROXIES": 1})

    def seen(hall: Office) -> tuple[str | None, str, str]:
        with hall.app.test_client() as browser:
            browser.get("/sign-in", headers=told)
            return request.remote_addr, request.scheme, request.host

    assert seen(unnamed) == ("127.0.0.1", "http", "localhost")
    assert seen(named) == ("203.0.113.9", "https", "localhost")


def test_other_names_than_the_trusted_ones_are_not_answered(make_office: MakeOffice) -> None:
    hall = make_office(config={"TRUSTED_HOSTS": ["office.example"]})
    browser = hall.browser()

    good = browser.get("/sign-in", base_url="https://office.example")
    evil = browser.get("/sign-in", base_url="https://evil.example")

    assert (good.status_code, evil.status_code) == (200, 400)
    assert lacking(evil) == []
