"""F1: files with bad rows in random places; nothing is written while one is bad, each is named, the mended file comes in once.

The way through the pages, for a few files; the many are in the tests of the core's importing.
"""

from __future__ import annotations

import io
import random

import openpyxl
from bringing import Bringer
from sqlalchemy import func, select

from sanbao.registry.models import Party
from sizes import size

COUNT = size(8, 60)
#: How a row is spoiled: the column, and what stands there then.
FAULTS = [("编码", ""), ("名称", ""), ("是否个人消费者", "也许"), ("国家", "Z\x7fZ"), ("角色", "wizard")]
TITLES = ["编码", "名称", "是否个人消费者", "国家", "角色"]


def rows_of(dice: random.Random, turn: int) -> tuple[list[list[str]], set[int]]:
    """Return the rows of a file, and which of them are bad."""
    count = dice.randrange(1, 30)
    rows = [
        [f"F{turn}-{n}", f"客户{n}", dice.choice(["是", "否", ""]), "CN", "customer"] for n in range(count)
    ]
    bad = set(dice.sample(range(count), dice.randrange(0, min(count, 5) + 1)))
    for place in bad:
        title, value = dice.choice(FAULTS)
        rows[place][TITLES.index(title)] = value
    return rows, bad


def packed(dice: random.Random, rows: list[list[str]]) -> tuple[bytes, str]:
    """Return rows as a file of one kind or another."""
    if dice.random() < 0.5:
        encoding = dice.choice(["utf-8-sig", "gb18030", "utf-16"])
        separator = dice.choice([",", ";", "\t"])
        text = "\r\n".join(separator.join(row) for row in [TITLES, *rows]) + "\r\n"
        return text.encode(encoding), "random.csv"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [TITLES, *rows]:
        sheet.append([value.replace("\x7f", "!!") for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), "random.xlsx"


def written(bringer: Bringer, turn: int) -> int:
    """Count what was kept of a file."""
    with bringer.office.erp.reading("admin") as work:
        mine = select(func.count()).select_from(Party).where(Party.code.startswith(f"F{turn}-"))
        return work.session.scalar(mine) or 0


def test_bad_rows_in_random_places_are_all_named_and_keep_everything_out(bringer: Bringer) -> None:
    dice = random.Random(20240603)
    for turn in range(COUNT):
        rows, bad = rows_of(dice, turn)
        job = bringer.job("party", *packed(dice, rows))
        bringer.choose(job)

        if bad:
            assert bringer.state(job) == "bad", (turn, bringer.page(job).text)
            assert written(bringer, turn) == 0
            returned = openpyxl.load_workbook(
                io.BytesIO(bringer.client.get(f"{job}/problems.xlsx").data)
            ).active
            assert returned is not None
            named = {row for row in range(len(rows)) if returned.cell(row + 2, len(TITLES) + 1).value}
            assert named == bad, turn
            mended = [[f"F{turn}-{n}", "客户", "否", "CN", "customer"] for n in range(len(rows))]
            job = bringer.job("party", *packed(dice, mended))
            bringer.choose(job)
        bringer.step(job, "import")

        assert written(bringer, turn) == len(rows)
