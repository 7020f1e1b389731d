"""The service file on one page: for every unit, in both languages, with and without promises."""

from __future__ import annotations

import pytest
from desk import desk, in_chinese, in_english
from offices import MakeOffice, Office, counted
from reading import page_of
from sqlalchemy import select

from sanbao.registry.models import Party, Product, Unit

pytestmark = pytest.mark.either_backend


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """A service desk with warranties and bills."""
    return desk(make_office, "warranty", "billing")


def test_a_unit_shows_whose_it_is_its_promises_and_what_is_open(office: Office) -> None:
    claim = office.erp.do(
        "claim.open", {"unit": "12345", "fault": "E07 无压力", "parts": "PLC"}, user="li.na"
    ).number

    answer = in_english(office, "li.na").get("/unit/HA-00012345")

    page = page_of(answer)
    assert answer.status_code == 200
    assert {"HA-00012345", "What is owed", "Promises along the years", "Everything that happened"} <= set(
        page.headings
    )
    for words in (
        "滨江人民医院",
        "住院楼泵房",
        "SO-77",
        "2023-05-10 – 2026-05-10",
        "2023-05-10 – 2028-05-10",
    ):
        assert words in page.text
    assert f"/paper/{claim}" in page.links
    assert "/party/C1" in page.links
    assert "/product/PUMP-3" in page.links
    assert "/call?unit=HA-00012345" in page.links
    assert any(link.startswith("/do/unit.correct?subject=HA-00012345") for link in page.links)


def test_names_lead_only_where_the_reader_may_go(office: Office) -> None:
    taken = {"role": "service_manager", "permission": "party.overview", "is_allowed": "no"}
    office.erp.do("access.grant", taken, user="admin")

    page = page_of(in_english(office, "li.na").get("/unit/HA-00012345"))

    assert "滨江人民医院" in page.text
    assert "/party/C1" not in page.links
    assert "/product/PUMP-3" in page.links


def test_the_bars_mark_today_and_say_what_bent_a_term(office: Office) -> None:
    claim = office.erp.do(
        "claim.open", {"unit": "12345", "fault": "E07", "parts": "PLC"}, user="li.na"
    ).number
    office.erp.do(
        "claim.replace_part", {"part": "PLC", "replaced_on": "2026-03-02"}, subject=claim, user="li.na"
    )

    page = page_of(in_english(office, "li.na").get("/unit/HA-00012345"))

    looks = [given.get("class") for tag, given in page.elements if tag == "rect"]
    assert {"runs", "anew"} <= set(looks)
    assert [given for tag, given in page.elements if tag == "line" and given.get("class") == "today"]
    assert "PLC was replaced on 2026-03-02" in page.text
    assert "2023-05-10 – 2031-03-02" in page.text
    assert not [given for _tag, given in page.elements if "style" in given]


def test_events_are_shown_by_sort(office: Office) -> None:
    office.erp.do("unit.correct", {"order_no": "SO-78", "reason": "抄错了"}, subject="12345", user="li.na")
    browser = in_english(office, "li.na")

    everything = page_of(browser.get("/unit/HA-00012345")).text
    corrections = page_of(browser.get("/unit/HA-00012345?show=correction")).text

    assert "抄错了" in everything
    assert "抄错了" in corrections
    assert corrections.count("2023-05-01") < everything.count("2023-05-01")
    assert browser.get("/unit/HA-00012345?show=nonsense").status_code == 200


def test_every_unit_party_and_product_opens_in_both_languages(office: Office) -> None:
    with office.erp.reading("admin") as work:
        addresses = [f"/unit/{one}" for one in work.session.scalars(select(Unit.serial))]
        addresses += [f"/party/{one}" for one in work.session.scalars(select(Party.code))]
        addresses += [f"/product/{one}" for one in work.session.scalars(select(Product.code))]

    for sign_in, word in ((in_english, "Facts"), (in_chinese, "基本资料")):
        browser = sign_in(office, "li.na")
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code == 200, address
            assert ("/unit/" in address) or word in page_of(answer).headings


