"""What the tests share of the demonstration, made once in a run by the real command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from made_once import made_once


@dataclass(frozen=True)
class Demonstration:
    """What ``sanbao demo`` left behind: where, how it ended, what it printed."""

    folder: Path
    exit_code: int
    printed: str
    progress: str


def demonstration(factory: pytest.TempPathFactory) -> Demonstration:
    """Return the demonstration of this run, in Chinese as its company speaks it."""
    kept = made_once(factory, "demonstration", _make)
    return Demonstration(kept / "demo", **json.loads((kept / "said.json").read_text(encoding="utf-8")))


def _make(kept: Path) -> None:
    from typer.testing import CliRunner

    from sanbao.cli.door import app

    kept.mkdir()
    environment = {
        "SANBAO_LOG": str(kept / "sanbao.log"),
        "SANBAO_LANG": "",
        "LC_ALL": "",
        "LC_MESSAGES": "",
        "LANG": "",
    }
    done = CliRunner().invoke(app, ["demo", str(kept / "demo")], env=environment)
    said = {"exit_code": done.exit_code, "printed": done.stdout, "progress": done.stderr}
    (kept / "said.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
