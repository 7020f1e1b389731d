"""What is exported is what is filtered: typed cells, no text that starts a formula, and it is written down who took it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from list_stock import look, unit_row
from offices import Office
from openpyxl import load_workbook
from sqlalchemy import select

from sanbao.tables import Heading, stream_workbook
from sanbao_admin.lists import asking, exporting
from sanbao_admin.lists.specs.registry import PARTIES, UNITS
from sanbao_admin.signing_in.models import LogEntry

FORMULAS = (
    "=1+1", "+1", "-1+2", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", " =1", "'=1", '"=1"', "=HYPERLINK(\"http://x\",\"y\")",
    "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "=IMPORTXML(1)", "{=1}", "%0A=1", "=1;2", "@A1", "+A1", "-A1", "=" * 40,
)  # fmt: skip


def _sheet(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows()]


def test_the_filtered_rows_and_shown_columns_come_as_typed_cells(listed: Office) -> None:
    browser = listed.sign_in()
    words = "state=in_use&customer=C001&sort=-serial&show=serial,customer,sold_on,price_paid,state"

    answer = browser.get(f"/records/unit/export.xlsx?{words}")

    rows = _sheet(answer.data)
    wanted = sorted(
        (unit_row(n, 1, 1) for n in range(500) if n % 3 == 0 and n % 4 and n % 2 == 0),
        key=lambda row: str(row["serial"]),
        reverse=True,
    )
    assert [cell.value for cell in rows[0]] == ["Serial no.", "Customer", "State", "Sold on", "Price paid"]
    assert [row[0].value for row in rows[1:-1]] == [row["serial"] for row in wanted]
    assert {row[1].value for row in rows[1:-1]} == {"城北物业服务公司"}
    assert {row[2].value for row in rows[1:-1]} == {"in use"}
    priced = [row for row in rows[1:-1] if row[4].value is not None]
    assert priced
    assert {row[4].data_type for row in priced} == {"n"}
    assert rows[-1][4].value == f"=SUM(E2:E{len(wanted) + 1})"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "Units-2024-06-03.xlsx" in answer.headers["Content-Disposition"]


def test_no_text_of_anybodys_is_a_formula(listed: Office) -> None:
    for number, text in enumerate(FORMULAS):
        with listed.erp.database.owning() as connection:
            values = {
                "company_id": 1,
                "code": f"F{number:02}",
                "name": text,
                "address": text,
                "roles": ["customer"],
                "is_consumer": False,
            }
            connection.execute(PARTIES.root.__table__.insert().values(**values))

    rows = _sheet(listed.sign_in().get("/records/party/export.xlsx?show=code,name,address").data)

    cells = [cell for row in rows[1:] for cell in row[1:3] if row[0].value.startswith("F")]
    assert len(cells) == 2 * len(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}
    # A spreadsheet writes a carriage return inside a text in this way.
    read = [cell.value.replace("_x000D_", "\r").strip() for cell in cells[::2]]
    assert read == [text.strip() for text in FORMULAS]


def test_whoever_may_not_see_the_list_may_not_export_it_and_exports_are_written_down(listed: Office) -> None:
    refused = listed.sign_in("hr").get("/records/unit/export.xlsx")
    taken = listed.sign_in("clerk").get("/records/unit/export.xlsx?state=in_use")

    with listed.erp.reading("admin") as work:
        entries = list(work.session.scalars(select(LogEntry).where(LogEntry.event == "export")))
    assert (refused.status_code, taken.status_code) == (403, 200)
    assert [entry.details for entry in entries] == [
        {"list": "records/unit", "rows": 167, "query": "state=in_use"}
    ]


def test_an_export_ends_at_its_limit_and_says_so(listed: Office) -> None:
    look(listed.sign_in(), "/records/unit")
    with listed.app.test_request_context("/records/unit"), listed.erp.reading("admin") as work:
        from flask import g
        from werkzeug.datastructures import MultiDict

        g.work = work
        asked = asking.read(work, UNITS, MultiDict())
        taken = exporting.Taken()
        rows = list(exporting.rows(asked, taken, most=7))

    assert taken.count == 7
    assert len(rows) == 8
    assert rows[-1][0] == "Only the first 7 rows were exported; please filter."


def test_a_long_table_is_written_row_by_row_with_live_totals() -> None:
    given: list[int] = []

    def rows() -> Iterator[list[Any]]:
        for number in range(1, 2_001):
            given.append(number)
            yield [f"={number}", Decimal(number) / 4, date(2024, 1, 1), datetime(2024, 1, 1, 8, 30), None]  # noqa: DTZ001

    headings = [
        Heading("Text"),
        Heading("Amount", 2, total=True),
        Heading("Day"),
        Heading("Moment"),
        Heading("Empty"),
    ]
    with stream_workbook("数据", headings, rows()) as file:
        found = _sheet(file.read())

    assert len(given) == 2_000
    assert len(found) == 2_002
    assert [cell.value for cell in found[5]][:2] == ["=5", 1.25]
    assert found[5][0].data_type == "s"
    assert found[-1][1].value == "=SUM(B2:B2001)"
    assert [cell.value for cell in found[-1]][:1] in (["Total"], ["合计"])
