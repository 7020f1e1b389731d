"""Who works on a file: a mark of this process, and whether the process of another mark is still there."""

from __future__ import annotations

import os
import socket
from uuid import uuid4

#: One process started anew may get the number of the one before: this tells them apart.
_STARTED = uuid4().hex


def mark() -> str:
    """Return the mark of this process: its machine, its number, and which start it is."""
    return f"{socket.gethostname()}/{os.getpid()}/{_STARTED}"


def is_gone(worker: str) -> bool:
    """Tell whether the process of a mark surely runs no more; of another machine nobody here can know."""
    if worker == mark() or worker.count("/") != 2:
        return False
    host, number, _start = worker.split("/")
    return host == socket.gethostname() and (int(number) == os.getpid() or not _is_running(int(number)))


def _is_running(number: int) -> bool:
    if os.name != "posix":  # elsewhere the signal of nothing would stop it
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, but there
        return True
    return True
