"""Where a story is played: a fresh company of its own, which goes away afterwards unless it is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from sanbao.app import Sanbao
from sanbao.database import connect
from sanbao.database.engine import BadUrl
from sanbao.documents.attachments import FileStore
from sanbao.setup import create
from sanbao.story.script import Story


@dataclass(frozen=True)
class Place:
    """The addresses of one story's database, and a folder for what it attaches."""

    url: str
    owner_url: str | None
    files: Path | None = None


@contextmanager
def company(
    story: Story, place: Place, sources: Mapping[str, str] | None = None
) -> Iterator[Sanbao]:
    """Make the story's company at a place, with its plugins, its clock standing at the story's beginning."""
    facts = dict(story.company)
    erp = create(
        place.url,
        owner_url=place.owner_url,
        company=facts.pop("name"),
        plugins=story.plugins,
        clock=lambda: story.at,
        sources=sources,
        **facts,
    )
    if place.files is not None:
        erp.files = FileStore(place.files)
    with erp:
        yield erp


@contextmanager
def place(url: str | None, owner_url: str | None, *, keep: bool) -> Iterator[Place]:
    """Make room for one company: a temporary file, a file beside the given one, or a schema of its own.

    On PostgreSQL the owner makes the schema in the given database, and drops it afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="sanbao-story-", delete=True) if False else _folder(keep and url is None) as folder:
        if url is None:
            yield Place(f"sqlite:///{folder}/story.sqlite", None)
        elif _parsed(url).get_backend_name() == "sqlite":
            yield from _beside(_parsed(url), folder, keep)
        else:
            yield from _schema(url, owner_url, folder, keep)
