"""Is the manifest complete: names, tables, papers and their flows, settings, imports, jobs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sanbao.documents.kinds import DocumentKind, Flow
from sanbao.i18n import N_
from sanbao.plugin.checking.finding import Finding, found
from sanbao.plugin.checking.subject import Subject
from sanbao.plugin.lifecycle import metadata_of

#: PostgreSQL cuts names at 63 bytes without a word.
LONGEST_NAME = 63
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_VERSION = re.compile(r"\d+(\.\d+)*\Z")


def look(subject: Subject) -> Iterator[Finding]:
    """Yield what is missing from the manifest or contradicts itself."""
    yield from _names(subject)
    yield from _tables(subject)
    for kind in subject.manifest.document_kinds:
        yield from _kind(subject, kind)
    yield from _rest(subject)


def _names(subject: Subject) -> Iterator[Finding]:
    plugin = subject.manifest
    if not _NAME.match(plugin.name):
        yield _found(N_("the name {name} must be small letters, digits and underscores"), name=plugin.name)
    if not plugin.title.strip():
        yield _found(N_("the manifest has no title"))
    if not _VERSION.match(plugin.version):
        yield _found(N_("the version {version} must be numbers such as 1.0.0"), version=plugin.version)
    needs = plugin.models or plugin.profiles or plugin.forms
    package = str(subject.module.__name__).partition(".")[0]
    if (needs or plugin.package) and plugin.package != package:
        yield _found(
            N_("the manifest's package is {given}; it must be {package}"), given=plugin.package or "–", package=package
        )


def _tables(subject: Subject) -> Iterator[Finding]:
    metadata = metadata_of(subject.manifest)
    declared = {str(getattr(model, "__tablename__", "")) for model in subject.manifest.models}
    for name, table in metadata.tables.items():
        if name not in declared:
            yield _found(N_("the table {table} is mapped but is not in the manifest's models"), table=name)
        named = [name, *_names_of(table.indexes), *_names_of(table.constraints)]
        for long in (one for one in named if len(one.encode()) > LONGEST_NAME):
            yield _found(N_("the name {name} is longer than 63 bytes; PostgreSQL would cut it"), name=long)


def _names_of(items: Iterable[Any]) -> Iterator[str]:
    return (str(item.name) for item in items if item.name)


def _kind(subject: Subject, kind: DocumentKind) -> Iterator[Finding]:
    if kind.model not in subject.manifest.models:
        yield _found(N_("the table of {kind} is not in the manifest's models"), kind=kind.name)
    if (kind.lines is None) != (kind.line_flow is None):
        yield _found(N_("{kind} must have both lines and a flow for them, or neither"), kind=kind.name)
    for flow in filter(None, (kind.flow, kind.line_flow)):
        yield from _flow(kind.name, flow)
    twins = [other for other in subject.loaded.registry.kinds.values() if other.prefix == kind.prefix]
    if len(twins) > 1:
        names = ", ".join(sorted(other.name for other in twins))
        yield _found(N_("the number prefix {prefix} is used by {kinds}"), prefix=kind.prefix, kinds=names)


def _flow(kind: str, flow: Flow) -> Iterator[Finding]:
    codes = [state.code for state in flow.states]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield _found(N_("{kind} has the state {state} twice"), kind=kind, state=code)
    for code in (flow.initial, *flow.reopens, *flow.reopens.values()):
        if code not in codes:
            yield _found(N_("the flow of {kind} names the state {state}, which it does not have"), kind=kind, state=code)
    for state in flow.states:
        if not state.label.strip():
            yield _found(N_("the state {state} of {kind} has no label"), kind=kind, state=state.code)


def _rest(subject: Subject) -> Iterator[Finding]:
    plugin, registry = subject.manifest, subject.loaded.registry
    for setting in plugin.settings:
        if not setting.help.strip():
            yield _found(N_("the setting {setting} does not say what it means"), setting=setting.name)
    for table in plugin.imports:
        if table.operation not in registry.operations:
            said = N_("the import {name} does the operation {operation}, which does not exist")
            yield _found(said, name=table.name, operation=table.operation)
    for job in plugin.jobs:
        if job.every_minutes < 1:
            yield _found(N_("the job {job} must wait at least one minute between its turns"), job=job.name)
    for spec in plugin.profiles:
        if not (subject.folder / spec.folder).is_dir():
            yield _found(N_("the folder {folder} of the policies is missing"), folder=spec.folder)


def _found(message: str, /, **params: object) -> Finding:
    return found("manifest", message, **params)
