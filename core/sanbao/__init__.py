"""After-sales service (三包) as plugins over one small double-entry ledger: the public names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from sanbao.app import Result, Sanbao, open
    from sanbao.setup import create

_HOME = {"open": "sanbao.app", "Sanbao": "sanbao.app", "Result": "sanbao.app", "create": "sanbao.setup"}


def __getattr__(name: str) -> Any:
    """Import the front door when somebody knocks, so that ``import sanbao`` stays quick."""
    if name not in _HOME:
        raise AttributeError(f"sanbao has no {name}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


__all__ = ["Result", "Sanbao", "__version__", "create", "open"]
