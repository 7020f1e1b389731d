"""The page of guards names tests that are there, and every test that knows a gate stands on it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = set(re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "docs" / "guards.md").read_text(encoding="utf-8")))
_SIZED = re.compile(r"^from sizes import ", re.MULTILINE)


def test_what_the_page_names_is_there() -> None:
    assert [name for name in sorted(NAMED) if not (ROOT / name).is_file()] == []
    assert len(NAMED) > 30


def test_every_test_with_a_gate_of_its_own_is_named() -> None:
    sized = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").glob("**/test_*.py")
        if _SIZED.search(path.read_text(encoding="utf-8"))
    }

    assert sorted(sized - NAMED) == []
