"""The printed voucher: its customary parts, several sheets, a month in one file."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

import sanbao
from sanbao.errors import SanbaoError
from sanbao.ledger import periods
from sanbao.printing import BOTH, EN, pdf
from sanbao.printing.papers import html_of
from sanbao.vouchers import finding, printouts

pytestmark = pytest.mark.either_backend


def printed(erp: sanbao.Sanbao, key: str, languages: tuple[str, ...] | None = None) -> str:
    with erp.reading("zhao.min") as work:
        return html_of(work, key, languages=languages)


def test_a_voucher_shows_its_customary_parts(books: sanbao.Sanbao) -> None:
    books.do("voucher.review", {"entries": "2024-05/1"}, user="wang.fang")

    html = printed(books, "2024-05/1")

    assert all(
        part in html
        for part in (
            "记账凭证",
            "记字第 1 号",
            "2024年5月6日",
            "附单据 0 张",
            "摘要",
            "会计科目",
            "借方金额",
            "贷方金额",
        )
    )
    assert all(
        part in html
        for part in (
            "壹仟壹佰叁拾元整",
            "1,130.00",
            "应收账款",
            "骨科医院",
            "制单",
            "赵敏",
            "审核",
            "王芳",
            "记账",
        )
    )


def test_a_voucher_counts_the_papers_of_its_document(books: sanbao.Sanbao) -> None:
    with books.reading("admin") as work:
        number = books.ask("entry.show", {"entry": "2024-05/1"}, user="admin")["document"]
        assert work.find("document", number)
    file = {"name": "a.pdf", "content": "eA==", "media_type": "application/pdf", "purpose": "file"}
    books.do("document.attach", file, subject=number, user="zhao.min")

    assert "附单据 1 张" in printed(books, "2024-05/1")


def test_a_long_voucher_goes_on_and_sums_up_on_its_last_sheet(books: sanbao.Sanbao) -> None:
    html = printed(books, "2024-05/2")

    assert html.count('<section class="sheet">') == 2
    assert (
        html.index("第 1/2 页")
        < html.index("转次页")
        < html.index("第 2/2 页")
        < html.index("叁拾陆元肆角整")
    )


def test_a_reversal_is_printed_in_red(books: sanbao.Sanbao) -> None:
    html = printed(books, "2024-05/3")

    assert '<td class="amount red">-1,130.00</td>' in html
    assert "冲销 2024-05/1" in html


def test_a_voucher_speaks_english_or_both(books: sanbao.Sanbao) -> None:
    english, both = printed(books, "2024-05/1", EN), printed(books, "2024-05/1", BOTH)

    assert all(
        word in english for word in ("Journal voucher", "Receivables", "Debit amount", "CNY one thousand")
    )
    assert all(word in both for word in ("记账凭证", "Journal voucher", "应收账款", "Receivables"))


def test_a_month_is_one_file_with_a_sheet_for_each_voucher(books: sanbao.Sanbao) -> None:
    with books.reading("zhao.min") as work:
        month = periods.find(work.connection, work.company.id, "2024-05")
        whole = printouts.html_of(work, finding.of_month(work, month))
        some = printouts.html_of(work, finding.of_month(work, month, 2, 3))

    pages = PdfReader(io.BytesIO(pdf(whole))).pages

    assert len(pages) == 4
    assert [round(float(size) / 72 * 25.4) for size in pages[0].mediabox[2:]] == [210, 148]
    assert some.count('<section class="sheet">') == 3


def test_an_unknown_voucher_is_named(books: sanbao.Sanbao) -> None:
    with pytest.raises(SanbaoError) as refused:
        printed(books, "2024-05/99")

    assert refused.value.code == "voucher.unknown"
    assert "2024-05/99" in str(refused.value)


def test_a_month_end_prints_what_was_looked_at(books: sanbao.Sanbao) -> None:
    closed = books.do("period.close", {"period": "2024-05"}, user="zhao.min")

    html = printed(books, str(closed.number))

    assert all(
        word in html
        for word in ("月末结账检查表", "2024-05", "凭证号连续无断号", "LED-27", "本月凭证均已审核")
    )
