"""Every kind of deadline that a room or a plugin sets is called something in both languages, on the first page and on papers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import sanbao
from sanbao.i18n import use_locale
from sanbao.i18n.headings import heading
from sanbao_installation_outsourcing.rules.service_levels import METRICS
from sanbao_training.rules.timing import WHAT

ROOT = Path(__file__).parents[2]
PACKAGES = [ROOT / "core" / "sanbao", *sorted(ROOT.glob("plugins/*/sanbao_*"))]
PLUGINS = ["warranty", "rma", "installation_outsourcing", "training", "billing"]
#: Where the kind stands among what these take: by its name, or at this place.
SETTERS = {
    "DeadlineRecord": None,
    "set_deadline": None,
    "set_urgent_deadline": 2,
    "watch": 1,
    "watch_day": 2,
    "_put": 2,
}
#: Kinds that are data, by what the code calls them there; what only hands on its caller's has none of its own.
DATA: Mapping[str, frozenset[str]] = {
    "duty.what": frozenset(WHAT),
    "key[1]": frozenset(f"response_{metric}" for metric in METRICS),
}
#: Kinds that a table in the same file names.
TABLES = {"entitlements.py": frozenset({"answer", "complete", "repair"})}


def kinds() -> dict[str, str]:
    """Return every kind that the code sets, with where it does; fail where nobody could tell which one it is."""
    found: dict[str, str] = {}
    for package in PACKAGES:
        for path in sorted(package.rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            calls = list(_calls(tree))
            names = dict(_constants(package, tree)) if calls else {}
            for kind in (one for call in calls for one in _kinds(call, names, path)):
                found.setdefault(kind, path.name)
    return found


def _calls(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what stands for the kind in each call that sets a deadline."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name not in SETTERS:
            continue
        named = [one.value for one in node.keywords if one.arg == "kind"]
        place = SETTERS[name]
        yield from named or ([node.args[place]] if place is not None and len(node.args) > place else [])


def _kinds(kind: ast.expr, names: Mapping[str, str], path: Path) -> frozenset[str]:
    if isinstance(kind, ast.Constant):
        return frozenset({str(kind.value)})
    said = ast.unparse(kind)
    if said in names:
        return frozenset({names[said]})
    if said == "kind":  # it hands on what it is given, or takes it out of a table
        return TABLES.get(path.name, frozenset())
    assert said in DATA, f"{path}: which kinds of deadline is {said}?"
    return DATA[said]


def _constants(package: Path, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the texts that a file gives a name at its top, and those that it takes from others of its house."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sanbao"):
            own = _own(package.parent.joinpath(*str(node.module).split(".")).with_suffix(".py"))
            yield from ((one.asname or one.name, own[one.name]) for one in node.names if one.name in own)
    yield from _texts(tree)


@cache
def _own(path: Path) -> Mapping[str, str]:
    """Return the texts that a file gives a name at its top."""
    return dict(_texts(ast.parse(path.read_text(encoding="utf-8")))) if path.is_file() else {}


def _texts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from _assigned(node.targets[0], node.value)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, text in zip(target.elts, value.elts, strict=True):
            yield from _assigned(one, text)
    elif isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield target.id, value.value


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_every_kind_of_deadline_has_words_in_both_languages(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    make_company(plugins=PLUGINS)
    found = kinds()

    with use_locale("zh_Hans_CN"):
        chinese = {kind: heading(kind) for kind in found}
    with use_locale("en"):
        english = {kind: heading(kind) for kind in found}

    assert {"training", "loan_return", "supplier_answer", "response_arrival"} <= found.keys()
    assert not {kind: found[kind] for kind, said in chinese.items() if said.isascii()}
    assert all(said.isascii() and "_" not in said for said in english.values())
