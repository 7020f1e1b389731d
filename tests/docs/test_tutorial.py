"""The plugin that the tutorial builds is built here, checked, and tried, from the page's own blocks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from sanbao.plugin import checking
from sanbao.testing import PostgresServer

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
PAGES = ("plugin-tutorial.md", "plugin-tutorial.zh.md")
_FILE = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```', re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


def files_of(page: str) -> dict[str, str]:
    """Return the files that a page shows, by their paths."""
    return dict(_FILE.findall((GUIDES / page).read_text(encoding="utf-8")))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Write the tutorial's files."""
    for path, text in files_of(PAGES[0]).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tmp_path


def test_both_languages_show_the_same_code() -> None:
    english, chinese = (files_of(page) for page in PAGES)

    assert english == chinese
    assert len(english) == 13


def test_the_kit_finds_nothing_in_the_tutorials_plugin(built: Path, postgres_server: PostgresServer) -> None:
    findings = checking.check(built, server=postgres_server)

    assert [str(finding) for finding in findings] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_tutorials_scenario_prints_what_the_page_says(
    page: str, built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(built)
    monkeypatch.syspath_prepend(str(built))
    code = (built / "try_it.py").read_text(encoding="utf-8")

    exec(compile(code, "try_it.py", "exec"), {"__name__": "try_it"})

    (promised,) = _SHOWN.findall((GUIDES / page).read_text(encoding="utf-8"))
    assert capsys.readouterr().out == promised
    for name in [name for name in sys.modules if name.startswith("sanbao_pickup")]:
        del sys.modules[name]  # for good: the next page's files are others
