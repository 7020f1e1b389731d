"""Printing from the pages: what people typed loads nothing (R1), and a form that does not end holds nobody up (R2)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bombing import name_of
from offices import MakeOffice, Office
from pypdf import PdfReader
from werkzeug.test import TestResponse

from fetch_vectors import VECTORS, page
from layout_bombs import BOMBS
from leaking import MARK, Listener, leaks
from sanbao.printing import Limits, engine
from sizes import GATE

#: One of the bombs in every run, stopped after five seconds; at a gate each is given the 20 s of every day.
SOME, SECONDS = ["divisions nested 20 000 deep"], 5.0


@pytest.fixture
def backend() -> str:
    """How a paper is printed does not depend on the database."""
    return "sqlite"


@pytest.fixture
def desk(make_office: MakeOffice) -> Office:
    """An office with a unit, where some forms never end."""
    office = make_office(
        plugins=["warranty", "bombing"],
        sources={"warranty": "sanbao_warranty.plugin:plugin", "bombing": "bombing:plugin"},
    )
    office.erp.do("product.create", {"code": "PUMP-3", "name": "增压泵"}, user="admin")
    return office


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a form may take to be printed."""
    if not GATE:
        monkeypatch.setattr(engine._default, "limits", Limits(seconds=SECONDS))


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


def claim(desk: Office, serial: str, words: str) -> str:
    """Take a call in which a customer and a unit have these words as names, and the fault too."""
    desk.erp.do("party.create", {"code": serial, "name": words[:200], "phone": "110"}, user="admin")
    unit = {"serial": serial, "product": "PUMP-3", "customer": serial, "accepted_on": "2024-02-29"}
    desk.erp.do("unit.register", unit, user="admin")
    return str(desk.erp.do("claim.open", {"unit": serial, "fault": words[:200]}, user="admin").number)


def test_words_that_would_load_something_are_printed_as_words(
    desk: Office, listener: Listener, tmp_path: Path
) -> None:
    secret = tmp_path / "text.txt"
    secret.write_text(MARK)
    browser = desk.sign_in()
    chosen = sorted(VECTORS) if GATE else sorted(VECTORS)[::6]

    papers = []
    for place, vector in enumerate(chosen):
        address = secret.as_uri() if place % 2 else f"http://127.0.0.1:{listener.port}/x"
        number = claim(desk, f"S{place}", "".join(page(vector, address)))
        papers.append(browser.get(f"/paper/{number}/print.pdf?lang=both"))
        papers.append(browser.get(f"/unit/S{place}/print.pdf"))

    assert {one.status_code for one in papers[::2]} == {200}
    pdfs = [one.data for one in papers if one.mimetype == "application/pdf"]
    assert listener.calls == 0
    assert not any(leaks(pdf) for pdf in pdfs)
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdfs[0])).pages)
    assert "<" in text


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("bomb", sorted(BOMBS) if GATE else SOME)
def test_a_form_that_does_not_end_is_stopped_while_everybody_else_goes_on(desk: Office, bomb: str) -> None:
    number = claim(desk, "S1", "E07 无压力")
    printing, reading = desk.sign_in(), desk.sign_in()
    others: list[TestResponse] = []

    with ThreadPoolExecutor(1) as pool:
        stopped = pool.submit(printing.get, f"/paper/{number}/print.pdf?form={name_of(bomb)}")
        while not others or not stopped.done():
            others.append(reading.get(f"/paper/{number}"))
        others.append(reading.get(f"/paper/{number}/print.pdf?form=warranty.claim_sheet"))
        answer = stopped.result()

    assert answer.status_code in (409, 422, 503), answer.status_code
    assert "打印" in answer.get_data(as_text=True)
    assert {one.status_code for one in others} == {200}
