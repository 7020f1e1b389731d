"""Plugins on their page: what each owns, switched on and off with nothing lost; for administrators alone."""

from __future__ import annotations

import pytest
from offices import MakeOffice, Office, counted, post
from reading import page_of
from sqlalchemy import select

from sanbao.database.pointing import count_rows, foreign_keys
from sanbao.plugin.models import OutboxMessage
from sanbao_admin import keeping
from sanbao_admin.setting_up import plugins
from sanbao_admin.signing_in.models import LogEntry


def test_a_plugin_is_switched_on_and_its_pages_appear(renewing: Office) -> None:
    browser = renewing.sign_in()
    before = browser.get("/papers/claim").status_code

    answer = post(
        browser, "/set-up/plugins/warranty/on", page="/set-up/plugins/warranty", follow_redirects=True
    )

    assert answer.status_code == 200
    assert "已启用" in answer.get_data(as_text=True)
    assert (before, browser.get("/papers/claim").status_code) == (404, 200)
    with keeping.reading(renewing.erp) as session:
        assert "plugin.enable" in session.scalars(select(LogEntry.event)).all()


def test_a_form_that_was_opened_before_is_sent_after_the_switch(renewing: Office) -> None:
    clerk, admin = renewing.sign_in(), renewing.sign_in()
    form = page_of(clerk.get("/do/party.create"))

    post(admin, "/set-up/plugins/warranty/on", page="/set-up/plugins/warranty")
    sent = {**form.fields, "code": "C1", "name": "滨江医院"}
    answer = clerk.post("/do/party.create", data=sent)

    assert answer.status_code == 303, answer.get_data(as_text=True)
    with renewing.erp.reading("admin") as work:
        assert work.find("party", "C1").name == "滨江医院"


def test_switching_off_shows_what_it_means_and_asks_first(renewing: Office) -> None:
    browser = renewing.sign_in()
    post(browser, "/set-up/plugins/warranty/on", page="/set-up/plugins/warranty")
    erp = renewing.erp
    erp.do("product.create", {"code": "P", "name": "泵"}, user="admin")
    erp.do("unit.register", {"serial": "HA-1", "product": "P", "accepted_on": "2024-01-10"}, user="admin")
    erp.do("claim.open", {"unit": "HA-1", "fault": "无压力"}, user="admin")

    shown = browser.get("/set-up/plugins/warranty").get_data(as_text=True)
    unread = post(browser, "/set-up/plugins/warranty/off", page="/set-up/plugins/warranty")
    done = post(
        browser,
        "/set-up/plugins/warranty/off",
        {"read": "yes"},
        page="/set-up/plugins/warranty",
        follow_redirects=True,
    )

    assert "1 张单据仍可查看和打印" in shown
    assert (unread.status_code, done.status_code) == (422, 200)
    assert "warranty" not in erp.registry.plugins
    assert "sanbao plugin purge warranty" in done.get_data(as_text=True)


def test_a_plugin_that_is_needed_stays_on(make_office: MakeOffice) -> None:
    office = make_office(plugins=["warranty", "billing"])
    browser = office.sign_in()

    page = browser.get("/set-up/plugins/warranty").get_data(as_text=True)
    answer = post(browser, "/set-up/plugins/admin/off", {"read": "yes"}, page="/set-up/plugins/warranty")

    assert "warranty_claim" in page
    assert answer.status_code == 404
    assert "admin" in office.erp.registry.plugins


def test_only_an_administrator_sees_and_switches_plugins(staffed: Office) -> None:
    clerk = staffed.sign_in("clerk")

    answers = [
        clerk.get(address).status_code
        for address in ("/set-up/plugins/", "/set-up/plugins/warranty", "/set-up/health/")
    ]
    sent = post(clerk, "/set-up/plugins/warranty/on", page="/account/")

    assert answers == [403, 403, 403]
    assert sent.status_code == 403
    assert "warranty" not in staffed.erp.registry.plugins


def test_a_server_without_the_owners_connection_says_which_command_helps(
    office: Office, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if backend == "postgresql":
        monkeypatch.setattr(office.erp.database, "owner", office.erp.database.engine)
    browser = office.sign_in()

    answer = post(browser, "/set-up/plugins/warranty/on", page="/set-up/plugins/warranty")

    if backend == "postgresql":
        assert answer.status_code == 409
        assert "sanbao --owner-db URL plugin enable warranty" in answer.get_data(as_text=True)
    else:
        assert answer.status_code == 302
    assert ("warranty" in office.erp.registry.plugins) == (backend == "sqlite")


def test_messages_that_were_set_apart_are_shown_and_sent_again(office: Office) -> None:
    erp = office.erp
    with keeping.writing(erp) as session:
        facts = {"company_id": erp.company_row.id, "hook": "after_operation", "plugin": "admin"}
        session.add(
            OutboxMessage(
                **facts,
                payload={"operation": "party.create"},
                state="quarantined",
                due_at=erp.clock(),
                attempts=5,
                error="the mail server is away",
            )  # fmt: skip
        )
    browser = office.sign_in()

    shown = browser.get("/set-up/plugins/admin").get_data(as_text=True)
    post(browser, "/set-up/health/send-again", {"plugin": "admin"}, page="/set-up/health/")

    assert "the mail server is away" in shown
    with keeping.reading(erp) as session:
        assert session.scalars(select(OutboxMessage.state)).all() == ["waiting"]


def test_an_unknown_plugin_is_not_there(office: Office) -> None:
    browser = office.sign_in()

    assert browser.get("/set-up/plugins/nothing").status_code == 404
    assert plugins.plugin_facts.BUILT_IN == ("core", "admin")


def test_the_page_of_a_plugin_asks_for_all_tables_at_once(make_office: MakeOffice) -> None:
    office = make_office(plugins=["warranty", "billing"])
    browser = office.sign_in()
    browser.get("/set-up/plugins/warranty")

    with counted(office) as statements:
        answer = browser.get("/set-up/plugins/warranty")

    assert answer.status_code == 200
    assert len(statements) <= 40


def test_tables_of_others_that_point_at_a_plugins_own_stand_in_the_way(make_office: MakeOffice) -> None:
    office = make_office(plugins=["warranty", "billing"])

    with office.erp.database.reading() as connection:
        pairs = foreign_keys(connection)
        counts = count_rows(connection, ["party", "app_user"], most=1)

    assert ("warranty_claim", "unit") in pairs
    assert counts == {"party": 0, "app_user": 1}
