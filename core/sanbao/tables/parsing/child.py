"""The script that a child process runs: it meets strangers' files, so it loads as little as possible.

Started by its path. It enters its two parent packages as empty ones, so that neither the database nor anything
else of sanbao is imported here.
"""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path


def main() -> None:
    """Read the order from the arguments and the file from standard input; answer on standard output."""
    root = Path(__file__).resolve().parents[2]
    for name, folder in (("sanbao", root), ("sanbao.tables", root / "tables")):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package

    from sanbao.tables.limits import Limits
    from sanbao.tables.parsing.job import confine, run

    order = json.loads(sys.argv[1])
    limits = Limits(**order["limits"])
    content = sys.stdin.buffer.read()
    if order["kind"] != "csv":
        import python_calamine  # noqa: F401 - loaded before memory becomes scarce
    confine(limits)
    run(content, order["kind"], order["sheet"], order["encoding"], limits, sys.stdout.write)


if __name__ == "__main__":
    main()
