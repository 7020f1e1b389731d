"""Who came, went and failed is written down, without secrets; nothing in the program takes it back."""

from __future__ import annotations

import ast
import logging
from pathlib import Path

import pytest
from offices import PASSWORD, Office, post
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

import sanbao_admin
from sanbao.ledger import guards
from sanbao_admin import keeping
from sanbao_admin.signing_in import administering, log
from sanbao_admin.signing_in.models import LogEntry


@pytest.fixture
def backend() -> str:
    """One database is enough here; sessions and tries are tested on both."""
    return "sqlite"


def events(office: Office) -> list[str]:
    with keeping.reading(office.erp) as session:
        return list(session.scalars(select(LogEntry.event).order_by(LogEntry.id)))


def entries(office: Office) -> list[LogEntry]:
    with keeping.reading(office.erp) as session:
        return list(session.scalars(select(LogEntry).order_by(LogEntry.id)))


def test_coming_failing_changing_and_going_are_written_down(office: Office) -> None:
    post(office.browser("192.0.2.9"), "/sign-in", {"login": "admin", "password": "wrong-wrong"})
    browser = office.sign_in()
    new = {"old": PASSWORD, "new": "nine-Green-boats", "again": "nine-Green-boats"}
    post(browser, "/account/password", new)
    post(browser, "/sign-out", page="/account/")

    assert events(office) == ["sign_in.failed", "sign_in", "password.changed", "sign_out"]
    assert entries(office)[0].address == "192.0.2.9"
    assert {entry.user_id for entry in entries(office)} == {entries(office)[0].user_id}


def test_what_an_administrator_does_is_written_down_with_her_name(office: Office) -> None:
    office.add("li.na", ["service_clerk"])

    administering.reset_password(office.erp, "li.na", by="admin")
    administering.unlock(office.erp, "li.na", by="admin")
    administering.end_sessions(office.erp, "li.na", by="admin")
    administering.reset_two_factor(office.erp, "li.na", by="admin")

    assert events(office) == ["password.reset", "unlocked", "sessions.ended", "two_factor.reset"]
    assert {entry.details["by"] for entry in entries(office)} == {"admin"}


def test_an_export_is_written_down(office: Office) -> None:
    log.note(office.erp, "export", list="claims", rows=120)

    assert entries(office)[0].details == {"list": "claims", "rows": 120}


def test_a_file_that_is_taken_along_is_written_down(office: Office) -> None:
    browser = office.sign_in()

    browser.get("/records/party/export.xlsx?q=x").close()
    browser.get("/money/verify/anchor.json").close()

    taken = [entry.details for entry in entries(office) if entry.event == "export"]
    assert [one.get("list") or one.get("file") for one in taken] == [
        "records/party",
        "/money/verify/anchor.json",
    ]


def test_no_secret_reaches_a_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = office.sign_in()
    post(office.browser(), "/sign-in", {"login": "my-password-by-mistake", "password": "another-secret"})
    cookie = browser.get_cookie("__Host-sanbao")
    assert cookie is not None

    written = caplog.text + str([vars(entry) for entry in entries(office)])

    assert "sign_in user=admin address=127.0.0.1 request=" in written
    for secret in (PASSWORD, "another-secret", "my-password-by-mistake", cookie.value):
        assert secret not in written


def test_a_failed_try_for_nobody_names_nobody(office: Office) -> None:
    post(office.browser(), "/sign-in", {"login": "nobody", "password": "wrong-wrong"})

    assert [(entry.event, entry.user_id, entry.details) for entry in entries(office)] == [
        ("sign_in.failed", None, {})
    ]


def test_a_request_is_found_in_every_log_by_the_same_word(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "sanbao.web")

    office.sign_in()

    assert f"request={entries(office)[0].request}" in caplog.text


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize(
    "statement", ["UPDATE admin_log SET event = 'x'", "DELETE FROM admin_log", "TRUNCATE admin_log"]
)
def test_the_database_refuses_to_change_the_log(office: Office, statement: str) -> None:
    office.sign_in()

    with pytest.raises(ProgrammingError, match="permission denied"), keeping.writing(office.erp) as session:
        session.execute(text(statement))

    assert events(office) == ["sign_in"]


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
@pytest.mark.parametrize("statement", ["UPDATE admin_log SET event = 'x'", "DELETE FROM admin_log"])
def test_not_even_the_owner_of_the_database_changes_the_log(office: Office, statement: str) -> None:
    office.sign_in()

    with pytest.raises(DBAPIError, match="append_only"), office.erp.database.owning() as connection:
        connection.execute(text(statement))

    assert events(office) == ["sign_in"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_guard_of_the_log_that_was_taken_away_is_told_and_put_back(office: Office) -> None:
    with office.erp.database.owning() as connection:
        connection.execute(text("DROP TRIGGER log_admin_log_delete"))
        missing = guards.compare(connection)
        guards.install(connection)
        afterwards = guards.compare(connection)

    assert (missing, afterwards) == (["trigger log_admin_log_delete"], [])


def test_no_line_of_the_program_changes_or_deletes_the_log() -> None:
    """The class is only ever made and selected: it is named in no update, no delete and no assignment."""
    root = Path(str(sanbao_admin.__file__)).parent
    touching = []
    for path in root.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                "update",
                "delete",
            ):
                touching += [
                    path.name for one in ast.walk(node) if isinstance(one, ast.Name) and one.id == "LogEntry"
                ]

    assert touching == []
