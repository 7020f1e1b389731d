"""Tell what a file is by its bytes, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile

from sanbao.tables.parsing.archive import BROKEN
from sanbao.tables.parsing.biff import SIGNATURE
from sanbao.tables.parsing.refusal import Refusal

_MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table|head|meta)", re.IGNORECASE)
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


def check_kind(content: bytes, promised: str) -> None:
    """Refuse a file whose bytes are not what its name promises (``xlsx``, ``xls``, ``ods`` or ``csv``)."""
    found = kind_of(content)
    if found != promised:
        raise Refusal("wrong_type", found=found)


def kind_of(content: bytes) -> str:
    """Return what the file is; ``csv`` for anything that may be text."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container_kind(content)
    if content.startswith(SIGNATURE):
        return _compound_kind(content)
    if _MARKUP.match(content[:400].removeprefix(b"\xef\xbb\xbf")):
        return "markup"
    return "other" if content.startswith(_OTHERS) else "csv"


def _compound_kind(content: bytes) -> str:
    # A workbook behind a password is one as well, and its sentence says so better.
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal("protected")
    return "xls"


def _container_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.NameToInfo)
    except BROKEN as error:
        raise Refusal("damaged") from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    return "archive"
