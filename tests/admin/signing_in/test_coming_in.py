"""Signing in and out, as a person does it."""

from __future__ import annotations

from tests.admin.conftest import PASSWORD, Office, post


def test_whoever_knows_her_password_comes_in(office: Office) -> None:
    browser = office.browser()

    answer = post(browser, "/sign-in", {"login": "admin", "password": PASSWORD})

    assert (answer.status_code, answer.location) == (302, "/")
    assert browser.get("/").status_code == 200
