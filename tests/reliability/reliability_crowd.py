"""A crowd of writer processes, started together and listened to."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reliability_company import ENVIRONMENT, WORKER

from sanbao.testing import Addresses


class Crowd:
    """Processes that wait for the same signal; what they say is read as JSON, what they complain is kept."""

    def __init__(self, job: str, address: Addresses, size: int, seed: int, times: int) -> None:
        asked = [address.url, address.owner_url or ""]
        self.members = [
            subprocess.Popen(
                [sys.executable, str(WORKER), job, *asked, f"w{member}", str(seed), str(times)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT,
            )
            for member in range(size)
        ]  # fmt: skip
        assert all("ready" in fact for fact in self.hear_each())

    def signal(self) -> None:
        """Let everybody begin."""
        for member in self.members:
            assert member.stdin is not None
            member.stdin.write("go\n")
            member.stdin.flush()

    def hear_each(self) -> list[dict[str, Any]]:
        """Return one line of each."""
        heard = []
        for member in self.members:
            assert member.stdout is not None
            line = member.stdout.readline()
            assert line, member.communicate()[1]
            heard.append(json.loads(line))
        return heard

    def finish(self) -> list[dict[str, Any]]:
        """Wait for the end; nobody may have failed. Return everything that was said."""
        said: list[dict[str, Any]] = []
        for member in self.members:
            out, err = member.communicate()
            assert (member.returncode, err) == (0, ""), err
            said += [json.loads(line) for line in out.splitlines()]
        return said

    def stop(self) -> None:
        """Leave nobody running."""
        for member in self.members:
            if member.poll() is None:
                member.kill()
            member.communicate()


@contextmanager
def crowd(job: str, address: Addresses, size: int, seed: int, times: int) -> Iterator[Crowd]:
    """Gather a crowd for the block."""
    gathered = Crowd(job, address, size, seed, times)
    try:
        yield gathered
    finally:
        gathered.stop()
