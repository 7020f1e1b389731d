"""What would notice a paper that reaches out or shows a file: a server that counts calls, and a look into the paper."""

from __future__ import annotations

import io
import re
import socket
import threading
import zlib

from pypdf import PdfReader

#: What stands in files that must not show.
MARK = "LOCALSECRET"


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            with caller:
                caller.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/css\r\nContent-Length: 0\r\n\r\n")

    def close(self) -> None:
        # Closing alone does not wake a thread that waits in accept.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


def leaks(pdf: bytes) -> bool:
    """Tell whether a secret stands in the paper: as text, as an attached file, as a picture."""
    reader = PdfReader(io.BytesIO(pdf))
    text = "".join(sheet.extract_text() for sheet in reader.pages)
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = b"".join(_inflated(part) for part in streams)
    pictures = re.search(rb"/Subtype\s*/Image|/EmbeddedFile", pdf)
    return MARK in text or MARK.encode() in plain or pictures is not None


def _inflated(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part
