"""F1: files of any kind with bad rows in random places: each is named, nothing is kept, the mended file comes in once."""

from __future__ import annotations

import csv
import io
import os
import random
import sys

from sqlalchemy import func, select

import sanbao
from sanbao.importing.running import run
from sanbao.registry.models import Party
from sanbao.tables import read
from sizes import size

FILES = size(15, 500)
SEED = int(os.environ.get("SANBAO_SEED", "20240603"))
TITLES = ["编码", "名称", "是否个人消费者", "国家", "角色"]
#: How a row is spoiled: the column, and what stands there then.
FAULTS = [
    ("编码", ""),
    ("名称", ""),
    ("是否个人消费者", "也许"),
    ("国家", "Z!!Z"),
    ("角色", "wizard"),
    ("编码", "C\x7fC"),
]
NAMES = ["东海冷链", 'O\'Neill "Pumps"; Ltd, Cork', "二\n行", "=1+1", "+86", "-", "Ёлка", "𠮷野家", "x" * 90]


def rows_of(dice: random.Random, turn: int) -> tuple[list[list[str]], dict[int, str]]:
    """Return the rows of a file, and which of them are bad in which column."""
    count = dice.randrange(1, 40)
    rows = [
        [
            f"F{turn}-{n}",
            dice.choice(NAMES),
            dice.choice(["是", "否", "yes", ""]),
            dice.choice(["CN", ""]),
            "customer",
        ]
        for n in range(count)
    ]
    bad = {}
    for place in dice.sample(range(count), dice.randrange(0, min(count, 6) + 1)):
        title, value = dice.choice(FAULTS)
        rows[place][TITLES.index(title)] = value
        bad[place + 2] = title
    return rows, bad


def packed(dice: random.Random, rows: list[list[str]]) -> tuple[bytes, str]:
    """Return rows as a file of one kind or another: separators, quotes and encodings as they come."""
    if any("\x7f" in value for row in rows for value in row) or dice.random() < 0.6:
        encodings = ["utf-8", "utf-8-sig", "utf-16", "gb18030"]
        text = io.StringIO()
        quoting = dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        ends = dice.choice(["\r\n", "\n"])
        writer = csv.writer(text, delimiter=dice.choice(",;\t"), quoting=quoting, lineterminator=ends)
        writer.writerows([TITLES, *rows])
        return text.getvalue().encode(dice.choice(encodings)), "random.csv"
    return workbook_of(rows), "random.xlsx"


def workbook_of(rows: list[list[str]]) -> bytes:
    """Return rows as a workbook made by another program's library."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("往来单位")
    for row in [TITLES, *rows]:
        cells = [openpyxl.cell.WriteOnlyCell(sheet, value=value) for value in row]
        for cell in cells:
            # What begins with = is words here, as it is where somebody typed an apostrophe before it.
            cell.data_type = "s" if isinstance(cell.value, str) and cell.value else cell.data_type
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def kept(erp: sanbao.Sanbao, turn: int) -> int:
    """Count what was kept of a file."""
    with erp.reading("admin") as work:
        mine = select(func.count()).select_from(Party).where(Party.code.startswith(f"F{turn}-"))
        return work.session.scalar(mine) or 0


def test_bad_rows_in_random_places_are_all_named_and_keep_everything_out(erp: sanbao.Sanbao) -> None:
    dice, spoiled, bad_rows = random.Random(SEED), 0, 0
    for turn in range(FILES):
        rows, bad = rows_of(dice, turn)
        content, name = packed(dice, rows)

        outcome = run(erp, "party", read(content, name), user="admin")

        named = {problem.row: problem.column for problem in outcome.problems}
        assert named == bad, (turn, name, [str(problem) for problem in outcome.problems])
        assert kept(erp, turn) == (0 if bad else len(rows)), turn
        if bad:
            spoiled, bad_rows = spoiled + 1, bad_rows + len(bad)
            mended = [[f"F{turn}-{n}", "客户", "否", "CN", "customer"] for n in range(len(rows))]
            content, name = packed(dice, mended)
            assert run(erp, "party", read(content, name), user="admin").ok
        assert run(erp, "party", read(content, name), user="admin").repeated
        assert kept(erp, turn) == len(rows)
    sys.stderr.write(f"SANBAO_SEED={SEED}: {FILES} files, {spoiled} of them bad with {bad_rows} bad rows\n")
