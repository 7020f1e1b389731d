"""A form that edits a record shows what stands there; what is emptied is empty afterwards, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from offices import MakeOffice, Office
from reading import Page, page_of

import sanbao
from sanbao.errors import Invalid

pytestmark = pytest.mark.either_backend

PARTY = {"code": "C1", "name": "滨江医院", "phone": "0571-1", "email": "a@b.example", "address": "北路 1"}


def _furnish(erp: sanbao.Sanbao) -> None:
    erp.do("party.create", PARTY, user="admin")
    erp.do("office.create", {"code": "O1", "name": "城南"}, user="admin")
    erp.do("product.create", {"code": "P1", "name": "泵", "price": "1250.50", "measure": "台"}, user="admin")
    erp.do("site.create", {"code": "S1", "name": "泵房", "party": "C1"}, user="admin")
    unit = {"serial": "HA-1", "product": "P1", "customer": "C1", "site": "S1", "order_no": "SO-7"}
    erp.do("unit.register", {**unit, "installed_on": "2024-05-02"}, user="admin")


@pytest.fixture
def desk(make_office: MakeOffice) -> Office:
    """An office with a customer, a product, a unit and a person in an office."""
    made = make_office(people={"li.na": ["service_clerk"]}, prepare=_furnish)
    made.erp.do("user.change", {"office": "O1"}, user="admin", subject="li.na")
    return made


def _sent(page: Page) -> dict[str, str]:
    return {name: text for name, text in page.fields.items() if name not in ("q", "language", "next")}


def _facts(desk: Office, kind: str, key: str, *names: str) -> list[Any]:
    with desk.erp.reading("admin") as work:
        record = work.find(kind, key)
        return [getattr(record, name) for name in names]


@pytest.mark.parametrize(
    ("operation", "subject", "kind", "emptied"),
    [
        ("party.change", "C1", "party", ("phone", "email")),
        ("product.change", "P1", "product", ("price", "measure")),
        ("unit.correct", "HA-1", "unit", ("site", "order_no", "installed_on")),
        ("user.change", "li.na", "app_user", ("office",)),
    ],
)
def test_an_emptied_field_is_empty_and_the_others_stay(
    desk: Office, operation: str, subject: str, kind: str, emptied: tuple[str, ...]
) -> None:
    browser = desk.sign_in()
    opened = page_of(browser.get(f"/do/{operation}?subject={subject}"))
    shown = [opened.value(name) for name in emptied]

    done = browser.post(
        f"/do/{operation}", data={**_sent(opened), **dict.fromkeys(emptied, ""), "reason": "抄错"}
    )

    assert all(shown)
    assert done.status_code in (200, 303)
    assert _facts(desk, kind, subject, *emptied) == [None] * len(emptied)
    assert _facts(desk, "party", "C1", "name", "address") == ["滨江医院", "北路 1"]


def test_the_companys_own_facts_stand_in_its_form_and_can_be_emptied(desk: Office) -> None:
    desk.erp.do("company.change", {"phone": "0571-9", "address": "南路 2"}, user="admin")
    browser = desk.sign_in()
    opened = page_of(browser.get("/do/company.change"))

    done = browser.post("/do/company.change", data={**_sent(opened), "phone": ""})

    assert opened.value("phone") == "0571-9"
    assert done.status_code == 303
    with desk.erp.reading("admin") as work:
        assert (work.company.phone, work.company.address) == (None, "南路 2")


def test_a_name_cannot_be_emptied(desk: Office) -> None:
    browser = desk.sign_in()
    opened = page_of(browser.get("/do/party.change?subject=C1"))

    refused = page_of(browser.post("/do/party.change", data={**_sent(opened), "name": ""}))

    assert "f-name" in refused.invalid
    assert _facts(desk, "party", "C1", "name") == ["滨江医院"]


def test_what_was_left_alone_is_not_written_over_what_a_colleague_changed(desk: Office) -> None:
    browser = desk.sign_in()
    opened = page_of(browser.get("/do/party.change?subject=C1"))
    desk.erp.do("party.change", {"phone": "0571-2"}, user="admin", subject="C1")

    told = page_of(browser.post("/do/party.change", data={**_sent(opened), "email": "c@d.example"}))
    done = browser.post("/do/party.change", data=_sent(told))

    assert told.value("phone") == "0571-2"
    assert done.status_code == 303
    assert _facts(desk, "party", "C1", "phone", "email") == ["0571-2", "c@d.example"]


def test_null_empties_a_field_through_the_front_door_too(desk: Office) -> None:
    desk.erp.do("party.change", {"phone": None}, user="admin", subject="C1")

    assert _facts(desk, "party", "C1", "phone", "email") == [None, "a@b.example"]


def test_null_is_refused_where_something_must_stand(desk: Office) -> None:
    with pytest.raises(Invalid) as refused:
        desk.erp.do("party.change", {"name": None, "is_consumer": None}, user="admin", subject="C1")

    assert set(refused.value.fields) == {"name", "is_consumer"}
