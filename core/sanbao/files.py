"""Writing a file whole or not at all, and saying in one sentence why that cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sanbao.errors import Misconfigured, NotFound
from sanbao.i18n import N_


class NoFolder(NotFound):
    """The folder in which a file shall stand is not there."""

    code = "file.no_folder"
    message = N_("there is no folder {folder}")


class Unwritable(Misconfigured):
    """The place of a file is a folder, is protected, or is full."""

    code = "file.unwritable"
    message = N_("{file} cannot be written: {reason}")


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Lend a name beside the file's own to write to; it takes the file's place once all of it is written."""
    refuse_missing_folder(target)
    partial = target.with_name(f".{target.name}.partial")
    try:
        try:
            yield partial
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unwritable(file=target, reason=error.strerror or type(error).__name__) from error


def refuse_missing_folder(target: Path) -> None:
    """Refuse a file whose folder is not there."""
    if not target.parent.is_dir():
        raise NoFolder(folder=target.parent)
