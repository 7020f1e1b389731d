"""One printing process as the program sees it: started, given a paper and limits, killed when it is too slow."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from sanbao.printing.errors import (
    APT_LINE,
    PIP_LINE,
    PackageMissing,
    PangoMissing,
    PrintingUnavailable,
    PrintRefused,
    TooLarge,
    TooSlow,
)
from sanbao.printing.frames import read_frame, write_frame

#: A worker is replaced after so many papers: WeasyPrint's caches only grow.
PAPERS_PER_WORKER = 200
#: What a worker may know of our environment: where libraries are, nothing else (no passwords, no addresses).
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT")
_START_SECONDS = 60.0


@dataclass(frozen=True)
class Limits:
    """How much one paper may take: time on the clock, memory, pages, and size of its HTML."""

    seconds: float = 20.0
    megabytes: int = 768
    pages: int = 200
    html_megabytes: int = 5
    wait_seconds: float = 60.0


class Worker:
    """One printing process and the pipe to it."""

    def __init__(self, folder: Path) -> None:
        self._papers = 0
        self._killed = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "sanbao.printing.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            with self._killed_after(_START_SECONDS):
                hello, _ = read_frame(self._answers)
        except EOFError:
            self.stop()
            raise PrintingUnavailable(reason="its process ended at once") from None
        if not hello["ready"]:
            self.stop()
            raise _unavailable(hello["missing"], hello["detail"])

    def print(self, html: bytes, assets: Mapping[str, bytes], limits: Limits) -> bytes:
        """Print one paper within its limits; ``PrintRefused`` says why not."""
        self._papers += 1
        job = {
            "seconds": limits.seconds,
            "megabytes": limits.megabytes,
            "pages": limits.pages,
            "assets": list(assets),
        }
        with self._killed_after(limits.seconds) as late:
            try:
                write_frame(self._jobs, job, [html, *assets.values()])
                answer, blobs = read_frame(self._answers)
            except (EOFError, OSError):
                if late.is_set():
                    raise TooSlow(seconds=f"{limits.seconds:g}") from None
                raise PrintRefused(reason="the printing process stopped") from None
        if answer["done"]:
            return blobs[0]
        raise (TooLarge if answer["large"] else PrintRefused)(reason=answer["reason"])

    def stop(self) -> None:
        """End the process at once and give back its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._jobs, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()

    @property
    def fit(self) -> bool:
        """Whether it may print another paper: it lives, and its caches are not yet swollen."""
        return not self._killed and self._process.poll() is None and self._papers < PAPERS_PER_WORKER

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def _jobs(self) -> BinaryIO:
        return cast(BinaryIO, self._process.stdin)

    @property
    def _answers(self) -> BinaryIO:
        return cast(BinaryIO, self._process.stdout)

    @contextlib.contextmanager
    def _killed_after(self, seconds: float) -> Iterator[threading.Event]:
        """Kill the process if the block takes longer; the event tells that this happened."""
        late = threading.Event()

        def kill() -> None:
            self._killed = True
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()


def _unavailable(missing: str, detail: str) -> PrintingUnavailable:
    if missing == "pango":
        return PangoMissing(command=APT_LINE)
    if missing == "package":
        return PackageMissing(package=detail, command=PIP_LINE)
    return PrintingUnavailable(reason=detail)


def _environment(folder: Path) -> dict[str, str]:
    """Return the worker's whole environment: our fonts, no clock in files, no language of the machine."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **kept,
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "SOURCE_DATE_EPOCH": "0",
        "PYTHONHASHSEED": "0",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(folder),
    }
