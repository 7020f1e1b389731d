"""A crowd of writer processes, started together and listened to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from reliability_company import ENVIRONMENT, WORKER

from sanbao.testing import Addresses


class Crowd:
    """Processes that wait for the same signal; what they say is read as JSON, what they complain is kept.

    One herd imports everything once and forks them all; each opens the company for itself.
    """

    def __init__(self, job: str, address: Addresses, size: int, seed: int, times: int) -> None:
        into, out_of = [os.pipe() for _ in range(size)], [os.pipe() for _ in range(size)]
        theirs = [end for (read, _), (_, write) in zip(into, out_of, strict=True) for end in (read, write)]
        asked = [address.url, address.owner_url or "", job, seed, times, *theirs]
        self.herd = subprocess.Popen(
            [sys.executable, str(WORKER), "herd", *map(str, asked)],
            stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, pass_fds=theirs, start_new_session=True,
        )  # fmt: skip
        for end in theirs:
            os.close(end)
        self.ears: list[TextIO] = [os.fdopen(write, "w") for _, write in into]
        self.mouths: list[TextIO] = [os.fdopen(read) for read, _ in out_of]
        assert all("ready" in fact for fact in self.hear_each())

    def signal(self) -> None:
        """Let everybody begin."""
        for ear in self.ears:
            ear.write("go\n")
            ear.flush()

    def hear_each(self) -> list[dict[str, Any]]:
        """Return one line of each."""
        heard = []
        for mouth in self.mouths:
            line = mouth.readline()
            assert line, self._complaints()
            heard.append(json.loads(line))
        return heard

    def finish(self) -> list[dict[str, Any]]:
        """Wait for the end; nobody may have failed. Return everything that was said."""
        said = [json.loads(line) for mouth in self.mouths for line in mouth]
        complaints = self.herd.communicate()[1]
        assert (self.herd.returncode, complaints) == (0, ""), complaints
        return said

    def _complaints(self) -> str:
        self._kill()
        return self.herd.communicate()[1]

    def stop(self) -> None:
        """Leave nobody running."""
        if self.herd.poll() is None:
            self._kill()
            self.herd.communicate()
        for stream in (*self.ears, *self.mouths):
            stream.close()

    def _kill(self) -> None:
        os.killpg(self.herd.pid, signal.SIGKILL)


@contextmanager
def crowd(job: str, address: Addresses, size: int, seed: int, times: int) -> Iterator[Crowd]:
    """Gather a crowd for the block."""
    gathered = Crowd(job, address, size, seed, times)
    try:
        yield gathered
    finally:
        gathered.stop()
