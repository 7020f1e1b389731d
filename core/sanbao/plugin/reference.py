"""The page of all hooks, written from the specifications themselves so that it cannot grow old.

``python -m sanbao.plugin.reference > docs/reference/hooks.md`` writes it anew; a test compares.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from sanbao.plugin import hookspecs

#: How a name begins, what is said of that family, what happens when an implementation raises.
FAMILIES = {
    "find_": ("A question to all; every answer is kept, the core chooses.", "The operation stops and rolls back."),
    "describe_": ("A question to all; what they answer is shown.", "The question stops, with the plugin's name."),
    "check_": ("A veto: nothing is answered, a refusal is raised.", "That is the veto: the operation rolls back."),
    "": ("Told, inside the same transaction.", "The operation rolls back."),
    "after_": ("Told after the commit, from the outbox, at least once.", "It is tried again, then set aside."),
}
_HEAD = """# Hooks

The places where plugins join in. This page is written by `python -m sanbao.plugin.reference`; do not edit it.

A plugin answers a hook with a function of the same name in its `plugin.py`, marked `@hookimpl`. It takes the
arguments that it needs, by name. Implementations are called one by one, each after those that its plugin requires;
each is timed, and what it raises by mistake names the plugin. A question must write nothing, and its answer must be
a list. What a hook posts must use account roles that its own manifest names. `erp.hooks.listing()` says who
answers what in a company, in calling order.
"""


def hooks() -> dict[str, Any]:
    """Return every specified hook by name, in the order in which they stand in the source."""
    return {name: one for name, one in vars(hookspecs).items() if hasattr(one, "sanbao_spec")}


def page() -> str:
    """Return the reference of all hooks as Markdown."""
    called = callers()
    return "\n".join([_HEAD, *(section(name, one, called.get(name, [])) for name, one in hooks().items())])


def section(name: str, hook: Any, called_from: list[str]) -> str:
    """Return what stands on the page about one hook."""
    what, failing = FAMILIES[family(name)]
    places = ", ".join(f"`{place}`" for place in called_from) or "–"
    rows = [f"## {name}", "", f"{inspect.getdoc(hook)}", "", "```python", signature(hook), "```", ""]
    return "\n".join([*rows, f"- {what}", f"- When an implementation raises: {failing}", f"- Called from {places}.", ""])


def family(name: str) -> str:
    """Return how the names of a hook's family begin; told hooks are a plain past tense."""
    return next((start for start in FAMILIES if start and name.startswith(start)), "")


def signature(hook: Any) -> str:
    """Return a hook's signature as it stands in the source."""
    return f"def {hook.__name__}{inspect.signature(hook)}".replace("'", "")


def callers() -> dict[str, list[str]]:
    """Return, for each hook, the functions of the core that ask or tell it; there is to be exactly one."""
    root = Path(str(files("sanbao")))
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.py")):
        module = ".".join(path.relative_to(root.parent).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function, hook in _calls(tree):
            places = found.setdefault(hook, [])
            if f"{module}.{function}" not in places:
                places.append(f"{module}.{function}")
    return found


def _calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_hooks(node.func.value):
                first = node.args[0] if node.args else None
                if node.func.attr in ("ask", "tell", "answerers") and isinstance(first, ast.Constant):
                    yield function.name, str(first.value)


def _is_hooks(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "hooks"


if __name__ == "__main__":
    sys.stdout.write(page())
