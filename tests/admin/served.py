"""The back office as a process of its own, started by ``sanbao serve``, and people who ask it over the network."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlencode

from sanbao.testing import Addresses

_TOKEN = re.compile(rb'name="csrf_token"[^>]*? value="([^"]+)"')


@dataclass
class Server:
    """A server process and where it answers."""

    process: subprocess.Popen[str]
    port: int

    def megabytes(self) -> float:
        """Return the most memory that the process has held so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


@contextmanager
def serving(address: Addresses) -> Iterator[Server]:
    """Serve the company at an address for the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    urls = {"SANBAO_DATABASE_URL": address.url, "SANBAO_OWNER_DATABASE_URL": address.owner_url or ""}
    command = [str(Path(sys.executable).with_name("sanbao")), "serve", "--port", str(port)]
    # A file, not a pipe: a server that says much must not wait for somebody to read it.
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, env={**os.environ, **urls}, stdout=said, stderr=subprocess.STDOUT, text=True
        )
        try:
            _wait_for(process, port, said)
            yield Server(process, port)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(process: subprocess.Popen[str], port: int, said: IO[str]) -> None:
    """Wait until the server answers; if it ended instead, say what it said."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            said.seek(0)
            raise AssertionError(said.read())
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


@dataclass
class Asker:
    """Somebody who asks over one connection after the other, with cookies or a token."""

    port: int
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send one request; return the status and what was answered."""
        said = {"Accept": "text/html,*/*;q=0.8", **(headers or {})}
        if self.token:
            said["Authorization"] = f"Bearer {self.token}"
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, said)
            answer = connection.getresponse()
            told = answer.read()
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
            return answer.status, told
        finally:
            connection.close()

    def send_form(self, path: str, fields: dict[str, str]) -> int:
        """Send the form of a page with its token."""
        found = _TOKEN.search(self.ask("GET", path)[1])
        assert found is not None
        data = urlencode({**fields, "csrf_token": found[1].decode()}).encode()
        return self.ask("POST", path, data, {"Content-Type": "application/x-www-form-urlencoded"})[0]
