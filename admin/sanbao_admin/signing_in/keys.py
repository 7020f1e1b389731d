"""The application's own key: it signs the tokens of forms and encrypts the secrets of second factors."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sanbao.backup import KEY as FILE

if TYPE_CHECKING:
    from sanbao import Sanbao

VARIABLE = "SANBAO_SECRET_KEY"


def secret_key(erp: Sanbao) -> str:
    """Return the key that ``SANBAO_SECRET_KEY`` gives, else the one beside the attachments, made at first use.

    All workers of a company share the folder of attachments and therefore the key.
    """
    return os.environ.get(VARIABLE) or _kept(erp.files.folder / FILE)


def _kept(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{secrets.token_hex(4)}")
    partial.touch(mode=0o600)
    partial.write_text(secrets.token_urlsafe(48), encoding="ascii")
    with suppress(FileExistsError):  # whoever comes second finds the first one's key, whole
        os.link(partial, path)
    partial.unlink()
    return path.read_text(encoding="ascii").strip()
