"""What is read is what a person sees in the cells, with its place."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from handmade import ods, ods_cell

from sanbao.errors import NotFound
from sanbao.tables import Workbook, read
from sanbao.tables.errors import BadHeader

#: A spreadsheet knows no time zones.
LATE = datetime(2024, 6, 2, 23, 50)  # noqa: DTZ001
ROWS = [["序列号", "名称", "备注"], ["0012", "增压泵", '两行\n"引号", 逗号'], ["S-7", "控制器㐀", ";\t"]]


def csv_bytes(encoding: str, delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(ROWS)
    return text.getvalue().encode(encoding)


def cells(workbook: Workbook) -> list[list[str]]:
    sheet = workbook.sheets[0]
    return [list(sheet.headers), *([row.cells[title] for title in sheet.headers] for row in sheet.rows)]


def typed_xlsx(hidden: bool = False) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("甲")
    formats = {
        name: book.add_format({"num_format": pattern})
        for name, pattern in {
            "day": "yyyy-mm-dd",
            "moment": "yyyy-mm-dd hh:mm:ss",
            "time": "hh:mm",
            "span": "[h]:mm",
        }.items()
    }
    sheet.write_row(2, 1, list("abcdefghij"))
    sheet.write_row(4, 1, [12.0, 0.1 + 0.2, -1250.5, True, "0012"])
    sheet.write_datetime(4, 6, date(2024, 2, 29), formats["day"])
    sheet.write_datetime(4, 7, LATE, formats["moment"])
    sheet.write_datetime(4, 8, time(9, 0), formats["time"])
    sheet.write_datetime(4, 9, timedelta(hours=36), formats["span"])
    sheet.write_string(4, 10, "\u3000 增压泵\u00a0 ")
    if hidden:
        book.add_worksheet("secret").write(0, 0, "x")
        book.worksheets()[1].hide()
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_usual_encoding_and_separator(encoding: str, delimiter: str) -> None:
    assert cells(read(csv_bytes(encoding, delimiter), "a.csv")) == [
        ROWS[0], ROWS[1], ["S-7", "控制器㐀", ";"],
    ]  # fmt: skip


def test_utf_16_without_a_mark_is_recognised() -> None:
    assert cells(read("name,count\npump,1\n".encode("utf-16-le"), "a.csv")) == [
        ["name", "count"],
        ["pump", "1"],
    ]


def test_a_given_encoding_overrules_what_was_guessed() -> None:
    content = "名稱,數量\n水泵,1\n".encode("big5")

    assert cells(read(content, "a.csv", encoding="big5"))[1] == ["水泵", "1"]


def test_a_record_with_line_ends_counts_as_one_row() -> None:
    workbook = read(b'a,b\n"1\n2\n3",x\n\n4,y\n', "a.csv")

    assert [(row.number, row.cells["b"]) for row in workbook.sheets[0].rows] == [(2, "x"), (4, "y")]


def test_the_line_that_names_the_separator_is_no_data() -> None:
    workbook = read(b"sep=;\r\nname;note\r\nx;1,2,3\r\n", "a.csv")

    assert cells(workbook) == [["name", "note"], ["x", "1,2,3"]]
    assert workbook.sheets[0].header_row == 2


def test_values_are_read_as_a_person_sees_them() -> None:
    sheet = read(typed_xlsx(), "a.xlsx").sheets[0]

    assert list(sheet.rows[0].cells.values()) == [
        "12", "0.3", "-1250.5", "yes", "0012", "2024-02-29", "2024-06-02T23:50", "09:00", "36:00", "增压泵",
    ]  # fmt: skip


def test_rows_and_columns_keep_the_numbers_of_the_spreadsheet() -> None:
    sheet = read(typed_xlsx(), "a.xlsx").sheets[0]

    assert (sheet.header_row, sheet.columns["a"], sheet.rows[0].number) == (3, 1, 5)


def test_hidden_sheets_are_not_read() -> None:
    assert [sheet.name for sheet in read(typed_xlsx(hidden=True), "a.xlsx").sheets] == ["甲"]


def test_an_old_xls_is_read_like_a_new_one() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("设备")
    for place, title in enumerate(["序列号", "数量", "日期"]):
        sheet.write(0, place, title)
    sheet.write(1, 0, "0012")
    sheet.write(1, 1, 3)
    sheet.write(1, 2, date(2024, 2, 29), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    buffer = io.BytesIO()
    book.save(buffer)

    workbook = read(buffer.getvalue(), "a.xls")

    assert workbook.sheets[0].name == "设备"
    assert cells(workbook)[1] == ["0012", "3", "2024-02-29"]


def test_an_ods_with_its_endless_empty_rows_is_read() -> None:
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    rows = "".join(
        f"<table:table-row>{ods_cell(a)}{ods_cell(b)}</table:table-row>"
        for a, b in [("a", "b"), ("0012", "水泵")]
    )

    assert cells(read(ods(rows + empty), "a.ods")) == [["a", "b"], ["0012", "水泵"]]


def test_formulas_and_errors_of_an_xlsx_are_named_by_cell() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("甲")
    sheet.write_row(0, 0, ["名称", "金额"])
    sheet.write_formula(1, 1, "=1+1", None, 2)
    sheet.write_formula(2, 0, '=HYPERLINK("http://x","y")', None, "y")
    sheet.write_number(3, 1, 123456789012345678)
    book.close()

    problems = read(buffer.getvalue(), "a.xlsx").problems

    assert {(p.sheet, p.row, p.column) for p in problems} == {
        ("甲", 2, "金额"),
        ("甲", 3, "名称"),
        ("甲", 4, "金额"),
    }
    assert "15 digits" in str(next(p for p in problems if p.row == 4))


def test_formulas_of_an_xls_are_named_by_cell() -> None:
    book = xlwt.Workbook()
    book.add_sheet("甲").write(0, 0, "名称")
    sheet = book.add_sheet("乙")
    sheet.write(0, 0, "金额")
    sheet.write(1, 0, xlwt.Formula("1+1"))
    sheet.write(2, 0, 5)
    buffer = io.BytesIO()
    book.save(buffer)

    problems = read(buffer.getvalue(), "a.xls").problems

    assert [(p.sheet, p.row, p.column) for p in problems] == [("乙", 2, "金额")]


def test_formulas_of_an_ods_are_named_by_cell() -> None:
    rows = f"<table:table-row>{ods_cell('a')}{ods_cell('b')}</table:table-row>"
    rows += f"<table:table-row>{ods_cell('1')}{ods_cell('2', formula='of:=1+1')}</table:table-row>"

    problems = read(ods(rows), "a.ods").problems

    assert [(p.sheet, p.row, p.column) for p in problems] == [("S", 2, "b")]


def test_every_double_title_is_named_at_once() -> None:
    with pytest.raises(BadHeader) as caught:
        read("名称,数量,名称,数量\n1,2,3,4\n".encode(), "设备.csv")

    assert {problem.path for problem in caught.value.problems} == {"设备!A1, C1", "设备!B1, D1"}


def test_a_value_without_a_title_is_named_once_per_column() -> None:
    problems = read(b"a,b\n1,2,3\n4,5,6\n7,8,9,10\n", "s.csv").problems

    assert [(p.row, p.column, p.value) for p in problems] == [(2, "C", "3"), (4, "D", "10")]


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")

    assert read(path).digest == read(path.read_bytes(), "b.csv").digest
    assert read(b"a,b\n1,3\n", "a.csv").digest != read(path).digest


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file “a.csv”"):
        read(tmp_path / "a.csv")
