"""What the READMEs show is run: every Python block, and every command, in order, in a folder of its own."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from demonstration import Demonstration
from sanbao.cli.door import app

ROOT = Path(__file__).resolve().parents[2]
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
    readme: str, demonstrated: Demonstration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(demonstrated.folder, tmp_path / "demo")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SANBAO_LOG", str(folder / "sanbao.log"))
    commands = _commands(ROOT / readme)

    failed = [failure for command in commands if (failure := _failure(command)) is not None]

    assert failed == []
    assert len(commands) >= 5


def _commands(readme: Path) -> list[str]:
    blocks = "".join(_SHELL.findall(readme.read_text(encoding="utf-8")))
    return [line for line in blocks.splitlines() if line.startswith("sanbao ")]


def _failure(command: str) -> str | None:
    """Run a line as a reader would type it, in this process; return what went wrong."""
    words = shlex.split(command, comments=True)
    done = CliRunner().invoke(app, words[1:])
    # The doctor's 1 says that something was found, such as a worker that does not run here.
    allowed = (0, 1) if "doctor" in words else (0,)
    return None if done.exit_code in allowed else f"{command}: {done.exit_code}\n{done.stdout}\n{done.stderr}"
