"""The first page: what a role may see, what needs her, and what a new company does first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from offices import Clock, MakeOffice, Office, post
from reading import page_of
from sqlalchemy import event

PLUGINS = ["warranty", "billing"]
#: Tables that say who is asking and what she may; every page looks at them.
WHO_ASKS = ("admin_session", "admin_account", "user_role", "app_user.login", "role_grant", "database_state")
PEOPLE = {
    "li.na": ["service_clerk"],
    "wu.gang": ["service_clerk"],
    "gao.yi": ["finance"],
}


@pytest.fixture
def backend() -> str:
    """One database is enough for most: the statements are tested on both below."""
    return "sqlite"


@pytest.fixture
def clock() -> Clock:
    """A clock at nine in the morning."""
    return Clock()


@pytest.fixture
def service(make_office: MakeOffice, clock: Clock) -> Office:
    """An office with all plugins, two clerks and an accountant."""
    return make_office(plugins=PLUGINS, people=PEOPLE, clock=clock)


def take_a_call(office: Office, serial: str = "SN1") -> str:
    """Register a unit and take a call for it, by the clerk."""
    erp = office.erp
    erp.do("product.create", {"code": "CAM", "name": "枪机"}, user="admin")
    erp.do("unit.register", {"serial": serial, "product": "CAM"}, user="admin")
    return str(erp.do("claim.open", {"unit": serial, "fault": "黑屏"}, user="li.na").number)


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """Remember every statement that is sent to the database."""
    seen: list[str] = []

    def remember(_conn: object, _cursor: object, text: str, *_rest: object) -> None:
        seen.append(text)

    event.listen(office.erp.database.engine, "before_cursor_execute", remember)
    yield seen
    event.remove(office.erp.database.engine, "before_cursor_execute", remember)


def test_a_new_company_is_told_what_to_do_first(service: Office) -> None:
    page = page_of(service.sign_in("admin").get("/"))

    assert "开始使用" in page.headings
    for address in ("/records/product", "/import/unit", "/records/unit", "/call"):
        assert address in page.links


def test_steps_that_are_done_have_a_tick(service: Office) -> None:
    take_a_call(service)

    html = service.sign_in("admin").get("/").get_data(as_text=True)

    assert len(re.findall(r'<li class="done">', html)) == 3


def test_a_clerk_sees_her_claim_its_state_and_its_deadline_first(service: Office, clock: Clock) -> None:
    number = take_a_call(service)
    given = {"kind": "first_answer", "due_at": "2024-06-03T10:00"}
    service.erp.do("document.set_deadline", given, subject=number, user="li.na")
    clock.forward(hours=2)

    answer = service.sign_in("li.na").get("/")
    page = page_of(answer)
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())

    assert f"/paper/{number}" in page.links
    assert "2024-06-03 10:00" in text
    assert "逾期事项 1" in text
    assert any(link.startswith("/papers/claim?state=") for link in page.links)


def test_a_paper_that_is_called_like_its_customer_names_him_once(make_office: MakeOffice) -> None:
    office = make_office(plugins=["rma"])
    office.erp.do("party.create", {"code": "C1", "name": "滨江医院"}, user="admin")
    office.erp.do("product.create", {"code": "CAM", "name": "枪机"}, user="admin")
    office.erp.do("unit.register", {"serial": "K-1", "product": "CAM", "customer": "C1"}, user="admin")
    parcel = office.erp.do(
        "rma.announce", {"party": "C1", "pieces": [{"serial": "K-1"}]}, user="admin"
    ).number

    page = page_of(office.sign_in("admin").get("/"))

    assert f"/paper/{parcel}" in page.links
    assert "滨江医院" in page.text
    assert "滨江医院 · 滨江医院" not in page.text


def test_money_is_shown_to_who_may_see_it(service: Office) -> None:
    take_a_call(service)

    clerk, accountant = (page_of(service.sign_in(login).get("/")) for login in ("li.na", "gao.yi"))

    assert "应收余额" not in clerk.text
    assert "应收余额" in accountant.text
    assert "质保准备金" in accountant.text
    assert any(link.startswith("/money/open-items?role=AR") for link in accountant.links)


def test_papers_are_handed_to_a_deputy_and_then_are_her_work_too(service: Office) -> None:
    number = take_a_call(service)
    clerk = service.sign_in("li.na")

    before = page_of(service.sign_in("wu.gang").get("/")).names.count("subject")
    form = page_of(clerk.get(f"/do/document.assign?subject={number}&then=/"))
    done = clerk.post("/do/document.assign", data={**form.fields, "deputy": "wu.gang", "act": "do"})

    assert done.status_code == 303
    assert before == 0
    page = page_of(service.sign_in("wu.gang").get("/"))
    assert page.value("then") == "/"
    assert "subject" in page.names


def test_several_papers_are_handed_over_at_once(service: Office) -> None:
    numbers = [take_a_call(service)]
    given = {"unit": "SN1", "fault": "黑屏"}
    numbers.append(str(service.erp.do("claim.open", given, user="li.na").number))
    clerk = service.sign_in("li.na")
    address = "/do/document.assign?" + "&".join(f"subject={number}" for number in numbers)

    form = page_of(clerk.get(address)).fields
    sent = {**form, "subject": numbers, "deputy": "wu.gang", "act": "do"}
    done = clerk.post("/do/document.assign", data=sent)

    assert done.status_code == 303
    links = page_of(service.sign_in("wu.gang").get("/")).links
    assert {f"/paper/{number}" for number in numbers} <= set(links)


def test_the_first_page_speaks_english_too(service: Office) -> None:
    browser = service.sign_in("gao.yi")

    post(browser, "/account/language", {"language": "en", "next": "/"}, page="/")

    page = page_of(browser.get("/"))
    assert page.headings[0] == "Good day, gao.yi"
    assert "Open receivables" in page.text


class TestOnBothDatabases:
    """What the databases are asked."""

    @pytest.fixture(params=["sqlite", "postgresql"])
    def backend(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    def test_few_statements_are_enough_however_many_papers_there_are(self, service: Office) -> None:
        take_a_call(service)
        for _turn in range(5):
            service.erp.do("claim.open", {"unit": "SN1", "fault": "黑屏"}, user="li.na")
        browser = service.sign_in("admin")
        browser.get("/")

        with statements(service) as seen:
            answer = browser.get("/")

        asked = [text for text in seen if "SELECT" in text and not any(name in text for name in WHO_ASKS)]
        assert answer.status_code == 200
        assert len(asked) <= 20, "\n".join(text[:100].replace("\n", " ") for text in asked)

    def test_slow_charts_follow_for_who_may_see_them(self, service: Office) -> None:
        take_a_call(service)

        charts = {
            login: [service.sign_in(login).get(f"/home/chart/{code}") for code in ("exposure", "ageing", "x")]
            for login in ("gao.yi", "li.na")
        }

        assert [answer.status_code for answer in charts["gao.yi"]] == [200, 200, 200]
        assert [answer.data for answer in charts["li.na"]] == [b"", b"", b""]
