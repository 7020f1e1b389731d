"""Files that no honest person uploads, each with the code of the sentence that refuses it (F2)."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
import xlwt
from handmade import MAIN, cell, ods, ods_cell, packed, xlsx


def honest_xlsx() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, ["Name", "Count"])
    for row in range(1, 300):
        sheet.write_row(row, 0, [f"n{row}", row])
    book.close()
    return buffer.getvalue()


def xls(far: tuple[int, int] | None = None, rows: int = 3) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    sheet.write(0, 0, "Name")
    for row in range(1, rows):
        sheet.write(row, 0, f"n{row}")
    if far:
        sheet.write(*far, "x")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def compound(stream: str) -> bytes:
    """A compound file that mentions a stream of this name."""
    content = bytearray(xls())
    return bytes(content[:-128]) + stream.encode("utf-16-le").ljust(128, b"\0")


def lying_sizes() -> bytes:
    """A member that says it is small and is not."""
    content = bytearray(xlsx(more={"xl/media/a.bin": b"\0" * 5_000_000}))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/media/a.bin"))
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def doubled_member() -> bytes:
    buffer = io.BytesIO(xlsx())
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return buffer.getvalue()


def encrypted_flag() -> bytes:
    content = bytearray(xlsx())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def random_bytes(count: int) -> bytes:
    return random.Random(7).randbytes(count)


BIG_ENTITY = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
Maker = Callable[[], bytes]
HOSTILE: list[tuple[str, str, Maker, str]] = [
    ("program", "virus.exe", lambda: b"MZ" + bytes(100), "tables.unknown_type"),
    ("no ending", "table", lambda: b"a,b\n1,2\n", "tables.unknown_type"),
    ("macro ending", "a.xlsm", honest_xlsx, "tables.unknown_type"),
    ("nothing", "a.csv", lambda: b"", "tables.empty"),
    ("nothing.xlsx", "a.xlsx", lambda: b"", "tables.empty"),
    ("only a mark", "a.csv", lambda: b"\xef\xbb\xbf\r\n", "tables.empty"),
    ("only separators", "a.csv", lambda: b",,,\r\n,,,\r\n", "tables.empty"),
    ("no cells", "a.xlsx", lambda: xlsx(sheet=f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'), "tables.empty"),
    ("over the size", "a.csv", lambda: b"a,b\n" * 6_000_000, "tables.too_large"),
    ("text as xlsx", "a.xlsx", lambda: b"a,b\n1,2\n", "tables.wrong_type"),
    ("xlsx as xls", "a.xls", honest_xlsx, "tables.wrong_type"),
    ("xls as xlsx", "a.xlsx", xls, "tables.wrong_type"),
    ("xlsx as csv", "a.csv", honest_xlsx, "tables.wrong_type"),
    ("web page as xls", "a.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "tables.wrong_type"),
    ("web page as csv", "a.csv", lambda: b"<!DOCTYPE html><p>x</p>", "tables.wrong_type"),
    ("picture", "a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "tables.wrong_type"),
    ("pdf", "a.csv", lambda: b"%PDF-1.7\n", "tables.wrong_type"),
    ("word document", "a.xlsx", lambda: packed({"word/document.xml": "<w/>"}), "tables.wrong_type"),
    ("binary workbook", "a.xlsx", lambda: packed({"xl/workbook.bin": b"x"}), "tables.wrong_type"),
    ("cut to a half", "a.xlsx", lambda: honest_xlsx()[: len(honest_xlsx()) // 2], "tables.damaged"),
    ("cut at the end", "a.xlsx", lambda: honest_xlsx()[:-30], "tables.damaged"),
    ("zip of junk", "a.xlsx", lambda: b"PK\x03\x04" + random_bytes(2000), "tables.damaged"),
    ("xls cut early", "a.xls", lambda: xls()[:700], "tables.damaged"),
    ("xls cut to its mark", "a.xls", lambda: xls()[:8], "tables.damaged"),
    ("xls of junk", "a.xls", lambda: xls()[:8] + random_bytes(4000), "tables.damaged"),
    ("broken markup", "a.xlsx", lambda: xlsx(workbook="<workbook><sheets>"), "tables.damaged"),
    ("lying sizes", "a.xlsx", lying_sizes, "tables.damaged"),
    ("doubled member", "a.xlsx", doubled_member, "tables.damaged"),
    ("ods repeats of text", "a.ods", lambda: ods(f"<table:table-row>{ods_cell('x', number_columns_repeated='-1')}</table:table-row>"), "tables.damaged"),
    ("zip password", "a.xlsx", encrypted_flag, "tables.protected"),
    ("xlsx password", "a.xlsx", lambda: compound("EncryptedPackage"), "tables.protected"),
    ("ods password", "a.ods", lambda: ods("", "<manifest:encryption-data/>"), "tables.protected"),
    ("zip bomb", "a.xlsx", lambda: xlsx(more={"xl/media/b.bin": bytes(270_000_000)}), "tables.too_large"),
    ("tight packing", "a.xlsx", lambda: xlsx(more={"xl/media/b.bin": bytes(50_000_000)}), "tables.too_large"),
    ("many members", "a.xlsx", lambda: xlsx(more={f"xl/p{n}.xml": "" for n in range(2_500)}), "tables.too_large"),
    ("far corner", "a.xlsx", lambda: xlsx(f'<row r="1048576">{cell("XFD1048576")}</row>'), "tables.out_of_bounds"),
    ("far row", "a.xlsx", lambda: xlsx(f'<row r="1048576">{cell("A1048576")}</row>'), "tables.out_of_bounds"),
    ("far column", "a.xlsx", lambda: xlsx(f'<row r="2">{cell("XFD2")}</row>'), "tables.out_of_bounds"),
    ("beyond any sheet", "a.xlsx", lambda: xlsx(f'<row r="2">{cell("ZZZZZZ999999999999")}</row>'), "tables.out_of_bounds"),
    ("single quotes", "a.xlsx", lambda: xlsx("<row><c t='n' r='XFD9'><v>1</v></c></row>"), "tables.out_of_bounds"),
    ("two corners", "a.xlsx", lambda: xlsx(cell("IV1") + cell("A90000")), "tables.out_of_bounds"),
    ("xls far corner", "a.xls", lambda: xls(far=(65535, 255)), "tables.out_of_bounds"),
    ("ods million rows", "a.ods", lambda: ods(f"<table:table-row table:number-rows-repeated='1048576'>{ods_cell('x', number_columns_repeated='16384')}</table:table-row>"), "tables.out_of_bounds"),
    ("csv wide", "a.csv", lambda: b"," * 1_000_000 + b"x", "tables.out_of_bounds"),
    ("csv long", "a.csv", lambda: b"a\n" * 150_000, "tables.out_of_bounds"),
    ("entities", "a.xlsx", lambda: xlsx(head=BIG_ENTITY), "tables.unsafe_content"),
    ("outside entity", "a.xlsx", lambda: xlsx(head='<!DOCTYPE w SYSTEM "file:///etc/passwd">'), "tables.unsafe_content"),
    ("macro", "a.xlsx", lambda: xlsx(more={"xl/vbaProject.bin": b"x"}), "tables.unsafe_content"),
    ("xls macro", "a.xls", lambda: compound("_VBA_PROJECT"), "tables.unsafe_content"),
    ("link to a file", "a.xlsx", lambda: xlsx(more={"xl/externalLinks/externalLink1.xml": "<x/>"}), "tables.unsafe_content"),
    ("embedded object", "a.xlsx", lambda: xlsx(more={"xl/embeddings/o.bin": b"x"}), "tables.unsafe_content"),
    ("data connection", "a.xlsx", lambda: xlsx(more={"xl/connections.xml": "<x/>"}), "tables.unsafe_content"),
    ("path upwards", "a.xlsx", lambda: xlsx(more={"../../etc/cron.d/x": "x"}), "tables.unsafe_content"),
    ("path from the root", "a.xlsx", lambda: xlsx(more={"/etc/x": "x"}), "tables.unsafe_content"),
    ("zeros as csv", "a.csv", lambda: b"a,b\n" + bytes(500) + b"x", "tables.encoding"),
    ("junk as csv", "a.csv", lambda: random_bytes(5000), "tables.encoding"),
    ("damaged utf-8", "a.csv", lambda: "名称,金额\n水泵,1\n".encode() * 9 + b"\xe6\xb0", "tables.encoding"),
    ("open quotation", "a.csv", lambda: b'a,b\n"x,1\n' + b"y,2\n" * 50_000, "tables.csv_broken"),
    ("stray quotation", "a.csv", lambda: b'a,b\n"x"y,1\n', "tables.csv_broken"),
    ("values first", "a.csv", lambda: b"1,2\n3,4\n", "tables.header"),
    ("double title", "a.csv", lambda: b"a,b,a\n3,4,5\n", "tables.header"),
]  # fmt: skip
