"""Do the tests have teeth? python tests/reliability/mutate.py [PART OF A NAME …]

Takes each guard and lock away, one at a time, in a copy of the tree, runs the smallest tests that should notice,
and prints which test did. Nothing in the tree itself is changed. Exit code 1 if a mutant survives (L5).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mutants import POSTGRESQL, SQLITE, Mutant, everything

ROOT = Path(__file__).parents[2]
_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


def copy_of_the_tree(target: Path) -> None:
    """Copy what is needed to run the tests."""
    ignore = shutil.ignore_patterns("__pycache__", "*.lock")
    for name in ("core", "plugins", "tests"):
        shutil.copytree(ROOT / name, target / name, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", target)


def killer(tree: Path, mutant: Mutant) -> str | None:
    """Return the first test that turns red, or nothing if the mutant survives."""
    file = tree / mutant.file
    text = file.read_text(encoding="utf-8")
    if not all(old in text for old in (mutant.old, *mutant.also)):
        return "– not found: the mutant is out of date"
    changed = text.replace(mutant.old, mutant.new)
    for old in mutant.also:
        changed = changed.replace(old, "")
    file.write_text(changed, encoding="utf-8")
    try:
        for tests in mutant.tests:
            red = first_red(tree, tests)
            if red is not None:
                return red
        return None
    finally:
        file.write_text(text, encoding="utf-8")


def first_red(tree: Path, tests: str) -> str | None:
    """Run some tests until one fails; return its name."""
    packages = ("core", "admin", *(str(path.relative_to(tree)) for path in (tree / "plugins").iterdir()))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(tree / each) for each in packages)}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=no", tests]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    found = _FAILED.search(done.stdout)
    return found.group(1) if found else f"{tests} (did not even start)"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(parts: list[str]) -> int:
    """Try every mutant whose name contains one of the parts, and print the table."""
    mutants = everything(*((ROOT / name).read_text(encoding="utf-8") for name in (SQLITE, POSTGRESQL)))
    chosen = [each for each in mutants if not parts or any(part in each.name for part in parts)]
    survivors = 0
    with tempfile.TemporaryDirectory(prefix="sanbao-mutants-") as folder:
        tree = Path(folder)
        copy_of_the_tree(tree)
        _say("| mutant | killed by | s |\n| --- | --- | --: |")
        for mutant in chosen:
            started = time.monotonic()
            red = killer(tree, mutant)
            survivors += red is None or red.startswith("–")
            _say(f"| {mutant.name} | {red or '**survives**'} | {time.monotonic() - started:.0f} |")
    _say(f"\n{len(chosen) - survivors} of {len(chosen)} killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
