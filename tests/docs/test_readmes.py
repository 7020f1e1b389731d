"""What the READMEs show is run: every Python block, and every command, in order, in a folder of its own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docs_demonstration import Demonstration

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).parent / "sanbao"
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_WITH_CODE = [
    path
    for path in sorted(ROOT.glob("**/README*.md"))
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    and _BLOCK.search(path.read_text())
]


@pytest.mark.parametrize("readme", _WITH_CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_examples_of_a_readme_run(
    readme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "\n".join(_BLOCK.findall(readme.read_text(encoding="utf-8")))

    exec(compile(code, str(readme), "exec"), {"__name__": "readme"})

    shown = capsys.readouterr().out
    promised = re.findall(r"print\(.*\)  # (.+)", code)
    for line in promised:
        assert line in shown


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_commands_of_a_readme_run_on_the_demonstration(
    readme: str, demonstrated: Demonstration, tmp_path: Path
) -> None:
    folder = shutil.copytree(demonstrated.folder, tmp_path / "demo")
    commands = _commands(ROOT / readme)

    failed = [failure for command in commands if (failure := _failure(command, folder)) is not None]

    assert failed == []
    assert len(commands) >= 5


def _commands(readme: Path) -> list[str]:
    blocks = "".join(_SHELL.findall(readme.read_text(encoding="utf-8")))
    return [line for line in blocks.splitlines() if line.startswith("sanbao ")]


def _failure(command: str, folder: Path) -> str | None:
    """Run a line as a reader would type it; return what went wrong."""
    words = shlex.split(command, comments=True)
    environment = {**os.environ, "SANBAO_LOG": str(folder / "sanbao.log")}
    done = subprocess.run(
        [str(COMMAND), *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    # The doctor's 1 says that something was found, such as a worker that does not run here.
    allowed = (0, 1) if "doctor" in words else (0,)
    return (
        None if done.returncode in allowed else f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    )
