"""A paper stays readable when its plugin is switched off or deleted; on both databases."""

from __future__ import annotations

import pytest
from offices import CHEAP, MakeOffice, Office
from reading import page_of

from sanbao.plugin import lifecycle
from sanbao.testing import fixed_clock
from sanbao_admin import create_app


@pytest.fixture
def desk(make_office: MakeOffice) -> Office:
    """An office with one claim about one unit."""
    office = make_office(plugins=["warranty"])
    for name, data in (
        ("product.create", {"code": "P", "name": "pump"}),
        ("party.create", {"code": "C1", "name": "滨江医院"}),
        (
            "unit.register",
            {"serial": "S-00001", "product": "P", "customer": "C1", "accepted_on": "2024-01-01"},
        ),
        ("claim.open", {"unit": "S-00001", "fault": "E07 no pressure"}),
    ):
        office.erp.do(name, data, user="admin")
    return office


def _rebuilt(office: Office) -> Office:
    """Build the application anew, as the server does when plugins were switched."""
    app = create_app(office.erp, TESTING=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=CHEAP)
    return Office(office.erp, app)


def test_a_claim_opens_with_its_plugin_on_off_and_gone(desk: Office) -> None:
    number = "CL202406-0001"
    shown = {"on": page_of(desk.sign_in().get(f"/paper/{number}"))}
    desk.erp.do("document.void", {"reason": "nobody called"}, user="admin", subject=number)
    desk.erp.clock = fixed_clock("2031-06-03T09:00:00+08:00")
    lifecycle.disable(desk.erp, "warranty")
    shown["off"] = page_of(_rebuilt(desk).sign_in().get(f"/paper/{number}"))
    lifecycle.purge(desk.erp, "warranty", confirm="warranty")
    shown["gone"] = page_of(_rebuilt(desk).sign_in().get(f"/paper/{number}"))

    for page in shown.values():
        assert number in page.headings[0]
        assert "E07 no pressure" in page.text
        assert "/party/C1" in page.links
        assert "/unit/S-00001" in page.links
        assert any(link.startswith("/do/document.note?") for link in page.links)
    assert any(link.startswith("/do/claim.") for link in shown["on"].links)
    for state in ("off", "gone"):
        assert not any(link.startswith(("/do/claim.", "/do/document.void")) for link in shown[state].links)


def test_a_note_is_written_on_a_paper_whose_plugin_is_off_by_its_form(desk: Office) -> None:
    number = "CL202406-0001"
    lifecycle.disable(desk.erp, "warranty")
    browser = _rebuilt(desk).sign_in()

    form = browser.get(f"/do/document.note?subject={number}")
    done = browser.post(
        "/do/document.note", data={**page_of(form).fields, "note": "called back", "act": "do"}
    )

    assert (form.status_code, done.status_code) == (200, 303)
    assert "called back" in page_of(browser.get(f"/paper/{number}")).text


def test_a_paper_with_many_lines_asks_no_more_than_one_with_few(desk: Office) -> None:
    from test_paper_pages import counted

    line = {"text": "part", "product": "P", "unit": "S-00001", "quantity": "1", "price": "10", "tax": "VAT13"}
    for many in (2, 60):
        desk.erp.do("quote.draft", {"party": "C1", "lines": [line] * many}, user="admin")
    browser = desk.sign_in()
    asked = {}

    for number in ("Q202406-0001", "Q202406-0002"):
        browser.get(f"/paper/{number}")
        with counted(desk) as statements:
            page = page_of(browser.get(f"/paper/{number}"))
        asked[number] = len(statements)

    assert page.text.count("part") >= 60
    assert asked["Q202406-0001"] == asked["Q202406-0002"]
