"""Look into the zip container of .xlsx and .ods before any reader does (E9, F2)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from sanbao.tables.limits import Limits
from sanbao.tables.parsing.refusal import Refusal

CHUNK = 1024 * 1024
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
#: What the zip module raises for a container that is cut, altered or packed in a way unknown to it.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    UnicodeError,
    ValueError,
    OSError,
    RuntimeError,
)


def open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the container once its directory and every member have passed; nothing is ever unpacked to disk."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise Refusal("damaged") from error
    _check_directory(archive, limits)
    _check_parts(archive)
    _check_members(archive, limits)
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one member's bytes, nothing if there is no such member."""
    return archive.read(name) if name in archive.NameToInfo else b""


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if len(infos) > limits.members:
        raise Refusal("too_large", what="members", found=len(infos), limit=limits.members)
    if unpacked > limits.unpacked_bytes:
        raise Refusal("too_large", what="unpacked_bytes", found=unpacked, limit=limits.unpacked_bytes)
    if unpacked > limits.ratio_from_bytes and unpacked // packed > limits.ratio:
        raise Refusal("too_large", what="ratio", found=unpacked // packed, limit=limits.ratio)
    if any(info.flag_bits & 1 for info in infos):
        raise Refusal("protected")


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    for name in names:
        lowered = name.lower().replace("\\", "/")
        if lowered.startswith("/") or ".." in lowered.split("/"):
            raise Refusal("unsafe_content", what="path", part=name)
        if "vbaproject" in lowered or "macrosheets/" in lowered or lowered.startswith("basic/"):
            raise Refusal("unsafe_content", what="macro", part=name)
        if "/externallinks/" in lowered or "/embeddings/" in lowered or lowered.endswith("connections.xml"):
            raise Refusal("unsafe_content", what="link", part=name)
    if len({name.lower() for name in names}) != len(names):
        raise Refusal("damaged")


def _check_members(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack every member once in memory: sizes that lie and sums that fail show here."""
    total = 0
    try:
        for name in archive.namelist():
            markup, tail = name.lower().endswith((".xml", ".rels")), b""
            for chunk in _chunks(archive, name):
                total += len(chunk)
                if total > limits.unpacked_bytes:
                    raise Refusal(
                        "too_large", what="unpacked_bytes", found=total, limit=limits.unpacked_bytes
                    )
                if markup and _DECLARATION.search(tail + chunk):
                    raise Refusal("unsafe_content", what="entities", part=name)
                tail = chunk[-16:]
    except BROKEN as error:
        raise Refusal("damaged") from error


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as member:
        while chunk := member.read(CHUNK):
            yield chunk
