"""F2: whatever is uploaded, the answer is a sentence within seconds, and the next honest file is read."""

from __future__ import annotations

import random
import time

import pytest
from handmade import MAIN, cell, xlsx
from hostile import HOSTILE, Maker, honest_xlsx, xls

from sanbao.errors import Invalid, SanbaoError
from sanbao.tables import Limits, read
from sanbao.tables.errors import TableRefused, TooComplicated


@pytest.mark.parametrize("name,make,code", [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_file_is_refused_with_a_sentence_in_time(name: str, make: Maker, code: str) -> None:
    content = make()
    began = time.monotonic()

    with pytest.raises(SanbaoError) as caught:
        read(content, name)

    assert caught.value.code == code
    assert time.monotonic() - began < 5
    assert "{" not in str(caught.value)
    assert isinstance(caught.value, Invalid)


def test_at_least_forty_hostile_files_are_tried() -> None:
    assert len(HOSTILE) >= 40


def test_the_far_cell_is_named() -> None:
    with pytest.raises(TableRefused, match="sheet S: cell XFD1048576 is filled"):
        read(xlsx(cell("XFD1048576")), "a.xlsx")


def test_a_million_styles_are_read_or_refused_in_time() -> None:
    one = '<xf numFmtId="0" fontId="0"/>'
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{one * 1_000_000}</cellXfs></styleSheet>'
    began = time.monotonic()

    try:
        count = len(read(xlsx(more={"xl/styles.xml": styles}), "a.xlsx").sheets)
    except TableRefused:
        count = 1

    assert count == 1
    assert time.monotonic() - began < 5


def test_computing_time_is_limited() -> None:
    rows = "".join(f'<row r="{n}">{cell(f"A{n}")}</row>' for n in range(2, 90_000))

    with pytest.raises(TooComplicated):
        read(xlsx(rows * 2), "a.xlsx", limits=Limits(cpu_seconds=0))


def test_waiting_time_is_limited() -> None:
    with pytest.raises(TooComplicated):
        read(honest_xlsx(), "a.xlsx", limits=Limits(wall_seconds=0))


def test_memory_is_limited() -> None:
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "x" * 400)}</row>' for n in range(2, 60_000))

    with pytest.raises(TableRefused):
        read(xlsx(rows), "a.xlsx", limits=Limits(memory_bytes=60 * 1024 * 1024))


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_altered_and_cut_files_never_break_the_reader(ending: str) -> None:
    dice = random.Random(11)
    good = honest_xlsx() if ending == "xlsx" else xls(rows=200)
    outcomes = set()

    for _ in range(12):
        bad = bytearray(good)
        for _ in range(6):
            bad[dice.randrange(8, len(bad))] = dice.randrange(256)
        try:
            read(bytes(bad[: dice.randrange(600, len(bad) + 1)]), f"a.{ending}")
            outcomes.add("read")
        except SanbaoError as error:
            outcomes.add(error.code)

    assert all(outcome == "read" or outcome.startswith("tables.") for outcome in outcomes)


def test_an_honest_file_is_read_after_the_hostile_ones() -> None:
    assert len(read(honest_xlsx(), "a.xlsx").sheets[0].rows) == 299
