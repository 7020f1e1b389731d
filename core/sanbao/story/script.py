"""A story as it was written: plain frozen records, read and checked before anything is played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ADMINISTRATOR = "admin"
#: What can become of a plugin in the middle of a story.
LIFE = ("enable", "disable", "purge")


@dataclass(frozen=True)
class Step:
    """One step: an operation (``do``), a question (``ask``), a new policy version (``publish``), a turn in
    a plugin's life (``plugin``), a look around of the ``worker``, or expectations.

    ``at`` is when it happens: its own moment or that of the step before.
    """

    number: int
    verb: str
    at: datetime
    by: str = ADMINISTRATOR
    name: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    subject: Any = None
    save: str | None = None
    key: str | None = None
    if_version: str | None = None
    refused: str | None = None
    evidence: Sequence[str] = ()
    posts_nothing: bool = False
    expect: Any = None


@dataclass(frozen=True)
class Story:
    """A whole journey: a company, its people and policies, and the steps."""

    file: str
    title: str
    at: datetime
    steps: Sequence[Step]
    plugins: Sequence[str] = ()
    company: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    profiles: Sequence[Mapping[str, Any]] = ()
