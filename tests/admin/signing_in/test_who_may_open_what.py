"""Who may open which address (A3): the reviewed table is complete, true, and kept at every door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml
from flask import Flask
from offices import MakeOffice, Office, token_in
from route_table import FILE, PLUGINS, PROGRAMS, TOKEN, Needs, as_list, found_in, permissions_of
from walking import address_of
from werkzeug.test import Client

from sanbao.access.roles import ROLES
from sanbao_admin import policy
from sanbao_admin.api import tokens

TABLE = yaml.safe_load(FILE.read_text(encoding="utf-8"))
REVIEWED: Needs = {**TABLE["pages"], **TABLE["programs"]}
NOBODY = "nobody"
#: The core's roles, and those that plugins bring.
EVERYBODY = {*ROLES, *(role for codes in TABLE["roles"].values() for role in codes)}


@pytest.fixture
def backend() -> str:
    """One database is enough: what is asked here does not depend on it."""
    return "sqlite"


@pytest.fixture
def hall(make_office: MakeOffice) -> Office:
    """A back office with all plugins, and a person for each role and for none; requests are not counted."""
    people = {role.replace("_", "."): [role] for role in EVERYBODY if role != "administrator"}
    return make_office(
        plugins=PLUGINS, people={**people, NOBODY: []}, config={"API_REQUESTS_PER_MINUTE": 1_000_000}
    )


def test_every_address_stands_in_the_table_with_what_it_needs_and_no_other_does(hall: Office) -> None:
    found = found_in(hall.app)

    assert {rule: needs for rule, needs in found.items() if REVIEWED.get(rule) != needs} == {}
    assert sorted(REVIEWED.keys() - found.keys()) == []


def test_every_permission_has_the_roles_that_were_reviewed(hall: Office) -> None:
    with hall.erp.reading("admin") as work:
        found = {permission: work.access.roles_for(permission) for permission in TABLE["roles"]}

    assert found == TABLE["roles"]


def test_the_table_names_every_permission_that_an_address_needs() -> None:
    assert permissions_of(REVIEWED) == TABLE["roles"].keys()


def test_without_a_plugin_its_addresses_are_gone_and_the_others_stay_as_they_are(
    make_office: MakeOffice,
) -> None:
    alone = make_office()

    found = found_in(alone.app)

    assert {rule for rule, needs in found.items() if not fits(needs, REVIEWED.get(rule))} == set()
    assert 0 < len(found) < len(REVIEWED)


def fits(needs: dict[str, Any], reviewed: dict[str, Any] | None) -> bool:
    """Tell whether a smaller company asks for what was reviewed, or for some of several permissions."""
    return reviewed is not None and all(
        set(as_list(need)) <= set(as_list(reviewed.get(method))) for method, need in needs.items()
    )


def roles_of(need: Any) -> set[str]:
    """Return the people, named as in the table, who may have what needs this."""
    if need in (policy.PUBLIC, policy.SIGNED_IN, TOKEN):
        return {*EVERYBODY, NOBODY}
    return {"administrator", *(role for one in as_list(need) for role in TABLE["roles"][one])}


def rows(app: Flask, *, of_programs: bool) -> Iterator[tuple[str, str, str, set[str], int]]:
    """Yield each row's method, address, need, and whom it lets in; numbered, so that roles take turns."""
    for number, rule in enumerate(
        sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, str(one.methods)))
    ):
        if rule.rule.startswith(PROGRAMS) is of_programs:
            for method in sorted(REVIEWED.get(rule.rule, {}).keys() & (rule.methods or set())):
                need = REVIEWED[rule.rule][method]
                yield method, address_of(rule), str(need), roles_of(need), number


def turn(roles: set[str], number: int) -> str:
    """Return one of the roles, another one for each row."""
    return sorted(roles)[number % len(roles)]


def test_no_page_opens_to_whoever_is_not_in(hall: Office) -> None:
    browser = hall.browser()
    token = token_in(browser.get("/sign-in"))
    opened = []
    for method, address, need, _roles, _number in rows(hall.app, of_programs=False):
        answer = browser.open(
            address, method=method, data={"csrf_token": token} if method == "POST" else None
        )
        is_shut = answer.status_code == 401 or (
            answer.status_code == 302 and "/sign-in?next=" in str(answer.location)
        )
        if is_shut is (need == policy.PUBLIC):
            opened.append(f"{method} {address} {answer.status_code}")
        if answer.headers.get("Set-Cookie"):
            token = token_in(browser.get("/sign-in"))
        answer.close()

    assert opened == []


