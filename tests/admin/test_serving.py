"""Serving: what stands in the way is said in one sentence."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sanbao
from sanbao.cli.door import app


def test_a_port_that_is_taken_is_one_clear_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sanbao.create("sqlite:///sanbao.sqlite", company="华安监控").close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = CliRunner().invoke(app, ["--lang", "zh", "serve", "--port", str(port)])

    assert answer.exit_code == 2
    assert f"127.0.0.1:{port}" in answer.stderr
    assert "--port" in answer.stderr
