"""What plugins add to the back office: each plugin's own ``admin`` module, where it has one.

A plugin whose pages are faulty costs its pages and nothing else: the fault is written down and named on the page of
its plugin and by ``sanbao doctor``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, FileSystemLoader

from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _

if TYPE_CHECKING:
    from flask import Flask

    from sanbao import Sanbao
    from sanbao_admin.views import View

log = logging.getLogger("sanbao.web")


def offered(erp: Sanbao, name: str, *given: Any) -> list[Any]:
    """Return what the plugins offer under a name: the items of what their functions return, or the thing itself."""
    found: list[Any] = []
    for plugin, module in _modules(erp):
        one = getattr(module, name, None)
        if one is None:
            continue
        try:
            found += one(*given) if callable(one) and given else [one]
        except SanbaoError:
            raise
        except Exception as error:
            _write_down(erp, plugin, error)
    return found


def _modules(erp: Sanbao) -> Iterator[tuple[str, ModuleType]]:
    """Yield the ``admin`` module of every plugin that is on and has one."""
    for plugin in erp.registry.plugins.values():
        name = f"{plugin.package}.admin"
        if not plugin.package or plugin.name in ("core", "admin"):
            continue
        try:
            if find_spec(name) is not None:
                yield plugin.name, import_module(name)
        except Exception as error:
            _write_down(erp, plugin.name, error)


def _write_down(erp: Sanbao, plugin: str, error: Exception) -> None:
    log.error("the pages of the plugin %s are faulty", plugin, exc_info=error)
    said = N_("its pages in the back office are faulty: {error}")
    erp.faults.setdefault(plugin, _(said, error=f"{type(error).__name__}: {error}"))


def pages(erp: Sanbao) -> list[View]:
    """Return the pages that the enabled plugins bring."""
    return offered(erp, "pages", erp)


def register(app: Flask, erp: Sanbao) -> None:
    """Let templates be found that lie in a folder ``templates`` beside a plugin's ``admin`` module."""
    folders = [Path(str(module.__file__)).parent / "templates" for _name, module in _modules(erp)]
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(folders)])  # type: ignore[list-item]
