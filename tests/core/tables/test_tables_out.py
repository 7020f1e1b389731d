"""F3: no text that leaves the house is ever a formula; numbers stay numbers; the same input, the same bytes."""

from __future__ import annotations

import csv
import io
import itertools
import sys
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from sanbao.tables import (
    YES_NO,
    Chart,
    Choice,
    Column,
    Heading,
    RowProblem,
    SheetSpec,
    Table,
    check,
    problem_workbook,
    read,
    template,
    write_csv,
    write_workbook,
)
from sanbao.tables.errors import ExcelMissing
from sanbao.tables.looks import sheet_name

DAY = date(2024, 2, 29)
#: A spreadsheet knows no time zones.
LATE = datetime(2024, 6, 2, 23, 50)  # noqa: DTZ001
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    "＝",
    "＋",
    "－",
    "＠",
    "'=",
    '"=',
    " =",
    "\u3000=",
    "''=",
    "“@",
    "\u00a0+",
    "|",
    "%",
    "\ufeff=",
]
BODIES = ["1+1", 'HYPERLINK("http://x","y")', "cmd|' /C calc'!A0", "IMPORTXML(1)"]
DANGEROUS = [start + body for start, body in itertools.product(STARTS, BODIES)]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS = [
    Column("serial", "序列号", "Serial number", required=True, example="0012", help="As on the type plate"),
    Column("state", "状态", "State", example="new", choices=[Choice("new", "新", "New"), Choice("used", "旧, 已用", "Used")]),
    Column("loan", "借用", "On loan", choices=YES_NO),
]  # fmt: skip


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def all_cells(content: bytes) -> list[Any]:
    return [
        cell
        for sheet in opened(content)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def export(headings: list[Heading], rows: list[list[Any]], **more: Any) -> bytes:
    return write_workbook([Table("Export", headings, rows, **more)])


def test_at_least_twenty_starts_are_tried_in_every_export() -> None:
    assert len(STARTS) >= 20


def test_no_text_in_a_workbook_is_a_formula() -> None:
    content = export([Heading(text) for text in DANGEROUS], [DANGEROUS])

    assert all(cell.data_type == "s" for cell in all_cells(content))
    title, row = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert all(isinstance(value, str) for value in (*title, *row))
    assert row == DANGEROUS


def test_no_text_in_a_returned_file_is_a_formula() -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["name", "note"], *([item, "x"] for item in DANGEROUS)])
    workbook = read(text.getvalue().encode(), "a.csv")
    problems = [
        RowProblem("a", row.number, "name", row.cells["name"], "{bad}", {"bad": row.cells["name"]})
        for row in workbook.sheets[0].rows
    ]

    content = problem_workbook(workbook, problems)

    assert len(problems) == len(DANGEROUS)
    assert all(cell.data_type == "s" for cell in all_cells(content))


def test_no_text_in_a_template_is_a_formula() -> None:
    columns = [
        Column(f"f{n}", f"{text}{n}", f"{text} {n}", example=text, help=text)
        for n, text in enumerate(DANGEROUS)
    ]

    assert all(cell.data_type == "s" for cell in all_cells(template(columns, "en")))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_no_text_in_csv_starts_a_formula_and_comes_back_as_it_was(encoding: Any) -> None:
    content = write_csv([["name", "amount"], *([text, Decimal("-5.00")] for text in DANGEROUS)], encoding)

    records = list(csv.reader(io.StringIO(content.decode(encoding), newline="")))[1:]
    assert len(records) == len(DANGEROUS)
    assert all(record[0].startswith("'") and record[1] == "-5.00" for record in records)
    again = [row.cells["name"] for row in read(content, "a.csv").sheets[0].rows]
    assert again == [text.strip("\ufeff \t\r\n\u3000\u00a0") for text in DANGEROUS]


def test_harmless_text_and_numbers_are_left_alone_in_csv() -> None:
    content = write_csv([["a=b", "'quoted'", 5, Decimal("-0.50"), date(2024, 2, 29), None, True]])

    assert content == b"\xef\xbb\xbfa=b,'quoted',5,-0.50,2024-02-29,,yes\r\n"


