"""F1: every bad row is named by sheet, row, column and reason; all rows or none; twice is once."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanbao.errors import Invalid, Problem, Refused
from sanbao.i18n import N_
from sanbao.money import parse_decimal
from sanbao.tables import (
    YES_NO,
    Column,
    Heading,
    ImportRefused,
    ImportResult,
    Row,
    Sheet,
    SheetSpec,
    Table,
    Workbook,
    check,
    fields_of,
    match,
    problem_workbook,
    read,
    write_csv,
    write_workbook,
)
from sanbao.tables.mapping import BadColumns

COLUMNS = [
    Column("serial", "序列号", "Serial number", aliases=["SN"], required=True, example="0012"),
    Column("price", "价格", "Price", required=True, example="12.00"),
    Column("loan", "借用", "On loan", choices=YES_NO),
]
UNIT = SheetSpec("unit", "设备", "Units", COLUMNS, unique=["serial"])
PARTY = SheetSpec("party", "客户", "Customers", [Column("name", "名称", "Name", required=True)])


class Sold(Refused):
    code = "test.sold"
    message = N_("{serial} is sold")


def load(kind: str, values: dict[str, str]) -> Any:
    if values.get("serial") == "SOLD":
        raise Sold(serial="SOLD")
    if kind == "unit" and "price" in values:
        try:
            return {**values, "price": parse_decimal(values["price"])}
        except ValueError as error:
            raise Invalid(
                [Problem("price", N_("“{value}” is not an amount"), {"value": values["price"]})]
            ) from error
    return values


def book(
    *rows: list[str], headers: tuple[str, ...] = ("序列号", "价格", "借用"), name: str = "设备"
) -> Workbook:
    made = [Row(number, dict(zip(headers, row, strict=True))) for number, row in enumerate(rows, 2)]
    return Workbook("a.xlsx", "0", [Sheet(name, 1, {title: at for at, title in enumerate(headers)}, made)])


def places(result: ImportResult[Any]) -> list[tuple[int | None, str | None]]:
    return [(problem.row, problem.column) for problem in result.problems]


@pytest.mark.parametrize(
    "title",
    [
        "序列号",
        "serial",
        "Serial number",
        "SERIAL NUMBER",
        "序列号*",
        " 序列号 ＊",
        "ＳＮ",
        "Serial　No".replace("No", "number"),
        "serial-number:",
    ],
)
def test_a_column_is_found_under_every_spelling(title: str) -> None:
    assert fields_of(COLUMNS[:1], [title]) == {title: "serial"}


def test_unknown_doubled_and_missing_columns_are_all_named_at_once() -> None:
    with pytest.raises(BadColumns) as caught:
        fields_of(COLUMNS, ["SN", "序列号", "Serial numbr", "Colour"])

    texts = [str(problem) for problem in caught.value.problems]
    assert len(texts) == 4
    assert "“序列号” and “SN” mean the same column" in texts[0]
    assert "is “Serial number” meant?" in texts[1]
    assert "“Colour” is not a known column" in texts[2]
    assert "“价格 / Price” is missing" in texts[3]


def test_two_columns_with_one_name_are_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="share the name"):
        match([Column("a", "名", "A"), Column("b", "名", "B")], [])


def test_good_rows_are_loaded_with_their_fields_and_places() -> None:
    result = check([UNIT], book(["0012", "12.00", "是"], ["0013", "0.10", ""]), load)

    assert result.ok
    assert result.counts == {"unit": 2}
    assert [(row.number, row.value) for row in result.rows] == [
        (2, {"serial": "0012", "price": Decimal("12.00"), "loan": "yes"}),
        (3, {"serial": "0013", "price": Decimal("0.10")}),
    ]


def test_every_kind_of_mistake_is_named_with_its_place_and_nothing_is_loaded() -> None:
    result = check(
        [UNIT],
        book(["1", "x", ""], ["", "1", "maybe"], ["2", "1", ""], ["2", "1", ""], ["SOLD", "1", ""]),
        load,
    )

    assert places(result) == [(2, "价格"), (3, "序列号"), (3, "借用"), (5, "序列号"), (6, None)]
    assert [str(problem) for problem in result.problems] == [
        "“x” is not an amount",
        "“序列号” is required; fill in a value",
        "“maybe” is none of: yes, no",
        "The same as row 4; each may stand here once, delete one of them",
        "SOLD is sold",
    ]
    assert (result.rows, result.rows_count, result.bad_rows_count) == ([], 5, 4)
    with pytest.raises(ImportRefused, match="5 places"):
        result.require_ok()


def test_a_missing_column_is_named_once_and_not_for_every_row() -> None:
    result = check([UNIT], book(["1"], ["2"], headers=("序列号",)), load)

    assert places(result) == [(1, None)]


def test_rows_are_checked_although_a_column_is_unknown() -> None:
    result = check([UNIT], book(["1", "x", "?"], headers=("序列号", "价格", "颜色")), load)

    assert places(result) == [(1, "颜色"), (2, "价格")]


def test_sheets_are_found_by_name_and_unknown_ones_are_named() -> None:
    sheets = [book(["x"], headers=("名称",), name=name).sheets[0] for name in ("Customers *", "stuff")]

    result = check([UNIT, PARTY], Workbook("a.xlsx", "0", sheets), load)

    assert [problem.sheet for problem in result.problems] == ["stuff"]
    assert "设备 / Units, 客户 / Customers" in str(result.problems[0])


def test_a_file_without_rows_is_a_problem() -> None:
    assert "no row" in str(check([UNIT], book(), load).problems[0])


def test_a_formula_found_at_reading_keeps_the_file_out() -> None:
    content = write_workbook(
        [Table("设备", [Heading("SN"), Heading("Price", total=True)], [["1", Decimal(5)]])]
    )

    result = check([UNIT], read(content, "a.xlsx"), load)

    assert (3, "Price") in places(result)
    assert result.rows == []


def test_the_same_rows_have_the_same_hash_in_every_packing() -> None:
    rows: list[list[Any]] = [["序列号", "价格", "借用"], ["0012", "12.00", "yes"]]
    packings = [
        (write_csv(rows, "gb18030"), "a.csv"),
        (write_csv(rows), "b.csv"),
        (
            write_workbook(
                [
                    Table(
                        "x",
                        [Heading("Serial number"), Heading("Price"), Heading("On loan")],
                        [["0012", "12.00", "是"]],
                    )
                ]
            ),
            "c.xlsx",
        ),
    ]

    hashes = {check([UNIT], read(content, name), load).content_hash for content, name in packings}

    assert len(hashes) == 1
    assert check([UNIT], book(["0012", "12.01", "yes"]), load).content_hash not in hashes


def test_a_returned_file_marks_the_cells_and_can_be_corrected_and_sent_again() -> None:
    source = read(write_csv([["序列号", "价格"], ["0012", "x"], ["0013", "1"]]), "设备.csv")
    result = check([UNIT], source, load)

    returned = openpyxl.load_workbook(io.BytesIO(problem_workbook(source, result.problems)))

    sheet = returned["设备"]
    assert [cell.value for cell in sheet[2]] == ["0012", "x", "价格: “x” is not an amount"]
    assert sheet["B2"].fill.fgColor.rgb.endswith("FFD7D7")
    assert not sheet["B3"].fill.fgColor.rgb.endswith("FFD7D7")
    sheet["B2"] = "5.00"
    buffer = io.BytesIO()
    returned.save(buffer)
    assert check([UNIT], read(buffer.getvalue(), "again.xlsx"), load).ok


def test_a_returned_file_tells_what_is_wrong_with_its_titles_in_a_title_that_is_passed_over() -> None:
    source = read(write_csv([["序列号", "颜色"], ["0012", "x"]]), "设备.csv")
    result = check([UNIT], source, load)

    again = read(problem_workbook(source, result.problems), "a.xlsx")

    assert "价格 / Price” is missing" in again.sheets[0].headers[-1]
    assert sorted(places(check([UNIT], again, load)), key=str) == [(1, "颜色"), (1, None)]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.data())
def test_however_many_rows_are_bad_each_is_named_and_none_is_loaded(count: int, data: st.DataObject) -> None:
    bad = data.draw(st.sets(st.integers(0, count - 1), min_size=1))
    rows = [[f"S{n}", "1.2.3" if n in bad else "1.00", ""] for n in range(count)]

    result = check([UNIT], book(*rows), load)

    assert places(result) == [(n + 2, "价格") for n in sorted(bad)]
    assert result.rows == []
    fixed = check([UNIT], book(*[[row[0], "1.00", ""] for row in rows]), load)
    assert (fixed.ok, len(fixed.rows)) == (True, count)


@pytest.mark.parametrize("ending", ["csv", "gb.csv", "semicolon.csv", "xlsx"])
@settings(max_examples=6, deadline=None)
@given(bad=st.sets(st.integers(0, 39), min_size=1))
def test_bad_rows_are_named_through_real_files(ending: str, bad: set[int]) -> None:
    rows = [[f"0{n}", "abc" if n in bad else "1.00", 'two\n"lines"'] for n in range(40)]
    table: list[list[Any]] = [["序列号", "价格", "备注"], *rows]
    content = write_csv(table, "gb18030" if ending == "gb.csv" else "utf-8-sig")
    if ending == "semicolon.csv":
        content = content.replace(b",", b";")
    if ending == "xlsx":
        content = write_workbook([Table("设备", [Heading(title) for title in table[0]], rows)])
    spec = SheetSpec("unit", "设备", "Units", [*COLUMNS, Column("note", "备注", "Note")])

    result = check([spec], read(content, f"a.{ending}"), load)

    assert places(result) == [(n + 2, "价格") for n in sorted(bad)]
    assert result.rows == []
