"""Finding every sentence that a package can say, so that no catalogue misses one or keeps one too many.

Python is read as a tree, so ``N_("a " "b")`` over several lines is one sentence; printed forms are read as text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

#: Where a package keeps its Chinese.
CATALOGUE = Path("locale") / "zh_Hans_CN.po"
#: Names of the functions whose first argument is a sentence; ``_`` fills it in, ``N_`` only marks it.
MARKS = ("N_", "_")
#: Decorators whose function is shown to people by the first line of its docstring.
VERBS = ("operation", "question")
_IN_TEMPLATE = re.compile(r"""\bT\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
#: History and other people's packages inside the folder say nothing to anybody.
_SKIPPED = ("migrations", "__pycache__")


def in_python(code: str) -> Iterator[tuple[str, int]]:
    """Yield the marked sentences of a module with their lines, in the order of the lines.

    >>> list(in_python('N_("no " "stock")'))
    [('no stock', 1)]
    """
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call | ast.FunctionDef)]
    for node in sorted(nodes, key=lambda found: (found.lineno, found.col_offset)):
        message = _marked(node) if isinstance(node, ast.Call) else _help(node)
        if message:
            yield message, node.lineno


def _marked(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    if _called(call) in MARKS and isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    return None


def _help(function: ast.FunctionDef) -> str | None:
    """Return the sentence that says what an operation or a question is for, its docstring's first line."""
    verbs = (each for each in function.decorator_list if isinstance(each, ast.Call))
    words = ast.get_docstring(function)
    return words.splitlines()[0] if words and any(_called(verb) in VERBS for verb in verbs) else None


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else str(getattr(call.func, "attr", ""))


def in_template(text: str) -> Iterator[tuple[str, int]]:
    """Yield the sentences that a printed form shows through ``T("…")`` with their lines.

    >>> list(in_template('<h2>{{ T("Parts") }}</h2>'))
    [('Parts', 1)]
    """
    for match in _IN_TEMPLATE.finditer(text):
        written = match[1] if match[1] is not None else match[2]
        if written:
            yield re.sub(r"\\(.)", r"\1", written), text.count("\n", 0, match.start()) + 1


def in_package(folder: Path) -> dict[str, str]:
    """Return every sentence of a package with the first place where it stands, such as ``sanbao/seal.py:12``."""
    said: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        read = {".py": in_python, ".html": in_template}.get(path.suffix)
        if read is None or set(path.relative_to(folder).parts) & set(_SKIPPED):
            continue
        shown = path.relative_to(folder.parent).as_posix()
        for message, line in read(path.read_text(encoding="utf-8")):
            said.setdefault(message, f"{shown}:{line}")
    return said


def names_in(message: str) -> set[str]:
    """Return the names in braces of a sentence.

    >>> names_in("until {day}")
    {'day'}
    """
    try:
        return {name for _text, name, _format, _conversion in Formatter().parse(message) if name}
    except ValueError:
        return {"{"}  # a brace that is not closed fits nothing


def read_catalogue(path: Path) -> dict[str, str]:
    """Return the translations of one ``.po`` file; a fuzzy one is only a guess and does not count."""
    from babel.messages.pofile import read_po

    if not path.is_file():
        return {}
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale="zh_Hans_CN")
    return {
        message.id: "" if message.fuzzy or not isinstance(message.string, str) else message.string
        for message in catalogue
        if message.id and isinstance(message.id, str)
    }
