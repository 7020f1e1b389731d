"""Does every operation and question say what it is for, who may, and take what it is given."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from sanbao.documents.kinds import Flow
from sanbao.i18n import N_
from sanbao.operation import Operation, Question
from sanbao.plugin.checking.finding import Finding, found
from sanbao.plugin.checking.subject import Subject

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z")


def look(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the plugin's verbs; fields and schema were compared when it was loaded."""
    for operation in subject.manifest.operations:
        yield from _either(subject, operation, 1 if operation.on is None else 2)
        yield from _subject_of(subject, operation)
        yield from _moves(subject, operation)
        for other in operation.apart_from:
            if other not in subject.loaded.registry.operations:
                said = N_("{operation} is kept apart from {other}, which does not exist")
                yield _found(said, operation=operation.name, other=other)
    for question in subject.manifest.questions:
        yield from _either(subject, question, 1)
    yield from _extensions(subject)


def _either(subject: Subject, verb: Operation | Question, positional: int) -> Iterator[Finding]:
    if isinstance(verb, Operation) and not _NAME.match(verb.name):
        yield _found(N_("the operation {operation} must be named like thing.verb"), operation=verb.name)
    if not verb.help.rstrip().endswith("."):
        yield _found(N_("{operation} has no sentence that says what it is for"), operation=verb.name)
    if not verb.roles:
        yield _found(N_("{operation} names no role; only administrators could do it"), operation=verb.name)
    for role in sorted(set(verb.roles) - set(subject.loaded.registry.roles)):
        yield _found(N_("{operation} is given to {role}, which is no role"), operation=verb.name, role=role)
    if _positional(verb) != positional:
        said = N_("{operation} must take {count} arguments by position: the Work, and the record if it is on one")
        yield _found(said, operation=verb.name, count=positional)


def _positional(verb: Operation | Question) -> int:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(1 for one in inspect.signature(verb.function).parameters.values() if one.kind in kinds)


def _subject_of(subject: Subject, operation: Operation) -> Iterator[Finding]:
    """Somebody must be able to name the record that the operation is on."""
    registry = subject.loaded.registry
    if operation.on is None:
        return
    if isinstance(operation.on, str):
        name = operation.on
    else:
        kind = registry.kind_of(operation.on)
        name = kind.name if kind is not None and operation.on is kind.model else str(operation.on.__tablename__)
    if name not in registry.finders and name not in registry.kinds and name != "document":
        yield _found(N_("{operation} is on {name}, which no finder finds"), operation=operation.name, name=name)


def _moves(subject: Subject, operation: Operation) -> Iterator[Finding]:
    if not operation.moves:
        return
    flow = _flow(subject, operation)
    if flow is None:
        yield _found(N_("{operation} moves something that has no flow"), operation=operation.name)
        return
    for start, target in operation.moves.items():
        for state in (start, *([target] if isinstance(target, str) else target)):
            if state not in flow.codes:
                said = N_("{operation} names the state {state}, which its flow does not have")
                yield _found(said, operation=operation.name, state=state)


def _flow(subject: Subject, operation: Operation) -> Flow | None:
    for kind in subject.loaded.registry.kinds.values():
        if operation.on in (kind.model, kind.name):
            return kind.flow
        if kind.lines is not None and operation.on in (kind.lines, kind.lines.__tablename__):
            return kind.line_flow
    return None


def _extensions(subject: Subject) -> Iterator[Finding]:
    for name, extension in subject.manifest.extends.items():
        parameters = inspect.signature(extension.save).parameters.values()
        if any(one.kind is one.VAR_KEYWORD for one in parameters):
            continue
        taken = {one.name for one in parameters if one.kind is one.KEYWORD_ONLY}
        fields = extension.schema().fields
        offered = {field.attribute or key for key, field in fields.items()}
        if taken != offered:
            said = N_("the extension of {operation} and its schema disagree on {fields}")
            yield _found(said, operation=name, fields=", ".join(sorted(taken ^ offered)))


def _found(message: str, /, **params: object) -> Finding:
    return found("operations", message, **params)
