"""A season of installers through the door ends with the statements that a plain program reckons, to the cent (S1)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["SQLite", "PostgreSQL"])
def test_every_statement_agrees_with_a_plain_program(backend: str) -> None:
    season = [sys.executable, "-m", "bench.installers", "240", backend]

    told = subprocess.run(season, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)

    assert told.returncode == 0, told.stderr[-2000:]
    assert f"{backend}: statements, to a plain program that agrees to the cent" in told.stdout
    assert f"{backend}: killed in the middle of settling, nothing paid twice: 2 times" in told.stdout
