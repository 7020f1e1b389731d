"""The real command, run in this process by typer's runner, against a company on either database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_names import Answer, Run
from typer.testing import CliRunner

from sanbao.cli.door import app
from sanbao.testing import Addresses


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run ``sanbao`` with these words, in an empty folder."""
    for name in ("SANBAO_DATABASE_URL", "SANBAO_OWNER_DATABASE_URL", "SANBAO_USER", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SANBAO_LANG", "en")
    monkeypatch.setenv("SANBAO_LOG", str(tmp_path / "log" / "sanbao.log"))
    monkeypatch.chdir(tmp_path)

    def go(*words: object, stdin: str | None = None) -> Answer:
        result = CliRunner().invoke(app, [str(word) for word in words], input=stdin)
        return Answer(result.exit_code, result.stdout, result.stderr)

    return go


@pytest.fixture
def in_company(run: Run, erp: Any, address: Addresses, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``sanbao`` in the company of the test, on SQLite and on PostgreSQL."""
    monkeypatch.setenv("SANBAO_DATABASE_URL", address.url)
    if address.owner_url:
        monkeypatch.setenv("SANBAO_OWNER_DATABASE_URL", address.owner_url)
    return run