def test_numbers_and_days_keep_their_types_in_a_workbook() -> None:
    content = export(
        [Heading("a"), Heading("b"), Heading("c"), Heading("d")],
        [[Decimal("1250.10"), 7, DAY, LATE]],
    )

    cells = opened(content)["Export"][2]

    assert [cell.data_type for cell in cells] == ["n", "n", "d", "d"]
    assert [cell.value for cell in cells] == [1250.1, 7, datetime.combine(DAY, time()), LATE]
    assert cells[0].number_format == "#,##0.00"


def test_a_number_longer_than_a_spreadsheet_keeps_goes_out_as_text() -> None:
    content = export([Heading("id")], [[110101199001011234], [Decimal("12345678901234.567")]])

    assert [row[0].value for row in opened(content)["Export"].iter_rows(min_row=2)] == [
        "110101199001011234",
        "12345678901234.567",
    ]


def test_totals_are_live_formulas_with_exact_results() -> None:
    content = export(
        [Heading("n"), Heading("v", total=True)], [["a", Decimal("0.10")], ["b", Decimal("0.20")]]
    )

    assert opened(content)["Export"]["B4"].value == "=SUM(B2:B3)"
    assert openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Export"]["B4"].value == 0.3


def test_the_same_input_gives_the_same_bytes() -> None:
    arguments = ([Heading("n"), Heading("v", total=True)], [["甲", Decimal("1.00")]])

    assert export(*arguments, chart=Chart("pie", "份额", "n", ["v"])) == export(
        *arguments, chart=Chart("pie", "份额", "n", ["v"])
    )
    assert template(COLUMNS, "zh") == template(COLUMNS, "zh")


def test_a_sheet_has_frozen_titles_a_filter_a_chart_and_room_for_chinese() -> None:
    content = export(
        [Heading("名称"), Heading("v")],
        [["增压泵控制器总成", Decimal(1)]],
        chart=Chart("column", "c", "名称", ["v"]),
    )

    sheet = opened(content)["Export"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref, len(sheet._charts)) == ("A2", "A1:B2", 1)
    assert sheet.column_dimensions["A"].width >= 16


def test_a_text_longer_than_a_cell_is_cut_visibly() -> None:
    value = opened(export([Heading("a")], [["x" * 40_000]]))["Export"]["A2"].value

    assert len(value) == 32_767
    assert value.endswith("…")


def test_sheet_names_are_made_acceptable_and_unique() -> None:
    taken: set[str] = set()

    names = [sheet_name(name, taken) for name in ("a/b[1]", "A b 1", "History", "", "长" * 40, "长" * 40)]

    assert len({name.casefold() for name in names}) == 6
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize(
    "language,titles",
    [("zh_CN", ["序列号 *", "状态", "借用"]), ("en", ["Serial number *", "State", "On loan"])],
)
def test_a_template_can_be_read_back_and_explains_itself(language: str, titles: list[str]) -> None:
    content = template(COLUMNS, language)

    data, guide = opened(content)
    assert [cell.value for cell in data[1]] == titles
    assert data["A1"].comment.text == "As on the type plate"
    assert [validation.formula1 for validation in data.data_validations.dataValidation] == [
        f"'{guide.title}'!$E$3:$F$3", f"'{guide.title}'!$E$4:$F$4",
    ]  # fmt: skip
    assert [sheet.name for sheet in read(content, "t.xlsx").sheets] == [data.title]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_row_of_a_template_is_passed_over(language: str) -> None:
    workbook = read(template(COLUMNS, language), "t.xlsx")

    result = check([SheetSpec("unit", "设备", "Units", COLUMNS)], workbook, lambda kind, values: values)

    assert (result.rows_count, result.skipped_count) == (0, 1)


def test_a_missing_library_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    content = export([Heading("a")], [["x"]])
    for name in ("python_calamine", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(ExcelMissing, match="need the package python-calamine"):
        read(content, "a.xlsx")
    with pytest.raises(ExcelMissing, match="need the package XlsxWriter"):
        export([Heading("a")], [["x"]])
    assert read(b"a,b\n1,2\n", "a.csv").sheets[0].headers == ("a", "b")
