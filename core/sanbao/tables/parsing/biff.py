"""Look at the records of an old .xls before the reader does: how far cells reach, formulas, passwords.

The container is described in [MS-CFB], the records in [MS-XLS]; only what is needed here is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sanbao.tables.limits import Limits
from sanbao.tables.parsing.findings import Extent, Finding
from sanbao.tables.parsing.refusal import Refusal

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_EOF, _BOF, _FILEPASS, _BOUNDSHEET = 0x000A, 0x0809, 0x002F, 0x0085
_FORMULA, _BOOL_OR_ERROR = 0x0006, 0x0205
#: Records that fill cells: formula, number, label, label in the string table, RK, several RK, boolean or error.
_FILLED = {_FORMULA, 0x0203, 0x0204, 0x00FD, 0x027E, 0x00BD, _BOOL_OR_ERROR}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

Record = tuple[int, bytes]


def check_xls(content: bytes, limits: Limits) -> list[Finding]:
    """Return the formulas and error values of all sheets; refuse passwords, macros and what reaches too far."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal("protected")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refusal("unsafe_content", what="macro", part="_VBA_PROJECT")
    try:
        return list(_check_sheets(_workbook_stream(content), limits))
    except (struct.error, IndexError) as error:
        raise Refusal("damaged") from error


def _check_sheets(stream: bytes, limits: Limits) -> Iterator[Finding]:
    sheets: list[tuple[str, int]] = []
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise Refusal("protected")
        if kind == _BOUNDSHEET:
            sheets.append((_short_text(body[6:]), struct.unpack_from("<I", body)[0]))
    for name, offset in sheets:
        yield from _check_cells(_records(stream, offset), Extent(name, limits))


def _check_cells(records: Iterator[Record], extent: Extent) -> Iterator[Finding]:
    for kind, body in records:
        if kind not in _FILLED:
            continue
        row, column = struct.unpack_from("<HH", body)
        extent.reach(row, column)
        if kind == _FORMULA:
            yield Finding(extent.sheet, row, column, "formula")
        elif kind == _BOOL_OR_ERROR and body[7]:
            yield Finding(extent.sheet, row, column, "error_value", _ERRORS.get(body[6], "#"))


def _records(stream: bytes, offset: int) -> Iterator[Record]:
    """Yield the records of one sub-stream, with those of the charts inside it left out."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        body = stream[offset + 4 : offset + 4 + size]
        offset += 4 + size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body


def _short_text(body: bytes) -> str:
    length, wide = body[0], body[1] & 1
    return body[2 : 2 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _workbook_stream(content: bytes) -> bytes:
    """Return the stream that holds the records, put together from its sectors."""
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise Refusal("damaged")
    sectors = _Sectors(content, 1 << shift)
    directory = sectors.chain(struct.unpack_from("<I", content, 48)[0])
    entries = {
        _entry_name(directory[at : at + 128]): directory[at : at + 128]
        for at in range(0, len(directory), 128)
    }
    entry = entries.get("Workbook") or entries.get("Book")
    if entry is None:
        raise Refusal("wrong_type", found="office")
    first, size = struct.unpack_from("<II", entry, 116)
    if size >= struct.unpack_from("<I", content, 56)[0]:
        return sectors.chain(first)[:size]
    root = next(iter(entries.values()))
    small = _Sectors(sectors.chain(struct.unpack_from("<I", root, 116)[0]), 64, header=0)
    small.next = sectors.numbers(sectors.chain(struct.unpack_from("<I", content, 60)[0]))
    return small.chain(first)[:size]


def _entry_name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


class _Sectors:
    """The sectors of a compound file and the table that says which follows which."""

    def __init__(self, content: bytes, size: int, header: int | None = None) -> None:
        self.content = content
        self.size = size
        self.header = size if header is None else header
        self.next: tuple[int, ...] = ()
        if header is None:
            self.next = self.numbers(b"".join(self.sector(number) for number in self._table()))

    def sector(self, number: int) -> bytes:
        start = self.header + number * self.size
        return self.content[start : start + self.size]

    def chain(self, number: int) -> bytes:
        parts, seen = [], 0
        while number < _LAST_SECTOR:
            parts.append(self.sector(number))
            number = self.next[number]
            seen += 1
            if seen > len(self.next):
                raise Refusal("damaged")
        return b"".join(parts)

    def numbers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _table(self) -> list[int]:
        listed = list(self.numbers(self.content[76:512]))
        extra, count = struct.unpack_from("<II", self.content, 68)
        for _ in range(min(count, 1000)):
            if extra >= _LAST_SECTOR:
                break
            *more, extra = self.numbers(self.sector(extra))
            listed.extend(more)
        return [number for number in listed if number < _LAST_SECTOR]
