"""What an administrator does for people who cannot come in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from offices import Office, post

from sanbao.errors import Forbidden
from sanbao_admin.signing_in import administering
from sanbao_admin.signing_in.errors import NoAccount

ACTS: tuple[Callable[..., object], ...] = (
    administering.reset_password,
    administering.unlock,
    administering.end_sessions,
    administering.reset_two_factor,
)


@pytest.fixture
def backend() -> str:
    """One database is enough here; sessions and tries are tested on both."""
    return "sqlite"


def test_a_new_password_is_shown_once_and_must_be_changed(office: Office) -> None:
    office.add("li.na", ["service_clerk"])

    new = administering.reset_password(office.erp, "li.na", by="admin")

    assert len(new) == 16
    assert office.sign_in("li.na", new).get("/").location == "/account/password"


def test_somebody_who_never_had_a_password_gets_one(office: Office) -> None:
    office.add("li.na", ["service_clerk"], password=None)
    before = post(office.browser(), "/sign-in", {"login": "li.na", "password": ""}).status_code

    new = administering.reset_password(office.erp, "li.na", by="admin")

    assert before == 422
    assert office.sign_in("li.na", new).get("/account/").status_code == 302


def test_states_tell_how_everybody_stands(office: Office) -> None:
    office.add("li.na", ["service_clerk"])
    office.add("wang", ["auditor"], password=None)
    office.sign_in("li.na")
    office.sign_in("li.na")

    found = {one.login: one for one in administering.states(office.erp)}

    assert list(found) == ["admin", "li.na", "wang"]
    assert (found["li.na"].has_password, found["li.na"].sessions_count) == (True, 2)
    assert (found["wang"].has_password, found["wang"].sessions_count) == (False, 0)


@pytest.mark.parametrize("login", ["nobody", "system", ""])
def test_there_is_nothing_to_do_for_somebody_who_is_not_there(office: Office, login: str) -> None:
    for act in ACTS:
        with pytest.raises(NoAccount):
            act(office.erp, login, by="admin")


def test_nobody_climbs_by_taking_an_administrators_account_over(office: Office) -> None:
    office.add("hr", ["hr"])
    office.add("li.na", ["service_clerk"])

    for act in ACTS:
        with pytest.raises(Forbidden):
            act(office.erp, "admin", by="hr")
        act(office.erp, "li.na", by="hr")

    assert office.sign_in("admin").get("/account/").status_code == 200


def test_an_account_shows_and_ends_its_own_tokens_and_no_others(office: Office) -> None:
    office.add("li.na", ["service_clerk"])
    mine, hers = office.sign_in(), office.sign_in("li.na")
    wanted = {"name": "till", "scopes": "read", "expires_on": "2024-12-31"}

    shown = post(mine, "/account/tokens", wanted, page="/account/").get_data(as_text=True)
    foreign = post(hers, "/account/tokens/1/revoke", page="/account/")
    own = post(mine, "/account/tokens/1/revoke", page="/account/")

    assert "sanbao_" in shown
    assert "till" not in hers.get("/account/").get_data(as_text=True)
    assert (foreign.status_code, own.status_code) == (404, 302)


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"name": "", "scopes": "read", "expires_on": "2024-12-31"},
        {"name": "x", "scopes": "nonsense", "expires_on": "2024-12-31"},
        {"name": "x", "scopes": "read", "expires_on": "2030-12-31"},
        {"name": "x", "scopes": "read", "expires_on": "tomorrow"},
        {"name": "x" * 100, "scopes": "", "expires_on": ""},
    ],
)
def test_a_bad_token_is_not_made_and_what_was_typed_stays(office: Office, wanted: dict[str, str]) -> None:
    answer = post(office.sign_in(), "/account/tokens", wanted, page="/account/")

    assert answer.status_code == 422
    assert "sanbao_" not in answer.get_data(as_text=True).replace("sanbao_admin", "")
