"""How a file on a paper is sent: never as a page of ours, whatever it calls itself (reliability F4)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response

if TYPE_CHECKING:
    from sanbao.documents.models import Attachment

#: The types that a browser is told; anything else is bytes. Nothing among them can run.
_TYPES = {
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/webp": "image/webp",
    "application/pdf": "application/pdf",
    "text/plain": "text/plain; charset=utf-8",
}
_BYTES = "application/octet-stream"
#: How pictures begin: what a file calls itself is not believed.
_PICTURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
LONGEST_NAME = 150


def is_picture(attachment: Attachment) -> bool:
    """Tell whether a file says of itself that it is a picture of a kind that is shown small."""
    return attachment.media_type in _PICTURES


def sent(attachment: Attachment, content: bytes) -> Response:
    """Return a file to be saved, under a name that is only a name, as a type that cannot run here."""
    response = Response(content, mimetype=None, content_type=_TYPES.get(attachment.media_type, _BYTES))
    _guard(response, "attachment", attachment.name)
    return response


def shown_picture(attachment: Attachment, content: bytes) -> Response | None:
    """Return a picture to be shown in a page, typed by how it begins; nothing where it is none."""
    kind = next((name for name, start in _PICTURES.items() if start.match(content)), None)
    if kind is None or attachment.media_type not in _PICTURES:
        return None
    response = Response(content, content_type=kind)
    _guard(response, "inline", attachment.name)
    return response


def _guard(response: Response, disposition: str, name: str) -> None:
    plain = plain_name(name)
    ascii_name = re.sub(r"[^A-Za-z0-9._-]+", "_", plain).lstrip(".") or "file"
    encoded = quote(plain, safe="")
    response.headers["Content-Disposition"] = (
        f"{disposition}; filename=\"{ascii_name}\"; filename*=UTF-8''{encoded}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"


def plain_name(name: str) -> str:
    """Return a name without folders, control characters and marks that turn the direction of writing.

    >>> plain_name("../../etc/passwd")
    'passwd'
    """
    last = re.split(r"[/\\:]", name)[-1]
    letters = (
        letter for letter in last if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    return "".join(letters).strip(" .")[-LONGEST_NAME:] or "file"
