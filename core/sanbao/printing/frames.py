"""How the program and its printing processes talk: JSON heads and raw bytes over a pipe, never pickles.

A frame is the length of the head (4 bytes), the head (JSON), then the blobs whose lengths the head lists.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")


def write_frame(stream: BinaryIO, head: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Send one head with its blobs."""
    text = json.dumps({**head, "blobs": [len(blob) for blob in blobs]}, sort_keys=True).encode()
    stream.write(_LENGTH.pack(len(text)) + text)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]]:
    """Receive one head with its blobs; ``EOFError`` when the other side has gone."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    head = json.loads(_exactly(stream, length))
    return head, [_exactly(stream, size) for size in head.pop("blobs")]


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError("the other side has gone")
    return data
