"""Read CSV as it comes: UTF-8 with and without mark, UTF-16, GB18030; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from sanbao.tables.limits import Limits
from sanbao.tables.parsing.danger import disarmed
from sanbao.tables.parsing.findings import Extent
from sanbao.tables.parsing.refusal import Refusal
from sanbao.tables.parsing.values import clean

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def csv_rows(content: bytes, sheet: str, limits: Limits, encoding: str | None = None) -> Iterator[list[str]]:
    """Yield every record as cleaned texts; the number of a record is its row in a spreadsheet."""
    text = decode(content, encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    extent = Extent(sheet, limits)
    csv.field_size_limit(limits.file_bytes)
    try:
        for number, record in enumerate(reader):
            if number == 0 and record[:1] == ["sep="]:
                record = []
            extent.reach(number, max(0, len(record) - 1))
            yield [clean(disarmed(value)) for value in record]
    except csv.Error as error:
        raise Refusal("csv_broken", line=reader.line_num) from error


def decode(content: bytes, encoding: str | None = None) -> str:
    """Return the text of the bytes, in the encoding that they are in."""
    chosen = encoding or _encoding_of(content)
    try:
        text = content.decode(chosen)
    except UnicodeDecodeError as error:
        raise Refusal("encoding", line=content[: error.start].count(b"\n") + 1) from error
    if match := _CONTROL.search(text):
        raise Refusal("encoding", line=text[: match.start()].count("\n") + 1)
    return text


def delimiter_of(text: str) -> str:
    """Return what separates the cells: whichever of comma, semicolon and tab the first record has most of."""
    first = next((line for line in _records(text) if line.strip()), "")
    if first.startswith("sep=") and len(first.rstrip()) == 5:
        return first[4]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=bare.count)


def _records(text: str) -> Iterator[str]:
    """Yield lines, those of a quoted cell together."""
    held = ""
    for line in io.StringIO(text[:100_000], newline=""):
        held += line
        if held.count('"') % 2 == 0:
            yield held
            held = ""
    yield held


def _encoding_of(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:4096]
    pairs = max(1, len(head) // 2)
    if head[1::2].count(0) * 5 > pairs * 2:
        return "utf-16-le"
    if head[0::2].count(0) * 5 > pairs * 2:
        return "utf-16-be"
    return "utf-8" if _is_mostly_utf8(content) else "gb18030"


def _is_mostly_utf8(content: bytes) -> bool:
    """Tell UTF-8 with one damaged place, which must be named, from GB18030, where nearly nothing fits."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(1 for char in text if char > "\x7f")
    return broken * 10 <= foreign
