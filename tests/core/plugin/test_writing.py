"""A plugin that was just written is whole: its own tests pass, the kit finds nothing, and nothing is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sanbao.errors import Invalid
from sanbao.plugin import checking, writing
from sanbao.testing import PostgresServer

HEADINGS = ("Purpose", "Concepts", "Operations", "Hooks it answers", "Tables it owns", "How to use it")


@pytest.mark.parametrize("name", ["visits", "site_visits"])
def test_the_kit_finds_nothing_in_a_new_plugin(name: str, tmp_path: Path, postgres_server: PostgresServer) -> None:
    written = writing.write(name, tmp_path)

    findings = checking.check(written, server=postgres_server)

    assert [str(finding) for finding in findings] == []


def test_the_tests_of_a_new_plugin_pass(tmp_path: Path) -> None:
    written = writing.write("visits", tmp_path)

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=written,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout
    assert "5 passed" in ran.stdout


def test_the_code_of_a_new_plugin_is_clean(tmp_path: Path) -> None:
    written = writing.write("site_visits", tmp_path)
    rules = "E,F,W,I,B,UP,C4,SIM,RET,N,D1,S,DTZ"
    looked_at = written / "sanbao_site_visits"

    ran = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--line-length", "110", "--select", rules, looked_at],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout


def test_a_new_plugin_has_a_readme_with_the_six_headings(tmp_path: Path) -> None:
    readme = (writing.write("visits", tmp_path) / "README.md").read_text()

    assert [line.removeprefix("## ") for line in readme.splitlines() if line.startswith("## ")] == list(HEADINGS)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "visits").mkdir()

    with pytest.raises(writing.FolderTaken) as refused:
        writing.write("visits", tmp_path)

    assert "visits exists already" in str(refused.value)
    assert list((tmp_path / "visits").iterdir()) == []


def test_a_word_of_python_is_refused_for_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="word of Python"):
        writing.write("class", tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["", "V", "Visits", "2visits", "site-visits", "site__visits", "visits_", "走访", "v" * 40, "../x"]
)
def test_a_name_that_cannot_be_a_package_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        writing.write(name, tmp_path)

    assert "small letters" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["core", "admin", "warranty"])
def test_a_name_that_is_taken_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        writing.write(name, tmp_path)

    assert f"The plugin {name} exists already." in str(refused.value)
