"""What a person is told when something was refused or went wrong: sentences on stderr, never a trace."""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sanbao.errors import Invalid, SanbaoError
from sanbao.i18n import N_, _

FOUND, REFUSED, FAILED = 1, 2, 70
MOST_ROWS = 50


def show_refusal(ctx: Any, error: SanbaoError) -> None:
    """Say why something was refused, each field or row on a line of its own."""
    if _wants_json(ctx):
        say(json.dumps({"error": error.as_dict()}, ensure_ascii=False))
        return
    rows = getattr(error, "rows", None)
    if rows:
        _show_rows(error, rows)
    elif isinstance(error, Invalid) and error.problems:
        say(_(N_("Please correct:")))
        for problem in error.problems:
            say(f"  {problem.line}")
    else:
        say(str(error))


def _show_rows(error: SanbaoError, rows: Any) -> None:
    say(str(error))
    for row in rows[:MOST_ROWS]:
        column = f", {row.column}" if row.column else ""
        place = _(N_("{sheet}, row {row}"), sheet=row.sheet, row=row.row) if row.row else row.sheet
        say(f"  {place}{column}: {row}")
    if len(rows) > MOST_ROWS:
        say("  " + _(N_("… and {count} more"), count=len(rows) - MOST_ROWS))


def show_bug(ctx: Any, error: Exception) -> None:
    """Say in one line that something unexpected happened, and where the details are."""
    trace = "".join(traceback.format_exception(error))
    log = _write_log(trace)
    reason = f"{type(error).__name__}: {_first_line(error)}"
    sentence = _(N_("Something unexpected happened ({reason}); details are in {log}"), reason=reason, log=log)
    if _wants_json(ctx):
        say(
            json.dumps(
                {"error": {"code": "unexpected", "message": sentence, "fields": {}}}, ensure_ascii=False
            )
        )
    else:
        say(sentence)
    if ctx.obj is not None and ctx.obj.debug:
        say(trace)


class Traces(logging.Handler):
    """Keeps the traces of what plugins did wrong out of a person's sight: they go to the log file."""

    def __init__(self, *, are_shown: bool) -> None:
        super().__init__()
        self.are_shown = are_shown
        self.log: Path | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a trace away; show anything else, and every trace to whoever asked for traces."""
        if record.exc_info and not self.are_shown:
            self.log = _write_log(self.format(record))
        else:
            say(self.format(record))


@contextmanager
def traces_kept(settings: Any) -> Iterator[None]:
    """Keep traces out of sight while a command runs, and say in the end where they are."""
    traces, ours = Traces(are_shown=settings.debug), logging.getLogger("sanbao")
    ours.addHandler(traces)
    try:
        yield
    finally:
        ours.removeHandler(traces)
        if traces.log is not None and not settings.as_json:
            say(_(N_("Details of what went wrong are in {log}"), log=traces.log))


def show_unreadable(sentence: str) -> None:
    """Say to a program why a command line cannot be read; a person is shown the usage beside it."""
    error = {"code": "command.unreadable", "message": sentence, "fields": {}}
    say(json.dumps({"error": error}, ensure_ascii=False))


def say(text: str) -> None:
    """Write a line on stderr."""
    from sanbao.cli.progressing import quiet

    quiet()
    sys.stderr.write(f"{text}\n")


def log_file() -> Path:
    """Return where details of unexpected errors are kept: ``SANBAO_LOG``, or a folder of the user's own."""
    given = os.environ.get("SANBAO_LOG")
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(given) if given else Path(state) / "sanbao" / "sanbao.log"


def _write_log(trace: str) -> Path:
    try:
        return _append(log_file(), trace)
    except OSError:
        return _append(Path(tempfile.gettempdir()) / "sanbao.log", trace)


def _append(log: Path, trace: str) -> Path:
    log.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(log, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    handler.emit(logging.LogRecord("sanbao.cli", logging.ERROR, "", 0, trace, None, None))
    handler.close()
    return log


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else ""


def _wants_json(ctx: Any) -> bool:
    settings = ctx.find_root().obj
    return bool(settings is not None and settings.as_json)
