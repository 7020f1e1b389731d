"""A record or a table that stands within a form, or within a row of it, is sent with what was typed in it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from offices import MakeOffice, Office, post
from reading import page_of
from sqlalchemy import select

from sanbao.documents.models import Attachment
from sanbao_installation_outsourcing.models import Contract, ContractVersion

CONTRACT = {
    "party": "B",
    "lots.0.code": "A",
    "lots.0.quantity": "60",
    "lots.0.unit_fee": "150.00",
    "lots.0.tiers.0.start": "21",
    "lots.0.tiers.0.fee": "140.00",
    "lots.0.tiers.2.start": "41",
    "lots.0.tiers.2.fee": "130.00",
    "clauses.0.profile": "PC-004-DELAY",
    "clauses.0.names": "{zh: 逾期, en: Late}",
    "clauses.0.grace.days": "2",
    "clauses.0.caps.0.percent": "20",
    "payment.days": "15",
    "payment.preconditions": ["client_signed", "accepted"],
    "payment.retention_percent": "5",
}


@pytest.fixture
def backend() -> str:
    """What a form sends does not depend on the database."""
    return "sqlite"


@pytest.fixture
def desk(make_office: MakeOffice) -> Office:
    """An office that gives installation work out to one firm."""
    office = make_office(plugins=["installation_outsourcing"])
    office.erp.do("party.create", {"code": "B", "name": "豫北安装队", "roles": "installer"}, user="admin")
    return office


def test_the_fields_of_a_blank_form_bear_the_names_under_which_they_are_read(desk: Office) -> None:
    html = desk.sign_in().get("/do/installer_contract.draft").get_data(as_text=True)

    for name in ("payment.days", "lots.0.tiers.0.fee", "clauses.0.grace.days", "clauses.0.caps.0.scope"):
        assert f'name="{name}"' in html
    assert 'name="payment.NEW' not in html
    assert 'name="lots.0.tiers"' not in html


def test_a_record_and_tables_within_rows_are_kept_as_typed(desk: Office) -> None:
    answer = post(desk.sign_in(), "/do/installer_contract.draft", CONTRACT)

    terms = _terms(desk)
    assert answer.status_code == 302 or answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    assert [(one["start"], one["fee"]) for one in terms["lots"][0]["tiers"]] == [
        (21, "140.00"),
        (41, "130.00"),
    ]
    assert terms["clauses"][0]["grace"] == {"days": 2}
    assert [cap["percent"] for cap in terms["clauses"][0]["caps"]] == ["20"]
    assert terms["clauses"][0]["names"] == {"zh": "逾期", "en": "Late"}
    assert terms["payment"]["days"] == 15
    assert terms["payment"]["preconditions"] == ["client_signed", "accepted"]
    assert terms["payment"]["retention_percent"] == "5"


def test_what_is_wrong_within_a_row_stands_beside_its_field_and_the_rest_stays(desk: Office) -> None:
    typed = {**CONTRACT, "lots.0.tiers.2.fee": "dear", "payment.days": "soon"}

    page = page_of(post(desk.sign_in(), "/do/installer_contract.draft", typed))

    assert {"f-lots-0-tiers-1-fee", "f-payment-days"} <= set(page.invalid)
    assert page.value("lots.0.tiers.0.fee") == "140.00"
    assert page.value("clauses.0.grace.days") == "2"
    assert page.value("payment.retention_percent") == "5"


def test_a_file_within_a_record_is_kept(desk: Office) -> None:
    browser = desk.sign_in()
    desk.erp.do("setting.change", {"name": "outsourcing_signed_copy", "value": "no"}, user="admin")
    post(browser, "/do/installer_contract.draft", CONTRACT)
    number = _number(desk)
    for side in ("ours", "theirs"):
        desk.erp.do("installer_contract.sign", {"side": side, "signer": "王五"}, subject=number, user="admin")
    rained = {"contract": number, "cause": "force_majeure", "start_on": "2024-06-03", "end_on": "2024-06-03"}
    photo = (io.BytesIO(b"%PDF-1.4"), "雨.pdf")

    opened = browser.get("/do/hindrance.record").get_data(as_text=True)
    answer = post(browser, "/do/hindrance.record", {**rained, "what": "暴雨", "paper.content": photo})

    assert 'name="paper.content"' in opened
    assert answer.status_code < 400, answer.get_data(as_text=True)[:3000]
    with desk.erp.reading("admin") as work:
        assert list(work.session.scalars(select(Attachment.name))) == ["雨.pdf"]


def test_a_record_that_nobody_filled_in_is_none(desk: Office) -> None:
    bare = {name: text for name, text in CONTRACT.items() if not name.startswith(("payment", "clauses"))}

    post(desk.sign_in(), "/do/installer_contract.draft", bare)

    assert _terms(desk)["payment"] == {}


def test_an_amendment_begins_with_what_holds_and_changes_only_what_is_typed_over(desk: Office) -> None:
    desk.erp.do("setting.change", {"name": "outsourcing_signed_copy", "value": "no"}, user="admin")
    browser = desk.sign_in()
    own = {
        "clauses.1.code": "X-1",
        "clauses.1.direction": "they_owe",
        "clauses.1.trigger": "no_uniform",
        "clauses.1.basis": "fixed",
        "clauses.1.amount": "20.00",
        "clauses.1.exclusions": "in_winter, with_consent",
        "clauses.1.names": '{"zh": "未着工装"}',
        "clauses.1.rounding.step": "5",
        "no_joint_cap": "yes",
    }
    post(browser, "/do/installer_contract.draft", {**CONTRACT, **own})
    number = _number(desk)
    for side in ("ours", "theirs"):
        desk.erp.do("installer_contract.sign", {"side": side, "signer": "王五"}, subject=number, user="admin")
    address = f"/do/installer_contract.amend?subject={number}"

    page = page_of(browser.get(address))
    ticked = [
        one["value"]
        for tag, one in page.elements
        if one.get("name") == "payment.preconditions" and "checked" in one
    ]
    typed = {**page.fields, "payment.preconditions": ticked, "reason": "增加台数", "lots.0.quantity": "80"}
    answer = browser.post("/do/installer_contract.amend", data=typed)

    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    first, second = _versions(desk)
    assert first["clauses"][1]["exclusions"] == ["in_winter", "with_consent"]
    assert first["joint_cap_percent"] is None
    lot = {**first["lots"][0], "quantity": 80}
    assert second == {**first, "lots": [lot]}


def _number(desk: Office) -> str:
    with desk.erp.reading("admin") as work:
        return str(work.session.scalars(select(Contract)).one().document.number)


def _versions(desk: Office) -> list[dict[str, Any]]:
    with desk.erp.reading("admin") as work:
        return list(work.session.scalars(select(ContractVersion.terms).order_by(ContractVersion.version)))


def _terms(desk: Office) -> dict[str, Any]:
    return _versions(desk)[-1]
