"""The one door: everything that changes anything is a named, validated, permitted, recorded operation.

The decorators only mark; each opened :class:`~sanbao.app.Sanbao` builds its own registry from the manifests of
its enabled plugins. That registry is the single source for the command line, REST routes, admin buttons and their
forms, imports, permissions, the audit trail and stories.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sanbao.i18n import N_, _
from sanbao.schema import Input

#: From which state to which: one target, or several among which the operation chooses by ``work.move``.
Moves = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Operation:
    """Something that people can do: its name, what it takes, on what, who may, and the move that it makes.

    ``roles`` are the default; a company may grant and revoke (PTY-02, PTY-03). ``apart_from`` names operations
    that the same person must not have done on the same paper (separation of duties). ``many`` means that it takes
    a set of subjects. ``edits`` means that its fields are facts of its subject, or of the company where it takes none:
    a form shows what stands there, and an empty field empties it. ``offered`` takes the ``Work`` and a subject and tells
    whether pages offer it there: for what is refused by more than the state; the operation itself still refuses.
    ``nothing`` is the sentence that people read where it looked for something and answered with nothing.
    """

    name: str
    function: Callable[..., Any]
    schema: type[Input] = Input
    on: type[Any] | str | None = None
    moves: Moves = field(default_factory=dict)
    roles: Sequence[str] = ()
    apart_from: Sequence[str] = ()
    many: bool = False
    title: str = ""
    edits: bool = False
    offered: Callable[[Any, Any], bool] | None = None
    nothing: str = ""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function itself: for code that is already inside the door."""
        return self.function(*args, **kwargs)

    def is_offered(self, work: Any, subject: Any) -> bool:
        """Tell whether a page that shows this subject offers it there."""
        return self.offered is None or self.offered(work, subject)

    def done(self, answer: Any) -> str:
        """Return the sentence that says that it is done where it made no record: what it found, if it looked for something."""
        return _(self.nothing) if self.nothing and not answer else _(N_("done"))

    @property
    def help(self) -> str:
        """The sentence that says what it is for."""
        return (self.function.__doc__ or "").strip().splitlines()[0] if self.function.__doc__ else ""


@dataclass(frozen=True)
class Question:
    """Something that people can ask; it changes nothing."""

    name: str
    function: Callable[..., Any]
    schema: type[Input] = Input
    roles: Sequence[str] = ()
    title: str = ""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function itself."""
        return self.function(*args, **kwargs)

    @property
    def help(self) -> str:
        """The sentence that says what it is for."""
        return (self.function.__doc__ or "").strip().splitlines()[0] if self.function.__doc__ else ""


def operation(
    name: str,
    *,
    schema: type[Input] = Input,
    on: type[Any] | str | None = None,
    moves: Moves | None = None,
    roles: Sequence[str] = (),
    apart_from: Sequence[str] = (),
    many: bool = False,
    title: str = "",
    edits: bool = False,
    offered: Callable[[Any, Any], bool] | None = None,
    nothing: str = "",
) -> Callable[[Callable[..., Any]], Operation]:
    """Mark a function as an operation; it gets the ``Work``, its subject (or set), and the schema's fields."""

    def mark(function: Callable[..., Any]) -> Operation:
        return Operation(
            name,
            function,
            schema,
            on,
            dict(moves or {}),
            roles,
            apart_from,
            many,
            title,
            edits,
            offered,
            nothing,
        )

    return mark


def question(
    name: str, *, schema: type[Input] = Input, roles: Sequence[str] = (), title: str = ""
) -> Callable[[Callable[..., Any]], Question]:
    """Mark a function as a question: it gets the ``Work`` and the schema's fields, and writes nothing."""

    def mark(function: Callable[..., Any]) -> Question:
        return Question(name, function, schema, roles, title)

    return mark
