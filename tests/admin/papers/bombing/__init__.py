"""A plugin whose printed forms of a claim never come to an end by themselves, each in its own way."""

from __future__ import annotations

from functools import partial
from typing import Any

from markupsafe import Markup

from layout_bombs import BOMBS
from sanbao.plugin import Plugin
from sanbao.printing.forms import Form


def name_of(bomb: str) -> str:
    """Return the name of the form that holds a bomb."""
    return f"bombing.{sorted(BOMBS).index(bomb)}"


def _shown(bomb: str, _work: Any, _record: Any) -> dict[str, Any]:
    return {"bomb": Markup(BOMBS[bomb])}  # noqa: S704


plugin = Plugin(
    name="bombing",
    title="Forms that do not end",
    version="0.1.0",
    requires=["warranty"],
    forms=[
        Form(name_of(bomb), bomb, "bombing/bomb.html", "bombing", "claim", context=partial(_shown, bomb))
        for bomb in BOMBS
    ],
)
