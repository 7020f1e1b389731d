"""The red copy as it leaves the printer: its stamp stands clear of the title in every language (F-14)."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PageObject, PdfReader
from rma_shop import Clock, returned, shop

import sanbao
from sanbao.printing import papers
from sanbao.printing.forms import BOTH, EN, ZH


def height_of(page: PageObject, words: str) -> float:
    """Return how high on a page some words stand."""
    found: list[float] = []

    def look(text: str, _outer: list[float], at: list[float], *_font: object) -> None:
        if words in text:
            found.append(at[5])

    page.extract_text(visitor_text=look)
    return found[0]


@pytest.mark.parametrize(
    ("languages", "title", "stamp"),
    [
        (EN, "Return and exchange detail slip", "Red copy"),
        (ZH, "货品详单", "红联"),
        (BOTH, "货品详单", "红联"),
    ],
    ids=["en", "zh", "both"],
)
def test_the_stamp_of_the_red_copy_stands_below_the_title(
    make_company: Callable[..., sanbao.Sanbao], languages: tuple[str, ...], title: str, stamp: str
) -> None:
    erp = shop(make_company, Clock())
    number = returned(erp, "K-0001")
    found = [{"line": "1", "in_warranty": "yes", "is_own_quality": "yes"}]
    erp.do("rma.diagnose", {"lines": found}, subject=number, user="bench")
    erp.do("rma.approve_special_case", {"lines": ["1"], "reason": "重点客户"}, subject=number, user="seller")
    told = {"line": "1", "solution": "exchange", "reason": "花屏", "recoverable": "300.00", "cost_centre": "PROD",
            "purchased_on": "2024-05-28", "requested_on": "2024-06-03"}  # fmt: skip
    slip = str(erp.do("rma.issue_slip", told, subject=number, user="clerk").number)

    with erp.reading("admin") as work:
        page = PdfReader(io.BytesIO(papers.paper(work, slip, form="rma_slip", languages=languages))).pages[0]

    assert abs(height_of(page, title) - height_of(page, stamp)) > 20