def test_the_last_digits_do_and_a_unit_that_is_not_there_is_not_found(office: Office) -> None:
    browser = office.sign_in("li.na")

    assert "HA-00012345" in page_of(browser.get("/unit/12345")).headings
    assert browser.get("/unit/NOTHING-1").status_code == 404
    assert browser.get("/unit/%00").status_code == 404
    assert browser.get("/party/NOBODY").status_code == 404


def test_of_two_units_with_one_serial_number_the_page_asks_which(office: Office) -> None:
    office.erp.do("product.create", {"code": "CAM/4K", "name": "摄像机"}, user="admin")
    office.erp.do("unit.register", {"serial": "HA-00012345", "product": "CAM/4K"}, user="li.na")
    browser = office.sign_in("li.na")

    asked = browser.get("/unit/HA-00012345")
    chosen = [link for link in page_of(asked).links if "CAM" in link]

    assert asked.status_code == 300
    assert "摄像机" in browser.get(chosen[0]).get_data(as_text=True)


def test_without_promises_the_page_says_that_nothing_was_checked(make_office: MakeOffice) -> None:
    office = desk(make_office)

    page = page_of(in_english(office, "li.na").get("/unit/HA-00012345"))

    assert "Coverage was not checked" in page.text
    assert not [one for one, _given in page.elements if one == "rect"]


def test_a_party_shows_what_stands_open_to_finance_alone(office: Office) -> None:
    voucher = office.erp.do(
        "voucher.write",
        {
            "date": "2026-01-05",
            "summary": "opening",
            "lines": [
                {"account": "1122", "debit": "300.00", "party": "C1"},
                {"account": "4001", "credit": "300.00"},
            ],
        },
        user="zhao.min",
    ).number
    office.erp.do("voucher.post", {}, subject=voucher, user="admin")

    finance = page_of(in_english(office, "zhao.min").get("/party/C1"))
    clerk = page_of(in_english(office, "clerk").get("/party/C1"))

    assert "Open items" in finance.headings
    assert "300.00" in finance.text
    assert f"/paper/{voucher}" in finance.links
    assert "Open items" not in clerk.headings
    assert "300.00" not in clerk.text
    assert voucher not in clerk.text


def test_who_may_not_read_units_sees_neither_unit_nor_party(office: Office) -> None:
    stranger = office.sign_in("hr1")

    for address in ("/unit/HA-00012345", "/party/C1", "/product/PUMP-3", "/unit/HA-00012345/paper.pdf"):
        assert stranger.get(address).status_code == 403


def test_names_are_escaped(office: Office) -> None:
    office.erp.do("party.create", {"code": "C9", "name": "<img src=x onerror=alert(1)>"}, user="admin")
    office.erp.do("unit.register", {"serial": "X-<b>1", "product": "PUMP-3", "customer": "C9"}, user="li.na")
    browser = office.sign_in("li.na")

    for address in ("/unit/X-%3Cb%3E1", "/party/C9", "/find?q=X-%3Cb%3E1", "/call?unit=X-%3Cb%3E1"):
        text = browser.get(address).get_data(as_text=True)
        assert "<img src=x" not in text
        assert "X-<b>" not in text


def test_the_page_of_a_unit_with_a_history_asks_for_little(office: Office) -> None:
    opened = office.erp.do("claim.open", {"unit": "12345", "fault": "E07", "parts": "PLC"}, user="li.na")
    exchange = {"part": "PLC", "replaced_on": "2026-03-02"}
    office.erp.do("claim.replace_part", exchange, subject=opened.number, user="li.na")
    new = {"serial": "HA-00099999", "replaced_on": "2026-03-03"}
    office.erp.do("unit.replace", new, subject="HA-00012345", user="admin")
    browser = office.sign_in("li.na")
    asked = {}

    for serial in ("HA-00012345", "HA-00099999", "HA-00067890"):
        browser.get(f"/unit/{serial}")
        with counted(office) as statements:
            assert browser.get(f"/unit/{serial}").status_code == 200
        asked[serial] = len(statements)

    assert {serial: count for serial, count in asked.items() if count > 40} == {}
