"""The pages that plugins bring: each plugin's own ``admin.py``, where it has one."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, FileSystemLoader

if TYPE_CHECKING:
    from flask import Flask

    from sanbao import Sanbao
    from sanbao_admin.views import View


def modules(erp: Sanbao) -> Iterator[ModuleType]:
    """Yield the ``admin`` module of every plugin that is on and has one."""
    for plugin in erp.registry.plugins.values():
        name = f"{plugin.package}.admin"
        if plugin.package and plugin.name not in ("core", "admin") and find_spec(name) is not None:
            yield importlib.import_module(name)


def pages(erp: Sanbao) -> list[View]:
    """Return the pages that the enabled plugins bring."""
    return [view for module in modules(erp) for view in getattr(module, "pages", lambda _erp: [])(erp)]


def register(app: Flask, erp: Sanbao) -> None:
    """Let templates be found that lie in a folder ``templates`` beside a plugin's ``admin`` module."""
    folders = [Path(str(module.__file__)).parent / "templates" for module in modules(erp)]
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(folders)])  # type: ignore[list-item]
