"""The demonstration company, made once for everybody here by the real command."""

from __future__ import annotations

import pytest
from docs_demonstration import Demonstration
from typer.testing import CliRunner

from sanbao.cli.door import app


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Make the demonstration, in Chinese as its company speaks it."""
    folder = tmp_path_factory.mktemp("demonstration") / "demo"
    environment = {
        "SANBAO_LOG": str(folder.parent / "sanbao.log"),
        "SANBAO_LANG": "",
        "LC_ALL": "",
        "LC_MESSAGES": "",
        "LANG": "",
    }
    done = CliRunner().invoke(app, ["demo", str(folder)], env=environment)
    return Demonstration(folder, done.exit_code, done.stdout, done.stderr)
