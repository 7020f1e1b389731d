"""The file of a hand-over: typed cells in each layout, the same bytes again, each voucher in one batch only."""

from __future__ import annotations

import io
import threading
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

import sanbao
from sanbao.errors import Invalid, SanbaoError
from sanbao.vouchers import handing_over
from sanbao.vouchers.layouts import layout_of, shipped


def handed(erp: sanbao.Sanbao, layout: str) -> str:
    return str(erp.do("voucher.export", {"period": "2024-05", "layout": layout}, user="zhao.min").number)


def content(erp: sanbao.Sanbao, number: str) -> bytes:
    with erp.reading("zhao.min") as work:
        return handing_over.file_of(work, work.find("handover", number))[1]


def rows(erp: sanbao.Sanbao, number: str) -> list[dict[str, Any]]:
    sheet = load_workbook(io.BytesIO(content(erp, number))).active
    titles, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in found]


def test_kingdee_gets_dates_as_dates_and_amounts_as_numbers(books: sanbao.Sanbao) -> None:
    found = rows(books, handed(books, "kingdee"))

    first = found[0]
    assert (first["凭证日期"].date(), first["会计年度"], first["会计期间"]) == (date(2024, 5, 6), 2024, 5)
    assert (first["凭证字"], first["凭证号"], first["分录序号"]) == ("记", 1, 0)
    assert (first["科目代码"], first["借方"], first["贷方"], first["往来单位"]) == ("1122", 1130, 0, "C001")
    assert (found[2]["科目代码"], found[2]["贷方"]) == ("2221.02", 130)
    assert (first["制单"], first["核准"]) == ("赵敏", None)
    assert len(found) == 3 + 9 + 3


def test_yonyou_gets_days_with_dashes_and_accounts_without_points(books: sanbao.Sanbao) -> None:
    found = rows(books, handed(books, "yonyou"))

    assert {key: found[2][key] for key in ("制单日期", "凭证类别字", "凭证号", "科目编码", "贷方金额")} == {
        "制单日期": "2024-05-06",
        "凭证类别字": "记",
        "凭证号": 1,
        "科目编码": "222102",
        "贷方金额": 130,
    }
    assert (found[0]["客户编码"], found[0]["供应商编码"]) == ("C001", None)


def test_a_summary_that_looks_like_a_formula_stays_a_text(books: sanbao.Sanbao) -> None:
    number = handed(books, "generic")
    sheet = load_workbook(io.BytesIO(content(books, number))).active

    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=1+1"))

    assert cell.data_type == "s"


def test_a_reversal_is_red_and_names_what_it_reverses(books: sanbao.Sanbao) -> None:
    red = [row for row in rows(books, handed(books, "generic")) if row["凭证号"] == 3]

    assert [(row["借方金额"], row["贷方金额"]) for row in red] == [(-1130, 0), (0, -1000), (0, -130)]
    assert {row["冲销凭证"] for row in red} == {"2024-05/1"}


def test_the_file_of_an_old_batch_is_the_same_byte_for_byte(books: sanbao.Sanbao) -> None:
    number = handed(books, "kingdee")
    before = content(books, number)
    books.do("voucher.review", {"period": "2024-05"}, user="wang.fang")
    books.do("voucher.take_back_handover", {"reason": "x"}, subject=number, user="zhao.min")

    assert content(books, number) == before


def test_two_who_hand_over_at_the_same_moment_do_it_once(books: sanbao.Sanbao) -> None:
    barrier, became = threading.Barrier(3), []

    def export() -> None:
        barrier.wait()
        try:
            became.append(handed(books, "generic"))
        except SanbaoError as refused:
            became.append(refused.code)

    threads = [threading.Thread(target=export) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(became)[1:] == ["handover.nothing"] * 2
    status = books.ask("handover.status", {"period": "2024-05", "all": "yes"}, user="zhao.min")
    assert {row["batch"] for row in status} == {sorted(became)[0]}


def test_goods_that_move_without_money_are_not_handed_over(books: sanbao.Sanbao) -> None:
    books.do("product.create", {"code": "BOARD", "name": "主板", "service_class": "3"}, user="admin")
    lines = [
        {"account": "9001", "product": "BOARD", "quantity": "-1"},
        {"account": "9002", "product": "BOARD", "quantity": "1"},
    ]
    paper = books.do(
        "voucher.write", {"date": "2024-05-09", "summary": "寄存", "lines": lines}, user="zhao.min"
    )
    books.do("voucher.post", subject=paper.number, user="wang.fang")

    found = rows(books, handed(books, "generic"))

    assert {row["凭证号"] for row in found} == {1, 2, 3}


def test_every_mistake_of_a_layout_is_named(books: sanbao.Sanbao) -> None:
    wrong = {
        "code": "own",
        "dates": "roman",
        "columns": [
            {"title": "科目", "value": "acount"},
            {"value": "debit"},
            {"title": "A", "value": "date", "constant": "1"},
        ],
    }

    with pytest.raises(Invalid) as refused:
        books.do("profile.publish", {"kind": "voucher_layout", "content": wrong}, user="admin")

    assert {problem.path for problem in refused.value.problems} >= {
        "dates",
        "columns.0.value",
        "columns.1.title",
    }


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_shipped_layout_can_be_read(backend: str) -> None:
    found = {code: layout_of(data) for code, data in shipped().items()}

    assert set(found) == {"generic", "kingdee", "yonyou"}
    assert found["yonyou"].account("6601.01") == "660101"
    assert found["kingdee"].account("6601.01") == "6601.01"
