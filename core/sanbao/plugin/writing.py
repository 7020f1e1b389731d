"""A new plugin, whole and working from the first minute: manifest, table, operations, migration, texts, tests."""

from __future__ import annotations

import keyword
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from sanbao.errors import Invalid, Problem, Refused
from sanbao.i18n import N_
from sanbao.plugin import discovery
from sanbao.version import VERSION

_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}\Z")
_SUFFIX = ".tpl"


class BadName(Invalid):
    """The name cannot become a package and a prefix of tables."""

    code = "plugin.bad_name"


class FolderTaken(Refused):
    """There is something already where the plugin would be written."""

    code = "plugin.folder_taken"
    message = N_("{folder} exists already; choose another name or folder")


def write(name: str, folder: str | Path) -> Path:
    """Write a new plugin into ``folder/name`` and return that folder; its own tests pass as it stands.

    Raises :class:`BadName`, or :class:`FolderTaken` rather than overwrite anything.
    """
    _refuse_bad(name)
    target = Path(folder) / name
    if target.exists():
        raise FolderTaken(folder=target)
    words = _words(name)
    for source, path in _templates(files("sanbao.plugin").joinpath("blueprint")):
        place = target.joinpath(*(_placed(part, name) for part in path))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(Template(source.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    return target


def _refuse_bad(name: str) -> None:
    if not _NAME.match(name) or name.endswith("_") or "__" in name:
        said = N_(
            "“{name}” must be 2 to 31 small letters, digits and single underscores, such as site_visits."
        )
        raise BadName([Problem("name", said, {"name": name})])
    if keyword.iskeyword(name):
        said = N_("“{name}” is a word of Python itself; choose another, such as site_visits.")
        raise BadName([Problem("name", said, {"name": name})])
    if name in ("core", "admin", "sanbao") or name in discovery.sources():
        raise BadName([Problem("name", N_("The plugin {name} exists already."), {"name": name})])


def _words(name: str) -> dict[str, str]:
    """Return what stands for the name in the templates."""
    parts = name.split("_")
    return {
        "name": name,
        "package": f"sanbao_{name}",
        "title": name.replace("_", " ").capitalize(),
        "Class": "".join(part.capitalize() for part in parts),
        "PREFIX": (parts[0] + parts[-1] if len(parts) > 1 else name)[:3].upper(),
        "core": VERSION,
    }


def _templates(folder: Traversable, path: tuple[str, ...] = ()) -> list[tuple[Traversable, tuple[str, ...]]]:
    found: list[tuple[Traversable, tuple[str, ...]]] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            found += _templates(entry, (*path, entry.name))
        elif entry.name.endswith(_SUFFIX):
            found.append((entry, (*path, entry.name.removesuffix(_SUFFIX))))
    return found


def _placed(part: str, name: str) -> str:
    return {"package": f"sanbao_{name}", "test_name.py": f"test_{name}.py"}.get(part, part)
