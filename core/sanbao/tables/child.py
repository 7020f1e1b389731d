"""Ask a child process to open a file, and turn its reasons to say no into our errors."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao.tables import errors
from sanbao.tables.limits import Limits
from sanbao.tables.workbook import column_letters

_SCRIPT = Path(__file__).parent / "parsing" / "child.py"
_ERRORS: dict[str, type[errors.TableRefused]] = {
    "too_large": errors.TooLarge,
    "out_of_bounds": errors.OutOfBounds,
    "too_complicated": errors.TooComplicated,
    "damaged": errors.Damaged,
    "protected": errors.Protected,
    "unsafe_content": errors.UnsafeContent,
    "wrong_type": errors.WrongType,
    "encoding": errors.UnknownEncoding,
    "csv_broken": errors.BrokenCsv,
}
_WORDS = {
    "members": N_("the number of its parts is"),
    "unpacked_bytes": N_("the bytes it unpacks to are"),
    "ratio": N_("it is packed by the factor"),
    "file_bytes": N_("its bytes are"),
    "path": N_("parts with suspicious names"),
    "macro": N_("a macro"),
    "link": N_("links to other files or embedded objects"),
    "entities": N_("declarations that a table does not need"),
    "xlsx": N_("an Excel workbook (.xlsx)"),
    "xlsb": N_("a binary Excel workbook (.xlsb)"),
    "xls": N_("an old Excel workbook (.xls)"),
    "ods": N_("an OpenDocument table (.ods)"),
    "csv": N_("a text file"),
    "markup": N_("a web page or XML file"),
    "office": N_("another Office document"),
    "archive": N_("an archive or another document"),
    "other": N_("a picture, PDF or other file"),
}
_KILLED = {
    -int(number) for number in signal.Signals if number.name in {"SIGXCPU", "SIGKILL", "SIGABRT", "SIGSEGV"}
}


def ask_child(content: bytes, name: str, kind: str, encoding: str | None, limits: Limits) -> Iterator[Any]:
    """Yield the child's lines about a file; raises the error that it, or its end, stands for."""
    order = {"kind": kind, "sheet": Path(name).stem, "encoding": encoding, "limits": asdict(limits)}
    command = [sys.executable, "-P", str(_SCRIPT), json.dumps(order)]
    try:
        child = subprocess.run(
            command, input=content, capture_output=True, timeout=limits.wall_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise errors.TooComplicated(name=name) from error
    if child.returncode in _KILLED:
        raise errors.TooComplicated(name=name)
    if child.returncode:
        raise RuntimeError(f"reading {name} broke down: {child.stderr.decode('utf-8', 'replace')[-2000:]}")
    for line in child.stdout.splitlines():
        data = json.loads(line)
        if "refused" in data:
            raise _ERRORS[data["refused"]](name=name, **facts(data["params"]))
        yield data


def facts(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return a refusal's facts in words that are translated when they are shown."""
    shown = dict(params)
    if "cell_at" in shown:
        row, column = shown.pop("cell_at")
        shown["cell"] = f"{column_letters(column)}{row + 1}"
    for key in ("what", "found"):
        if isinstance(shown.get(key), str):
            shown[key] = Text(_WORDS[shown[key]])
    return shown
