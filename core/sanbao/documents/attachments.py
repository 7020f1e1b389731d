"""Files on a paper: kept beside the database under the name of their content, so one file is kept once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sanbao.errors import Invalid, NotFound
from sanbao.i18n import N_

LARGEST = 20 * 1024 * 1024
_MEDIA_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


def media_type_of(name: str) -> str:
    """Return what kind of file a name promises, for photos and scans that come without saying it.

    >>> media_type_of("现场.JPG")
    'image/jpeg'
    """
    return _MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


class TooLarge(Invalid):
    """The file is larger than a service paper needs."""

    code = "attachment.too_large"
    message = N_("{name} has {size} bytes; at most {largest} are taken")


class Damaged(NotFound):
    """The file is gone from the folder, or is not what was attached."""

    code = "attachment.damaged"
    message = N_("the file {name} is missing or was changed outside sanbao")


@dataclass(frozen=True)
class FileStore:
    """A folder of files named by the SHA-256 of their bytes."""

    folder: Path

    def put(self, name: str, content: bytes) -> str:
        """Keep the bytes and return their name; the same bytes again are the same file."""
        if len(content) > LARGEST:
            raise TooLarge(name=name, size=len(content), largest=LARGEST)
        digest = hashlib.sha256(content).hexdigest()
        target = self._path(digest)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(".partial")
            partial.write_bytes(content)
            partial.replace(target)
        return digest

    def get(self, digest: str, name: str) -> bytes:
        """Return the bytes; refuse what is missing or no longer matches its name."""
        target = self._path(digest)
        content = target.read_bytes() if target.is_file() else b""
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(name=name)
        return content

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest
