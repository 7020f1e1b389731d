"""The receiving station and the bench as pages: scanned, pressed, refused in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from rma_shop import Clock, furnish, pieces, returned
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

import sanbao
from sanbao.documents.models import Document

pytestmark = pytest.mark.either_backend

RECEIVING, BENCH = "/rma/receiving/", "/rma/bench/"


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(company="华安监控", clock=Clock(), plugins=["rma", "admin"], prepare=furnish)


def send(client: Client, address: str, **words: Any) -> TestResponse:
    """Send what the station sends, with the token of its page."""
    token = re.search(r'name="csrf_token" value="([^"]*)"', client.get(address).text)
    sent = {"csrf_token": token.group(1) if token else "", **words}
    return client.post(address, data=sent, follow_redirects=True)


def announced(erp: sanbao.Sanbao, *serials: str) -> str:
    told = {"party": "C1", "pieces": [{"serial": serial} for serial in serials]}
    return str(erp.do("rma.announce", told, user="clerk").number)


def test_a_scan_alone_opens_its_parcel_and_counts(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, clerk = announced(erp, "K-0001", "K-0002"), sign_in("clerk")

    answer = send(clerk, RECEIVING, code="K-0001", condition="外壳划痕", accessories="电源，支架")

    assert answer.status_code == 200
    assert number in answer.text
    assert re.search(r"<b>1 <small>/ 2</small></b>", answer.text)
    assert "外壳划痕" in answer.text
    assert "电源, 支架" in answer.text


def test_a_serial_that_nobody_announced_asks_first(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, clerk = announced(erp, "K-0001"), sign_in("clerk")

    asked = send(clerk, RECEIVING, code="K-0002", rma=number)
    assert "data-refused" in asked.text
    assert len(pieces(erp, number)) == 1

    send(clerk, RECEIVING, act="came_along", strange="K-0002", rma=number)
    assert [piece["state"] for piece in pieces(erp, number)] == ["announced", "received"]


def test_pieces_announced_without_a_number_get_those_that_are_scanned(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    told = {"party": "C1", "pieces": [{"product": "CAM-8", "quantity": 2}]}
    number, clerk = str(erp.do("rma.announce", told, user="clerk").number), sign_in("clerk")

    known = send(clerk, RECEIVING, code="K-0001", rma=number)
    asked = send(clerk, RECEIVING, code="NEW-7", rma=number)
    send(clerk, RECEIVING, code="cam-8", rma=number, strange="NEW-7")

    assert "data-refused" not in known.text
    assert "NEW-7 是哪种产品？" in asked.text
    assert [piece["serial"] for piece in pieces(erp, number)] == ["K-0001", "NEW-7"]


def test_an_announced_number_of_an_unknown_product_is_asked_for_it(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, clerk = announced(erp, "NEW-8"), sign_in("clerk")

    asked = send(clerk, RECEIVING, code="NEW-8", rma=number)
    answer = send(clerk, RECEIVING, code="CAM-8", rma=number, strange="NEW-8")

    assert "已预报，但还没有说明是哪种产品。" in asked.text
    assert re.search(r"<b>1 <small>/ 1</small></b>", answer.text)
    assert [piece["state"] for piece in pieces(erp, number)] == ["received"]


def test_the_product_of_an_unreadable_piece_may_be_typed(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, clerk = announced(erp, "NEW-9"), sign_in("clerk")

    asked = send(clerk, RECEIVING, act="unreadable", rma=number)
    send(clerk, RECEIVING, code="CAM-8", rma=number, ask="unreadable")

    assert 'name="ask" value="unreadable"' in asked.text
    assert [piece["state"] for piece in pieces(erp, number)] == ["announced", "received"]


def test_one_key_takes_in_what_nobody_can_read_and_another_ends_the_count(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    number, clerk = announced(erp, "K-0001", "K-0002"), sign_in("clerk")
    send(clerk, RECEIVING, code="K-0001", rma=number)

    send(clerk, RECEIVING, act="unreadable", rma=number)
    send(clerk, RECEIVING, act="undo", rma=number)
    answer = send(clerk, RECEIVING, act="complete", rma=number)

    assert [piece["state"] for piece in pieces(erp, number)] == ["received", "announced", "void"]
    assert "数量不符：预报 2 台，实收 1 台。" in answer.text


def test_what_cannot_be_done_is_said_in_one_sentence(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, clerk = announced(erp, "K-0001"), sign_in("clerk")

    nowhere = send(clerk, RECEIVING, code="<b>XX</b>")
    send(clerk, RECEIVING, code="K-0001", rma=number)
    twice = send(clerk, RECEIVING, code="K-0001", rma=number)

    assert nowhere.status_code == twice.status_code == 422
    assert "<b>XX" not in nowhere.text
    assert "没有待收包裹包含" in nowhere.text
    assert "K-0001" in twice.text


def test_the_bench_goes_on_when_the_same_piece_is_scanned_again(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, bench = returned(erp, "K-0001"), sign_in("bench")
    found = [{"line": "K-0001", "in_warranty": "yes", "fault": "E07 无图像"}]
    erp.do("rma.diagnose", {"lines": found}, subject=number, user="bench")
    in_hand = {"piece": f"{number}/1", "rma": number}

    send(bench, BENCH, code="K-0001")
    assert pieces(erp, number)[0]["state"] == "diagnosed"
    send(bench, BENCH, code=f"{number}/1", **in_hand)
    assert pieces(erp, number)[0]["state"] == "repairing"
    answer = send(bench, BENCH, code="K-0001", remedy="换电源板", **in_hand)

    assert pieces(erp, number)[0]["state"] == "repaired"
    assert 'value="pass"' not in answer.text, "who repairs does not test"
    tester = sign_in("tester")
    assert 'value="pass"' in tester.get(f"{BENCH}?piece={number}/1").text
    send(tester, BENCH, act="pass", **in_hand)
    assert pieces(erp, number)[0]["state"] == "qc_passed"


def test_a_piece_without_a_fault_is_finished_by_its_second_scan(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number = returned(erp, "K-0001")
    found = [{"line": "K-0001", "is_no_fault": "yes"}]
    erp.do("rma.diagnose", {"lines": found}, subject=number, user="bench")

    send(sign_in("bench"), BENCH, code="K-0001", piece=f"{number}/1", rma=number)

    assert pieces(erp, number)[0]["state"] == "repaired"


def test_the_bench_knows_how_the_fault_was_cured_before(erp: sanbao.Sanbao, sign_in: Any) -> None:
    first = returned(erp, "K-0002")
    found = [{"line": "K-0002", "in_warranty": "yes", "fault": "E07 无图像"}]
    erp.do("rma.diagnose", {"lines": found}, subject=first, user="bench")
    erp.do("rma.start", {}, subject=first, user="bench")
    erp.do("rma.finish", {"remedy": "更换电源板"}, subject=first, user="bench")
    told = {"party": "C1", "pieces": [{"serial": "K-0001", "fault": "E07 无图像"}]}
    second = erp.do("rma.announce", told, user="clerk").number
    erp.do("rma.receive", {"pieces": [{"serial": "K-0001"}]}, subject=second, user="clerk")

    page = sign_in("bench").get(f"{BENCH}?piece={second}/1").text

    assert "此故障以往的处理" in page
    assert "更换电源板" in page


@pytest.mark.parametrize(("who", "page", "status"), [
    ("seller", RECEIVING, 403), ("clerk", RECEIVING, 200), ("tester", BENCH, 200), ("tester", RECEIVING, 403),
])  # fmt: skip
def test_each_station_is_open_to_whom_it_concerns(sign_in: Any, who: str, page: str, status: int) -> None:
    assert sign_in(who).get(page).status_code == status


def test_the_first_page_counts_what_waits(erp: sanbao.Sanbao, sign_in: Any) -> None:
    announced(erp, "K-0001")
    returned(erp, "K-0002")

    page = sign_in("head").get("/").text

    assert "待收包裹" in page
    assert "待维修台处理" in page


def test_the_parcels_page_tells_the_steps_of_its_pieces(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, clerk = announced(erp, "K-0001", "K-0002"), sign_in("clerk")
    send(clerk, RECEIVING, code="K-0001", rma=number)

    page = clerk.get(f"/paper/{number}")

    assert page.status_code == 200
    assert "已收货" in page.text


def found(erp: sanbao.Sanbao, number: str, *serials: str, **more: str) -> None:
    lines = [{"line": one, "in_warranty": "yes", **more} for one in serials]
    erp.do("rma.diagnose", {"lines": lines}, subject=number, user="bench")


def test_each_piece_on_the_parcels_page_has_its_own_next_step(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, bench = returned(erp, "K-0001", "K-0002"), sign_in("bench")
    found(erp, number, "K-0001", finding="电源板烧毁")

    page = bench.get(f"/paper/{number}").text

    first, second = (page.split(f'id="piece-{position}"')[1].split("</tr>")[0] for position in (1, 2))
    assert f"/do/rma.start?subject={number}&amp;lines=K-0001" in first
    assert "电源板烧毁" in first
    assert "等待：维修台" in first
    assert f"/do/rma.diagnose?subject={number}&amp;lines.0.line=K-0002" in second
    assert "rma.start" not in second


def test_what_only_others_may_do_is_no_step_of_a_piece(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number = returned(erp, "K-0001")
    found(erp, number, "K-0001")
    erp.do("rma.start", {}, subject=number, user="bench")
    erp.do("rma.finish", {"remedy": "换电源板"}, subject=number, user="bench")

    pages = {who: sign_in(who).get(f"/paper/{number}").text for who in ("bench", "tester")}

    assert {who: "rma.check_quality" in page for who, page in pages.items()} == {
        "bench": False,
        "tester": True,
    }


def test_a_piece_that_waits_for_parts_says_so_and_its_next_step_is_to_go_on(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    number = returned(erp, "K-0001")
    found(erp, number, "K-0001")
    erp.do("rma.wait", {"lines": ["K-0001"]}, subject=number, user="bench")

    page = sign_in("bench").get(f"/paper/{number}").text

    piece = page.split('id="piece-1"')[1].split("</tr>")[0]
    assert re.findall(r"/do/(rma\.[a-z_]+)\?", piece)[0] == "rma.go_on"
    assert "/do/rma.wait" not in piece


def test_a_quoted_piece_waits_for_the_answer_to_its_quote(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number = returned(erp, "K-0001")
    found(erp, number, "K-0001", in_warranty="no", is_main_component="yes")
    asked = {"lines": [{"line": "K-0001", "text": "更换主板", "price": "200.00"}], "send": "yes"}
    erp.do("rma.quote", asked, subject=number, user="clerk")

    page = sign_in("clerk").get(f"/paper/{number}").text

    link = re.search(r"/do/quote\.agree\?subject=(Q\d+-\d+)&amp;then=", page)
    assert link
    assert "K-0001" in sign_in("clerk").get(f"/paper/{link.group(1)}").text, "the quote names its pieces"


def test_costs_of_pieces_foot_to_the_parcels_cost(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number = returned(erp, "K-0001", "K-0002")
    found(erp, number, "K-0001", "K-0002")
    spent = [{"line": "K-0001", "type": "freight", "amount": "25.00"}, {"type": "freight", "amount": "10.01"}]
    erp.do("rma.collect_cost", {"lines": spent}, subject=number, user="head")

    page = sign_in("head").get(f"/paper/{number}").text

    costs = re.findall(r'data-label="成本">([\d.]+)<', page)
    assert sorted(costs) == ["30.01", "5.00"] or sorted(costs) == ["30.00", "5.01"]
    assert '<td class="num">35.01</td>' in page


def test_the_outbound_form_shows_what_it_takes_along(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number = returned(erp, "K-0001", "K-0002")
    found(erp, number, "K-0001")
    erp.do("rma.start", {}, subject=number, user="bench")
    erp.do("rma.finish", {"remedy": "换电源板"}, subject=number, user="bench")
    erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="tester")
    outbound = erp.do("rma.issue", {"shipping_mode": "express"}, subject=number, user="clerk").number

    page = sign_in("clerk").get(f"/paper/{outbound}").text

    assert 'id="piece-1"' in page
    assert 'id="piece-2"' not in page


def test_a_refused_piece_stands_on_the_board_until_it_is_sent_back(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, clerk = returned(erp, "K-0001"), sign_in("clerk")
    found(erp, number, "K-0001", in_warranty="no", is_main_component="yes")
    asked = {"lines": [{"line": "K-0001", "text": "更换主板", "price": "200.00"}], "send": "yes"}
    erp.do("rma.quote", asked, subject=number, user="clerk")
    assert "客户不修" not in clerk.get(BENCH).text
    with erp.reading("admin") as work:
        quote = work.session.scalars(select(Document.number).where(Document.kind == "quote")).one()

    erp.do("quote.refuse", {"note": "不修了"}, subject=quote, user="clerk")

    page = clerk.get(BENCH).text
    assert "客户不修" in page
    assert "K-0001" in page


def test_wrong_input_is_told_beside_its_field_and_what_was_typed_stays(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    number, clerk = returned(erp, "K-0001"), sign_in("clerk")

    answer = send(
        clerk, f"/do/rma.issue?subject={number}", subject=number, act="do", quantity="-1", tracking="SF9"
    )

    assert answer.status_code == 422
    assert 'value="SF9"' in answer.text
    beside = dict(re.findall(r'id="f-(\w+)-more">\s*<span class="problem">([^<]+)<', answer.text))
    assert beside == {"quantity": "须在 1 与 100000 之间。", "shipping_mode": "请填写此项。"}


@pytest.mark.parametrize(
    ("papers", "operation"),
    [
        ("rma", "rma.announce"),
        ("spare_receipt", "spare.receive"),
        ("spare_transfer", "spare.request"),
        ("spare_adjustment", "spare.adjust"),
        ("spare_order", "spare.propose"),
        ("parts_order", "parts_order.open"),
        ("zero_price_order", "old_part.order"),
        ("rma_loan", "rma_loan.lend"),
    ],
)
def test_each_list_offers_what_makes_a_new_paper(sign_in: Any, papers: str, operation: str) -> None:
    page = sign_in("admin").get(f"/papers/{papers}/")

    assert f"/do/{operation}" in page.text
