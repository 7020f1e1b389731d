"""The story of the house for companies that have only some of its plugins: the parts that belong to theirs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[1] / "stories" / "house.yaml"
#: Begins a part: "  # [warranty, no rma] why".
_PART = re.compile(r"^  # \[(?P<wanted>[a-z_, ]+)\]")
#: What stands behind it is done only where a plugin is off.
_INSTEAD = "  #|"
_PLUGINS = re.compile(r"^plugins: .*$", re.MULTILINE)


def told_to(plugins: Collection[str]) -> str:
    """Return the story's text for a company with these plugins."""
    text = "\n".join(_lines(HOUSE.read_text(encoding="utf-8").splitlines(), plugins))
    return _PLUGINS.sub(f"plugins: [{', '.join(plugins)}]", text) + "\n"


def _lines(lines: Collection[str], plugins: Collection[str]) -> Iterator[str]:
    is_theirs = True
    for line in lines:
        part = _PART.match(line)
        if part is not None:
            is_theirs = fits(part["wanted"], plugins)
        elif is_theirs:
            yield "  " + line.removeprefix(_INSTEAD).removeprefix(" ") if line.startswith(_INSTEAD) else line


def fits(wanted: str, plugins: Collection[str]) -> bool:
    """Tell whether a part belongs to a company with these plugins.

    >>> fits("warranty, no rma", ["warranty"]), fits("warranty, no rma", ["warranty", "rma"]), fits("always", [])
    (True, False, True)
    """
    words = [word.strip() for word in wanted.split(",")]
    return all(
        word.removeprefix("no ") not in plugins if word.startswith("no ") else word in (*plugins, "always")
        for word in words
    )
