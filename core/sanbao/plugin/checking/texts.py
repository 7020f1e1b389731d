"""Are both languages complete: every sentence of the plugin has a translation with the same names in it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from sanbao.i18n import N_
from sanbao.i18n.headings import HEADINGS
from sanbao.i18n.messages import CATALOGUE, in_package, names_in, read_catalogue
from sanbao.plugin.checking.finding import Finding, found
from sanbao.plugin.checking.subject import Subject


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
    yield from _headings(subject)


def _headings(subject: Subject) -> Iterator[Finding]:
    """Yield every field that the core, or another plugin before, calls by another name: its heading would not be seen."""
    for name, title in subject.manifest.headings.items():
        if HEADINGS[name] != title:
            said = N_("the field {name} is called “{other}” already; leave its heading out or name the field otherwise")
            yield found("texts", said, name=name, other=HEADINGS[name])


def messages(subject: Subject) -> dict[str, str]:
    """Return every sentence that the plugin can say, with the place where it stands first."""
    labels = dict.fromkeys(_labels(subject), f"{subject.folder.name}/plugin.py")
    return {**labels, **in_package(subject.folder)}


def _labels(subject: Subject) -> Iterator[str]:
    """Yield what the manifest itself shows to people."""
    plugin = subject.manifest
    yield plugin.title
    for kind in plugin.document_kinds:
        yield kind.title
        yield from (state.label for flow in (kind.flow, kind.line_flow) if flow for state in flow.states)
    yield from plugin.roles.values()
    yield from plugin.headings.values()
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
        texts.update(read_catalogue(folder / CATALOGUE))
    return texts
