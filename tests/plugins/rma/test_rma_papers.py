"""The papers of a return as they are printed: codes, fields, capitals, and labels that hold what they tell."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from rma_shop import Clock, returned, shop
from sqlalchemy import select

import sanbao
from sanbao.documents.models import Document
from sanbao.printing import papers
from sanbao.printing.forms import BOTH, ZH
from sanbao_rma.labels import SIZES, fitting

pytestmark = pytest.mark.either_backend

LONG = "雷击造成主板网口与电源部分同时烧毁并有烟味，更换主板后整机老化测试四十八小时仍偶尔黑屏"


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return shop(make_company, Clock(), "billing")


def diagnosed(erp: sanbao.Sanbao, *serials: str, **more: str) -> str:
    number = returned(erp, *serials)
    found = [{"line": one, "finding": LONG, "is_main_component": "yes", **more} for one in serials]
    erp.do("rma.diagnose", {"lines": found}, subject=number, user="bench")
    return number


def quoted(erp: sanbao.Sanbao, number: str, serial: str) -> str:
    told = {"lines": [{"line": serial, "text": "主板及人工", "price": "200.00"}], "send": "yes"}
    erp.do("rma.quote", told, subject=number, user="clerk")
    with erp.reading("admin") as work:
        return str(work.session.scalars(select(Document.number).where(Document.kind == "quote")).one())


def printed(erp: sanbao.Sanbao, number: str, form: str | None = None, languages: tuple[str, ...] = ZH) -> str:
    with erp.reading("admin") as work:
        return papers.html_of(work, number, form=form, languages=languages)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", ["rma_label_receipt", "rma_label_bench"])
def test_each_piece_has_one_label_however_much_is_told_of_it(
    erp: sanbao.Sanbao, size: str, form: str
) -> None:
    erp.do("party.change", {"name": "中铁十二局集团第二工程有限公司杭温高铁项目经理部设备物资管理中心"}, subject="C1", user="admin")  # fmt: skip
    number = diagnosed(erp, "K-0001", "K-0002", in_warranty="no")
    label = form.removeprefix("rma_label_")
    erp.do("setting.change", {"name": "rma_label_sizes", "value": {label: size}}, user="admin")

    with erp.reading("admin") as work:
        pages = PdfReader(io.BytesIO(papers.paper(work, number, form=form, languages=BOTH))).pages

    assert len(pages) == 2


def test_a_label_leaves_out_what_has_no_room_and_what_says_nothing() -> None:
    rows = [("To", "C1", 2), ("Phone", None, 1), ("Address", "A", 3), ("Quantity", 4, 1)]

    assert [row[0] for row in fitting(rows, 3)] == ["To", "Quantity"]


def test_the_feedback_form_tells_the_pieces_before_the_fee_and_where_to_sign(erp: sanbao.Sanbao) -> None:
    number = diagnosed(erp, "K-0001", in_warranty="no")

    page = printed(erp, quoted(erp, number, "K-0001"), "rma_feedback")

    words = (
        "返回品信息反馈单",
        "BS-CP0703-FM001",
        "K-0001",
        LONG,
        "收费项目",
        "贰佰贰拾陆元整",
        "同意维修",
        "经办人",
    )
    assert [word for word in words if word not in page] == []
    assert page.index(LONG) < page.index("收费项目") < page.index("签名")


def test_an_answered_feedback_form_bears_the_answer_line_by_line(erp: sanbao.Sanbao) -> None:
    number = diagnosed(erp, "K-0001", in_warranty="no")
    quote = quoted(erp, number, "K-0001")
    erp.do("quote.refuse", {"note": "不修了，返回"}, subject=quote, user="clerk")

    page = printed(erp, quote, "rma_feedback", BOTH)

    assert "不修了，返回" in page
    assert page.count("主板及人工") == 1, "the company's own words are not said twice"


def test_the_charge_form_names_the_pieces_that_are_paid_for(erp: sanbao.Sanbao) -> None:
    number = diagnosed(erp, "K-0001", "K-0002", in_warranty="no")
    quote = quoted(erp, number, "K-0001")
    signed = {"name": "回传.txt", "content": "5ZCM5oSP57u05L+u", "purpose": "signature"}
    erp.do("document.attach", signed, subject=quote, user="clerk")
    erp.do("quote.agree", {"text": "同意维修"}, subject=quote, user="clerk")
    charge = str(erp.do("charge.issue", {"quote": quote}, user="admin").number)

    page = printed(erp, charge, "rma_charge")

    assert "维修收费单" in page
    assert "BS-CP0703F-M002" in page
    assert "K-0001" in page
    assert "K-0002" not in page
    assert "贰佰贰拾陆元整" in page


def test_after_a_new_main_board_the_forms_bear_the_number_that_was_signed_for(erp: sanbao.Sanbao) -> None:
    number = diagnosed(erp, "K-0001", in_warranty="no", part="MAIN")
    quote = quoted(erp, number, "K-0001")
    signed = {"name": "客户回传.pdf", "content": "5ZCM5oSP57u05L+u", "purpose": "signature"}
    erp.do("document.attach", signed, subject=quote, user="clerk")
    erp.do("quote.agree", {"text": "同意维修"}, subject=quote, user="clerk")
    erp.do("rma.start", subject=number, user="bench")
    before = printed(erp, quote)
    erp.do("rma.swap_board", {"line": "1", "serial": "B-0009"}, subject=number, user="bench")
    charge = str(erp.do("charge.issue", {"quote": quote}, user="clerk").number)

    assert "K-0001" in before
    assert ("K-0001" in printed(erp, quote), "B-0009" in printed(erp, quote)) == (True, False)
    assert ("K-0001" in printed(erp, charge), "B-0009" in printed(erp, charge)) == (True, False)


def test_the_outbound_form_names_the_old_and_the_new_number_of_what_was_replaced(erp: sanbao.Sanbao) -> None:
    number = diagnosed(erp, "K-0001", "K-0002", in_warranty="yes", part="MAIN")
    erp.do("rma.start", subject=number, user="bench")
    erp.do("rma.swap_board", {"line": "1", "serial": "B-0009"}, subject=number, user="bench")
    erp.do("rma.replace_part", {"line": "1", "part": "LENS", "serial": "L-7"}, subject=number, user="bench")
    erp.do("rma.finish", subject=number, user="bench")
    erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="tester")

    form = str(erp.do("rma.issue", {"shipping_mode": "express"}, subject=number, user="clerk").number)

    paper = printed(erp, form)
    assert "MAIN: K-0001 → B-0009, LENS: – → L-7" in paper
    assert "更换的零件" in paper


def test_the_first_paper_of_a_parcel_is_its_sheet_not_a_label(erp: sanbao.Sanbao) -> None:
    told = {"party": "C1", "pieces": [{"serial": "K-0001", "accessories": ["电源"]}, {"serial": "K-0002"}]}
    number = str(erp.do("rma.announce", told, user="clerk").number)
    erp.do("rma.receive", {"pieces": [{"serial": "K-0001", "condition": "外壳划痕"}]}, subject=number, user="clerk")  # fmt: skip

    page = printed(erp, number)

    assert [
        word
        for word in ("返修单", "预报数量", "实收数量", "外壳划痕", "K-0001", "送修方")
        if word not in page
    ] == []


def test_the_outbound_label_says_the_shipping_mode_in_words(erp: sanbao.Sanbao) -> None:
    number = diagnosed(erp, "K-0001", in_warranty="yes")
    erp.do("rma.start", {}, subject=number, user="bench")
    erp.do("rma.finish", {"remedy": "更换主板"}, subject=number, user="bench")
    erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="tester")
    sent = {"shipping_mode": "freight", "tracking": "DB77"}
    outbound = str(erp.do("rma.issue", sent, subject=number, user="clerk").number)

    label, form = printed(erp, outbound, "rma_label_outbound"), printed(erp, outbound, "rma_outbound")

    assert all("物流货运" in page and "DB77" in page for page in (label, form))
    assert "BS-CP0703-FM003" in form
    assert "更换主板" in form


def test_a_refund_stands_in_capitals_on_the_red_copy(erp: sanbao.Sanbao) -> None:
    number = diagnosed(erp, "K-0001", in_warranty="yes", is_own_quality="yes")
    erp.do(
        "rma.approve_special_case", {"lines": ["K-0001"], "reason": "重点客户"}, subject=number, user="seller"
    )
    told = {
        "line": "K-0001", "solution": "refund", "reason": "传感器坏点", "recoverable": "500.00", "cost": "780.00",
        "purchased_on": "2024-05-10", "requested_on": "2024-06-01", "cost_centre": "PROD", "salesman": "seller",
        "price": "1280.00", "fee": "58.00", "tax": "147.26",
    }  # fmt: skip
    slip = str(erp.do("rma.issue_slip", told, subject=number, user="clerk").number)

    page = printed(erp, slip)

    wanted = (
        "退回/换货品详单",
        "红联",
        "传感器坏点",
        "1,222.00",
        "壹仟贰佰贰拾贰元整",
        "销售部经理",
        "区域业务员",
    )
    assert [word for word in wanted if word not in page] == []
