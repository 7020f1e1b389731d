"""People and permissions on their pages: made, given roles, locked out, and the matrix that counts at once."""

from __future__ import annotations

import re

import pytest
from offices import Office, post

pytestmark = pytest.mark.either_backend

_SECRET = re.compile(r'<code class="setup-secret">([^<]+)</code>')


def test_a_new_person_gets_a_password_that_is_shown_once_and_works(office: Office) -> None:
    browser = office.sign_in()

    answer = post(
        browser, "/set-up/people/", {"login": "li.na", "name": "李娜", "roles": ["service_manager"]}
    )

    found = _SECRET.search(answer.get_data(as_text=True))
    assert found is not None
    assert "no-store" in answer.headers["Cache-Control"]
    assert found[1] not in browser.get("/set-up/people/li.na").get_data(as_text=True)
    hers = office.browser()
    assert post(hers, "/sign-in", {"login": "li.na", "password": found[1]}).status_code == 302


def test_what_was_typed_of_a_person_is_kept_where_something_is_wrong(office: Office) -> None:
    browser = office.sign_in()

    answer = post(browser, "/set-up/people/", {"login": "", "name": "李娜", "roles": ["service_manager"]})

    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="李娜"' in shown
    assert 'value="service_manager" checked' in shown


def test_a_login_that_is_taken_is_refused_in_one_sentence(staffed: Office) -> None:
    answer = post(staffed.sign_in(), "/set-up/people/", {"login": "clerk", "name": "x"})

    assert answer.status_code == 409
    assert "clerk" in answer.get_data(as_text=True)


def test_roles_are_exactly_those_that_are_ticked_and_count_from_the_next_sign_in(staffed: Office) -> None:
    clerk, admin = staffed.sign_in("clerk"), staffed.sign_in()
    before = clerk.get("/set-up/calendars/CN").status_code

    post(admin, "/set-up/people/clerk/roles", {"roles": ["hr"]}, page="/set-up/people/clerk")

    assert before == 200
    assert clerk.get("/set-up/calendars/CN").status_code == 302  # signed out
    assert staffed.sign_in("clerk").get("/set-up/calendars/CN").status_code == 200
    assert staffed.sign_in("clerk").get("/papers/quote").status_code == 403


def test_whoever_is_switched_off_is_out_at_once_and_can_come_back(staffed: Office) -> None:
    clerk, admin = staffed.sign_in("clerk"), staffed.sign_in()

    post(admin, "/set-up/people/clerk/deactivate", page="/set-up/people/clerk")
    out = clerk.get("/").status_code
    post(admin, "/set-up/people/clerk/activate", page="/set-up/people/clerk")

    assert out == 302
    assert staffed.sign_in("clerk").get("/").status_code == 200


def test_a_new_password_ends_the_old_one(staffed: Office) -> None:
    clerk, admin = staffed.sign_in("clerk"), staffed.sign_in()

    answer = post(admin, "/set-up/people/clerk/password", page="/set-up/people/clerk")

    assert _SECRET.search(answer.get_data(as_text=True)) is not None
    assert clerk.get("/").status_code == 302


def test_sessions_are_ended_from_the_persons_page(staffed: Office) -> None:
    clerk, admin = staffed.sign_in("clerk"), staffed.sign_in()

    post(admin, "/set-up/people/clerk/sign-in/end-sessions", page="/set-up/people/clerk")

    assert clerk.get("/").status_code == 302
    assert (
        post(admin, "/set-up/people/clerk/sign-in/anything", page="/set-up/people/clerk").status_code == 404
    )


def test_an_auditor_sees_people_and_changes_nothing(staffed: Office) -> None:
    auditor = staffed.sign_in("auditor")

    seen = auditor.get("/set-up/people/clerk")
    tried = [
        post(auditor, address, {"roles": ["administrator"], "login": "x"}, page="/account/").status_code
        for address in (
            "/set-up/people/",
            "/set-up/people/auditor/roles",
            "/set-up/people/clerk/password",
            "/set-up/people/clerk/deactivate",
        )
    ]

    assert seen.status_code == 200
    assert tried == [403, 403, 403, 403]


def test_a_changed_cell_of_the_matrix_counts_at_the_next_request(staffed: Office) -> None:
    clerk, admin = staffed.sign_in("clerk"), staffed.sign_in()
    before = clerk.get("/set-up/accounts/").status_code

    grant = {"role": "service_clerk", "permission": "ledger.trial_balance", "is_allowed": "yes"}
    answer = post(admin, "/do/access.grant", grant)
    after = clerk.get("/set-up/accounts/").status_code
    shown = admin.get("/set-up/roles/?own=yes").get_data(as_text=True)

    assert (before, answer.status_code, after) == (403, 303, 200)
    assert "setup-cell has own" in shown
    assert "ledger.trial_balance" in shown


def test_the_matrix_leads_to_the_form_that_gives_or_takes(staffed: Office) -> None:
    shown = staffed.sign_in().get("/set-up/roles/?plugin=core&role=finance").get_data(as_text=True)

    assert "role=finance&amp;permission=account.create&amp;is_allowed=no" in shown
    assert "role=finance&amp;permission=user.create&amp;is_allowed=yes" in shown


def test_steps_for_two_persons_with_only_one_are_pointed_out(office: Office) -> None:
    shown = office.sign_in().get("/set-up/people/").get_data(as_text=True)

    assert "须由两人分别办理" in shown


def test_english_is_spoken_to_whoever_reads_it(office: Office) -> None:
    office.erp.do("user.change", {"locale": "en"}, subject="admin", user="admin")
    browser = office.sign_in()

    assert "What this person may do" in browser.get("/set-up/people/admin").get_data(as_text=True)
