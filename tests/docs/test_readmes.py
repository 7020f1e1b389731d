"""What the READMEs show is run: every Python block, in order, in a folder of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_WITH_CODE = [
    path
    for path in sorted(ROOT.glob("**/README*.md"))
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts) and _BLOCK.search(path.read_text())
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
