"""How the cells of a report stand: figures, days and short names are never broken over two lines."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from offices import Office

from sanbao_admin.reports.showing import _place


@pytest.mark.parametrize(
    ("look", "value", "place"),
    [
        ("day", date(2025, 1, 8), "nowrap"),
        ("day", None, "nowrap"),
        ("amount", Decimal("1.00"), "num"),
        ("whole", 3, "num"),
        ("text", "CL202405-0001", "nowrap"),
        ("text", "滨江区人民医院", "nowrap"),
        ("text", None, "nowrap"),
        ("text", "甬安智能安防系统安装有限责任公司", "words"),
        ("text", "The installer came a day late and left early", "words"),
    ],
)
def test_only_long_words_may_take_several_lines(look: str, value: object, place: str) -> None:
    assert _place(look, value) == place


def test_each_cell_of_a_report_says_how_it_stands(working: Office) -> None:
    page = working.sign_in("zhao.min").get("/reports/cost_by_case").get_data(as_text=True)

    body = page.partition('<table class="table rows">')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    places = set(re.findall(r'<td class="(\w+)"', body))
    assert places <= {"num", "nowrap", "words"}
    assert "<td>" not in body
    assert {"num", "nowrap"} <= places


def test_long_headings_of_a_table_take_two_lines_and_break_between_words() -> None:
    sheet = files("sanbao_admin").joinpath("skin", "static", "sanbao.css").read_text(encoding="utf-8")

    rule = re.search(r"^\.table th \{(.*)\}$", sheet, re.MULTILINE)
    assert rule
    assert "word-break: keep-all" in rule[1]
    assert "nowrap" not in rule[1]
    assert ".table th.num { white-space: normal; }" in sheet
