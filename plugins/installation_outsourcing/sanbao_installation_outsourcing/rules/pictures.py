"""What may be a photo of the work or a scan of a signed paper, told by its first bytes: a name proves nothing."""

from __future__ import annotations

#: JPEG, PNG, GIF, TIFF, PDF.
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*", b"%PDF-")


def is_picture(content: bytes) -> bool:
    """Tell whether a file is a photo, a film of a phone, or a scan.

    >>> is_picture(b"\\xff\\xd8\\xff\\xe0"), is_picture(b"MZ\\x90"), is_picture(b"")
    (True, False, False)
    """
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    is_of_a_phone = content[4:8] == b"ftyp"  # HEIC photos and MP4 films
    return content.startswith(_BEGINNINGS) or is_webp or is_of_a_phone
