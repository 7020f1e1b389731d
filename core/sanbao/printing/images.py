"""Which pictures may be printed: told from their first bytes, never from their name."""

from __future__ import annotations

from collections.abc import Mapping

from sanbao.printing.errors import AssetRefused

MAX_MEGABYTES = 10
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def image_type(data: bytes) -> str | None:
    """Return the media type of a PNG or JPEG picture, ``None`` for anything else (SVG is a program)."""
    return next((media for start, media in _SIGNATURES if data.startswith(start)), None)


def check_pictures(assets: Mapping[str, bytes]) -> None:
    """Refuse pictures that are not PNG or JPEG or are too large, all at once."""
    wrong = [name for name, data in assets.items() if not image_type(data) or len(data) > MAX_MEGABYTES * 10**6]
    if wrong:
        raise AssetRefused(names=", ".join(sorted(wrong)), megabytes=MAX_MEGABYTES)