def test_each_page_opens_to_a_role_that_may_and_stays_shut_to_one_that_may_not(hall: Office) -> None:
    browsers: dict[str, tuple[Client, str]] = {}
    wrong = []
    for method, address, need, roles, number in rows(hall.app, of_programs=False):
        if need == policy.PUBLIC:
            continue
        for role, is_open in [(turn(roles, number), True), *shut(roles, number)]:
            browser, token = browsers.get(role) or browsers.setdefault(role, come_in(hall, role))
            answer = browser.open(
                address, method=method, data={"csrf_token": token} if method == "POST" else None
            )
            is_refused = answer.status_code in (401, 403)
            if (is_refused is is_open and not is_asked_inside(address, need)) or answer.status_code >= 500:
                wrong.append(f"{role}: {method} {address} {answer.status_code}, needs {need}")
            if answer.headers.get("Set-Cookie") or "/sessions/end" in address:
                del browsers[role]
            answer.close()

    assert wrong == []


def is_asked_inside(address: str, need: str) -> bool:
    """Tell whether an address is common to all, and what stands in it is not."""
    return need == policy.SIGNED_IN and address.startswith(
        ("/do/", "/refs/", "/reports/", "/paper/", "/home/chart/")
    )


def test_a_common_address_is_shut_to_whoever_may_not_have_what_stands_in_it(hall: Office) -> None:
    browsers: dict[str, tuple[Client, str]] = {}
    with hall.erp.reading("admin") as work:
        asked = {f"/do/{name}": work.access.roles_for(name) for name in work.registry.operations}
        asked |= {
            f"/reports/{name}": work.access.roles_for(one.question)
            for name, one in work.registry.reports.items()
        }
    opened = []
    for number, (address, may) in enumerate(sorted(asked.items())):
        role = turn({*EVERYBODY, NOBODY} - {"administrator", *may}, number)
        browser, token = browsers.get(role) or browsers.setdefault(role, come_in(hall, role))
        answers = [browser.get(address)]
        if address.startswith("/do/"):
            answers.append(browser.post(address, data={"csrf_token": token}))
        if any(answer.status_code not in (403, 404) for answer in answers):
            opened.append(f"{role}: {address} {[answer.status_code for answer in answers]}")

    assert len(asked) > 150
    assert opened == []


def shut(roles: set[str], number: int) -> list[tuple[str, bool]]:
    """Return one role that may not, where there is one."""
    others = {*EVERYBODY, NOBODY} - roles
    return [(turn(others, number), False)] if others else []


def come_in(hall: Office, role: str) -> tuple[Client, str]:
    """Return the browser of a person in a role, and the token of its forms."""
    browser = hall.sign_in("admin" if role == "administrator" else role.replace("_", "."))
    return browser, token_in(browser.get("/account/"))


#: What some roles may ask about a paper of theirs, and nobody of them about all.
OF_A_PAPER = ("ledger.entries",)


def test_each_address_for_programs_opens_to_a_role_that_may_and_stays_shut_to_one_that_may_not(
    hall: Office,
) -> None:
    browser, secrets, wrong = hall.browser(), dict[str, str](), []
    for method, address, need, roles, number in rows(hall.app, of_programs=True):
        for role, is_open in [(turn(roles, number), True), *shut(roles, number)]:
            secret = secrets.get(role) or secrets.setdefault(role, token_for(hall, role))
            answer = call(browser, method, address, secret, number)
            is_refused = answer in (401, 403)
            is_unknown = answer == 404 and not is_open
            is_inside = need in OF_A_PAPER and is_open
            if (is_refused is is_open and not is_unknown and not is_inside) or answer >= 500:
                wrong.append(f"{role}: {method} {address} {answer}, needs {need}")
        if call(browser, method, address, "", number) != 401:
            wrong.append(f"no token: {method} {address}")

    assert wrong == []


def call(browser: Client, method: str, address: str, secret: str, number: int) -> int:
    """Return the status of a program's request with an empty body, as a trial."""
    heads = {"Idempotency-Key": f"key-{number}", "Authorization": f"Bearer {secret}"}
    heads = heads if secret else {}
    body = {} if method == "GET" else {"json": {}}
    query = "" if method == "GET" or "/questions/" in address else "?dry_run=true"
    return browser.open(address + query, method=method, headers=heads, **body).status_code  # type: ignore[arg-type]


def token_for(hall: Office, role: str) -> str:
    """Return the secret of a token with all rights of a person in a role."""
    login = "admin" if role == "administrator" else role.replace("_", ".")
    return tokens.create(hall.erp, login, "till", [tokens.EVERYTHING], date(2024, 12, 31))[1]
