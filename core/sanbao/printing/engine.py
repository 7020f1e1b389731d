"""From HTML to PDF in processes of their own, so that no paper can hang, swell or spy on the program.

A small pool of warm workers (importing WeasyPrint takes a second) is started by ``python -m``, never forked from a
program with threads. A worker that is too slow is killed and replaced; the others go on printing.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from sanbao.printing.errors import PIP_LINE, AssetMissing, Busy, PackageMissing, PrintingUnavailable, TooLarge
from sanbao.printing.fonts import font_folder, write_configuration
from sanbao.printing.images import check_pictures
from sanbao.printing.process import Limits, Worker

PACKAGES = ("weasyprint", "jinja2", "segno")
_ASSET = re.compile(r"""["'(]sanbao:([^"')\s]+)""")


class Printer:
    """A pool of printing processes, started when first needed; safe to use from many threads."""

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._folder: Path | None = None

    def __enter__(self) -> Printer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def pdf(self, html: str, assets: Mapping[str, bytes] | None = None, limits: Limits | None = None) -> bytes:
        """Return the PDF of the HTML; ``assets`` are the pictures that it shows as ``sanbao:NAME``.

        Raises ``PrintingUnavailable`` when something is not installed, ``PrintRefused`` when this paper cannot be
        printed (``TooSlow``, ``TooLarge``, ``Busy``), ``AssetMissing`` or ``AssetRefused`` for its pictures.
        """
        limits = limits or self.limits
        data = html.encode()
        pictures = _pictures(html, assets or {})
        if len(data) > limits.html_megabytes * 10**6:
            raise TooLarge(reason=f"{len(data) // 10**6} MB of text")
        if not self._free.acquire(timeout=limits.wait_seconds):
            raise Busy()
        try:
            with self._worker() as worker:
                return worker.print(data, pictures, limits)
        finally:
            self._free.release()

    def available(self) -> str | None:
        """Return why nothing can be printed here, in one sentence, or ``None`` when printing works."""
        try:
            self.check()
        except PrintingUnavailable as reason:
            return str(reason)
        return None

    def check(self) -> None:
        """Start a worker and see that it is ready; ``PrintingUnavailable`` says what is missing."""
        check_packages()
        if not self._idle and not self._busy:
            with self._worker():
                pass

    def close(self) -> None:
        """Stop every worker and remove the temporary folder."""
        with self._lock:
            workers, self._idle, self._busy = [*self._idle, *self._busy], [], set()
            folder, self._folder = self._folder, None
        for worker in workers:
            worker.stop()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def _worker(self) -> Iterator[Worker]:
        """Lend a worker; one that failed or has printed enough is not used again."""
        worker = self._take()
        fit = False
        try:
            yield worker
            fit = worker.fit
        finally:
            with self._lock:
                ours = worker in self._busy
                self._busy.discard(worker)
                if fit and ours:
                    self._idle.append(worker)
            if not (fit and ours):
                worker.stop()

    def _take(self) -> Worker:
        worker = self._take_idle()
        if worker is None:
            check_packages()
            worker = Worker(self._own_folder())
        with self._lock:
            self._busy.add(worker)
        return worker

    def _take_idle(self) -> Worker | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                worker = self._idle.pop()
            if worker.fit:
                return worker
            # It died while nobody looked: the system may have needed its memory.
            worker.stop()

    def _own_folder(self) -> Path:
        if self._folder is None:
            font_folder()
            # Not a TemporaryDirectory: a forked child would remove ours when it ends.
            self._folder = Path(tempfile.mkdtemp(prefix="sanbao-print-"))
            write_configuration(self._folder)
        return self._folder


def check_packages() -> None:
    """Tell which Python package of printing is not installed: ``PackageMissing`` or ``FontMissing``."""
    for package in PACKAGES:
        if find_spec(package) is None:
            raise PackageMissing(package=package, command=PIP_LINE)
    font_folder()


def _pictures(html: str, assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the pictures in a fixed order; say which one the form shows but nobody brought."""
    check_pictures(assets)
    for name in _ASSET.findall(html):
        if name not in assets:
            raise AssetMissing(name=name)
    return {name: assets[name] for name in sorted(assets)}


def _shared() -> Printer:
    return Printer(workers=max(1, min(4, os.cpu_count() or 1)))


_default = _shared()
#: Pools of the parent, kept so that a forked child never tidies them up.
_inherited: list[Printer] = []


def default_printer() -> Printer:
    """Return the pool that this program shares."""
    return _default


def pdf(html: str, assets: Mapping[str, bytes] | None = None, limits: Limits | None = None) -> bytes:
    """Return the PDF of the HTML, printed by the shared pool; see :meth:`Printer.pdf`."""
    return _default.pdf(html, assets, limits)


def available() -> str | None:
    """Return why nothing can be printed here, in one sentence with the command that helps, or ``None``."""
    return _default.available()


def _forget() -> None:
    """A forked child must not talk on its parent's pipes: it gets a pool of its own."""
    global _default
    _inherited.append(_default)
    _default = _shared()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
atexit.register(lambda: _default.close())
