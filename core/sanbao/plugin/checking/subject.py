"""Finding the plugin to be checked: by name, or by the folder that holds its package."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from sanbao.errors import NotFound
from sanbao.i18n import N_, drop_catalogue
from sanbao.plugin import discovery
from sanbao.plugin.discovery import Loaded
from sanbao.plugin.manifest import Plugin


class NoPluginThere(NotFound):
    """The folder holds no package with a ``plugin.py``, or several."""

    code = "plugin.none_there"
    message = N_("{folder} must hold exactly one package with a plugin.py; found: {found}")


@dataclass(frozen=True)
class Subject:
    """A plugin that could be loaded together with what it requires, and where its files are."""

    name: str
    manifest: Plugin
    module: Any
    sources: Mapping[str, str]
    loaded: Loaded
    folder: Path

    @property
    def required(self) -> list[str]:
        """What it requires, and what that requires, in the order in which they are enabled."""
        return [name for name in self.loaded.registry.plugins if name not in ("core", self.name)]

    def python_files(self) -> Iterator[Path]:
        """Yield the plugin's own code; migrations are history and are left out."""
        for path in sorted(self.folder.rglob("*.py")):
            if "migrations" not in path.relative_to(self.folder).parts:
                yield path

    def shown(self, path: Path) -> str:
        """Return a file's path as the plugin's author writes it."""
        return path.relative_to(self.folder.parent).as_posix()


@contextmanager
def located(name_or_path: str | Path, sources: Mapping[str, str] | None) -> Iterator[Subject]:
    """Load the plugin for the block; a folder's package is forgotten again afterwards."""
    known = discovery.sources(sources)
    if isinstance(name_or_path, str) and name_or_path in known:
        yield _subject(name_or_path, known)
        return
    package = _package_in(Path(name_or_path))
    before = set(sys.modules)
    sys.path.insert(0, str(package.parent))
    importlib.invalidate_caches()
    try:
        name = package.name.removeprefix("sanbao_")
        yield _subject(name, {**known, name: f"{package.name}.plugin:plugin"})
    finally:
        sys.path.remove(str(package.parent))
        drop_catalogue(package.name)
        for added in set(sys.modules) - before:
            if added.split(".")[0] == package.name:
                del sys.modules[added]


def _package_in(folder: Path) -> Path:
    if (folder / "plugin.py").is_file():
        return folder.resolve()
    packages = sorted(path.parent for path in folder.glob("*/plugin.py"))
    if len(packages) != 1:
        raise NoPluginThere(folder=folder, found=", ".join(path.name for path in packages) or "–")
    return packages[0].resolve()


def _subject(name: str, sources: Mapping[str, str]) -> Subject:
    from sanbao import manifest as core

    manifest, module = discovery.load(name, sources)
    loaded = discovery.load_all(core.plugin, core, _with_required(manifest, sources), sources)
    if name in loaded.errors:
        raise loaded.errors[name]
    package = manifest.package or str(module.__name__).partition(".")[0]
    return Subject(name, manifest, module, sources, loaded, Path(str(files(package))))


def _with_required(manifest: Plugin, sources: Mapping[str, str]) -> list[str]:
    """Return the plugin with everything that it needs; what cannot be loaded is told by the loader."""
    wanted, waiting = [manifest.name], list(manifest.requires)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.append(name)
            if name in sources:
                waiting += discovery.load(name, sources)[0].requires
    return wanted
