"""Are both languages complete: every sentence of the plugin has a translation with the same names in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.extract import extract
from babel.messages.pofile import read_po

from sanbao.i18n import N_
from sanbao.plugin.checking.finding import Finding, found
from sanbao.plugin.checking.subject import Subject

LOCALE = "zh_Hans_CN"
_KEYWORDS = {"N_": None, "_": None, "Message": None}
_IN_FORMS = re.compile(r"""\bT\(\s*(?:"([^"]+)"|'([^']+)')""")


def look(subject: Subject) -> Iterator[Finding]:
    """Yield every sentence without a translation, and every translation with other names in it."""
    known = catalogues(subject)
    for message, where in messages(subject).items():
        translated = known.get(message)
        if not translated:
            said = N_("{place}: “{message}” has no Chinese translation in locale/zh_Hans_CN.po")
            yield found("texts", said, place=where, message=message)
        elif names_in(message) != names_in(translated):
            said = N_("{place}: the translation of “{message}” has other names in braces")
            yield found("texts", said, place=where, message=message)


def messages(subject: Subject) -> dict[str, str]:
    """Return every sentence that the plugin can say, with the place where it stands first."""
    said = dict.fromkeys(_labels(subject), f"{subject.folder.name}/plugin.py")
    for path in subject.python_files():
        for message, line in in_python(path.read_bytes()):
            said.setdefault(message, f"{subject.shown(path)}:{line}")
    for path in sorted(subject.folder.glob("forms/**/*.html")):
        for match in _IN_FORMS.finditer(path.read_text(encoding="utf-8")):
            said.setdefault(match[1] or match[2], subject.shown(path))
    return said


def in_python(code: bytes) -> Iterator[tuple[str, int]]:
    """Yield the marked sentences of a module with their lines."""
    for line, message, _comments, _context in extract("python", BytesIO(code), keywords=_KEYWORDS):
        if isinstance(message, str) and message:
            yield message, line


def _labels(subject: Subject) -> Iterator[str]:
    """Yield what the manifest itself shows to people."""
    plugin = subject.manifest
    yield plugin.title
    for kind in plugin.document_kinds:
        yield kind.title
        yield from (state.label for flow in (kind.flow, kind.line_flow) if flow for state in flow.states)
    yield from plugin.roles.values()
    yield from (setting.help for setting in plugin.settings)
    titled: tuple[Any, ...] = (*plugin.profiles, *plugin.cost_types, *plugin.forms, *plugin.imports)
    yield from (one.title for one in titled)
    verbs: tuple[Any, ...] = (*plugin.operations, *plugin.questions)
    yield from (verb.title for verb in verbs if verb.title)


def catalogues(subject: Subject) -> dict[str, str]:
    """Return the Chinese of the core, of what the plugin requires, and of the plugin itself."""
    texts: dict[str, str] = {}
    packages = [plugin.package for plugin in subject.loaded.registry.plugins.values() if plugin.package]
    for folder in (*(Path(str(files(package))) for package in packages), subject.folder):
        texts.update(read_catalogue(folder / "locale" / f"{LOCALE}.po"))
    return texts


def read_catalogue(path: Path) -> dict[str, str]:
    """Return the translations of one file; a fuzzy one is only a guess and does not count."""
    if not path.is_file():
        return {}
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=LOCALE)
    return {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string and not message.fuzzy
    }


def names_in(message: str) -> set[str]:
    """Return the names in braces of a sentence."""
    try:
        return {name for _text, name, _format, _conversion in Formatter().parse(message) if name}
    except ValueError:
        return {"{"}  # a brace that is not closed fits nothing
