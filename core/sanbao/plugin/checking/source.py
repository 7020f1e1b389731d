"""What the code itself must not do: look at a clock, import the web, post to roles that it did not declare."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sanbao.i18n import N_
from sanbao.plugin.checking.finding import Finding, found
from sanbao.plugin.checking.subject import Subject

CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
}
WEB = ("flask", "flask_admin", "flask_security", "flask_smorest", "wtforms", "werkzeug", "sanbao_admin")
POSTING = ("debit", "credit", "move", "Line")


@dataclass(frozen=True)
class Place:
    """A line of the plugin's code."""

    subject: Subject
    path: Path
    node: ast.expr | ast.stmt

    def __str__(self) -> str:
        return f"{self.subject.shown(self.path)}:{self.node.lineno}"


def look(subject: Subject) -> Iterator[Finding]:
    """Yield every line that does what the core must do, or that a manifest must declare."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in subject.python_files()}
    names = _constants(trees.values())
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                place = Place(subject, path, node)
                yield from _clock(place, node)
                yield from _role(place, node, names)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                yield from _import(Place(subject, path, node), node)


def _clock(place: Place, call: ast.Call) -> Iterator[Finding]:
    if isinstance(call.func, ast.Attribute) and (_last(call.func.value), call.func.attr) in CLOCKS:
        read = f"{_last(call.func.value)}.{call.func.attr}"
        said = N_("{place} reads the clock ({call}); take work.now or work.today")
        yield found("clock", said, place=str(place), call=read)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _import(place: Place, node: ast.Import | ast.ImportFrom) -> Iterator[Finding]:
    if isinstance(node, ast.ImportFrom):
        modules = [node.module or ""] if node.level == 0 else []
    else:
        modules = [alias.name for alias in node.names]
    for module in modules:
        top = module.split(".")[0]
        if top in WEB and not _is_admin(place):
            said = N_("{place} imports {module}; only admin.py knows the web")
            yield found("imports", said, place=str(place), module=module)
        elif _is_stranger(place.subject, top):
            said = N_("{place} imports {module}, which the manifest does not require")
            yield found("imports", said, place=str(place), module=module)


def _is_admin(place: Place) -> bool:
    parts = place.path.relative_to(place.subject.folder).parts
    return parts[0] in ("admin.py", "admin")


def _is_stranger(subject: Subject, top: str) -> bool:
    """Tell whether a module belongs to another plugin that is not required."""
    if top in ("sanbao_admin", subject.folder.name):
        return False
    required = {subject.sources[name].split(":")[0].split(".")[0] for name in subject.required}
    others = {value.split(":")[0].split(".")[0] for value in subject.sources.values()}
    return (top in others or top.startswith("sanbao_")) and top not in required


def _constants(trees: Iterable[ast.Module]) -> dict[str, str]:
    """Return the texts that modules give a name: ``LOANER = "LOANER"``."""
    found_names: dict[str, str] = {}
    for tree in trees:
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    if isinstance(target, ast.Name) and isinstance(node.value.value, str):
                        found_names[target.id] = node.value.value
    return found_names


def _role(place: Place, call: ast.Call, names: dict[str, str]) -> Iterator[Finding]:
    """A role that stands in the code as a text must stand in the manifest too."""
    if _last(call.func) not in POSTING or not call.args:
        return
    first = call.args[0]
    role = first.value if isinstance(first, ast.Constant) else names.get(_last(first))
    if isinstance(role, str) and role not in place.subject.manifest.account_roles:
        said = N_("{place} posts to {role}, which the manifest's account_roles do not name")
        yield found("postings", said, place=str(place), role=role)
