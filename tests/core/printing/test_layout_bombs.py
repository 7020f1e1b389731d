"""No paper can hold up the others: what takes too long or too much is stopped and said so (rule 26)."""

from __future__ import annotations

import base64
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from layout_bombs import BOMBS
from sanbao.printing import Limits, Printer
from sanbao.printing.errors import PrintRefused

SECONDS = 0.8
SHORT = '<html lang="zh-CN"><body style="font-family: Noto Sans SC">保修'


def bomb_png(width: int, height: int) -> bytes:
    """Return a few kilobytes of PNG that unfold to so many points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(bytes(width // 8 + 1) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def entity_laughs() -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    drawing = f'<!DOCTYPE svg [{entities}]><svg xmlns="http://www.w3.org/2000/svg"><text>&a11;</text></svg>'
    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}">'


def explode(printer: Printer, html: str) -> float:
    """Print a bomb, see it refused, and return how long that took."""
    started = time.monotonic()
    with pytest.raises(PrintRefused) as refused:
        printer.pdf(html, limits=Limits(seconds=SECONDS))
    assert refused.value.code in ("printing.too_slow", "printing.too_large", "printing.failed")
    return time.monotonic() - started


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_layout_bomb_is_stopped_while_another_paper_is_printed(bomb: str, printer: Printer) -> None:
    with ThreadPoolExecutor(1) as pool:
        stopped = pool.submit(explode, printer, BOMBS[bomb])
        other = printer.pdf(SHORT)
        took = stopped.result()

    assert other.startswith(b"%PDF-")
    # Besides its limit, a new process may have to start first.
    assert took < SECONDS + 10


def test_a_paper_that_needs_too_much_memory_is_stopped(printer: Printer) -> None:
    html = BOMBS["a table of a million cells"]

    with pytest.raises(PrintRefused) as refused:
        printer.pdf(html, limits=Limits(megabytes=150))

    assert refused.value.code in ("printing.too_large", "printing.failed")


def test_a_picture_that_unfolds_to_gigabytes_is_left_out(printer: Printer) -> None:
    started = time.monotonic()

    paper = printer.pdf('<img src="sanbao:photo">x', {"photo": bomb_png(30_000, 30_000)})

    assert b"/Image" not in paper
    assert time.monotonic() - started < 10


def test_a_drawing_of_entities_in_entities_is_left_out(printer: Printer) -> None:
    started = time.monotonic()

    paper = printer.pdf(entity_laughs())

    assert len(paper) < 20_000
    assert time.monotonic() - started < 10
