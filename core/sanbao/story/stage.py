"""Where a story is played: a fresh company of its own, which goes away afterwards unless it is kept."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
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
    """The addresses of one story's database, and the folder for what it attaches."""

    url: str
    owner_url: str | None
    files: Path


@contextmanager
def company(story: Story, place: Place, sources: Mapping[str, str] | None = None) -> Iterator[Sanbao]:
    """Make the story's company at a place, with its plugins, its clock standing at the story's beginning."""
    facts = dict(story.company)
    erp = create(
        place.url,
        owner_url=place.owner_url,
        company=facts.pop("name"),
        plugins=story.plugins,
        clock=lambda: story.at,
        sources=sources,
        single_role=place.owner_url is None,
        **facts,
    )
    erp.files = FileStore(place.files)
    with erp:
        yield erp


@contextmanager
def place(url: str | None = None, owner_url: str | None = None, *, keep: bool = False) -> Iterator[Place]:
    """Make room for one company: a temporary file, a file beside the given one, or a schema in the given database.

    On PostgreSQL the owner of the database makes the schema, and drops it afterwards.
    """
    folder = Path(tempfile.mkdtemp(prefix="sanbao-story-"))
    try:
        with _room(url, owner_url, folder, keep=keep) as found:
            yield found
    finally:
        if not keep or not any(folder.iterdir()):
            shutil.rmtree(folder, ignore_errors=True)


def _room(url: str | None, owner_url: str | None, folder: Path, *, keep: bool) -> AbstractContextManager[Place]:
    if url is None:
        return _file(folder / "story.sqlite", folder, keep=True)
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return _schema(parsed, _parsed(owner_url or url), folder, keep=keep)
    if not parsed.database:
        return _file(folder / "story.sqlite", folder, keep=True)
    given = Path(parsed.database)
    return _file(given.with_name(f"{given.stem}-{_token()}{given.suffix}"), folder, keep=keep)


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise BadUrl(url=url) from error


def _token() -> str:
    return uuid4().hex[:12]


@contextmanager
def _file(path: Path, folder: Path, *, keep: bool) -> Iterator[Place]:
    try:
        yield Place(f"sqlite:///{path}", None, folder / "files")
    finally:
        if not keep:
            for ending in ("", "-wal", "-shm", "-journal", ".lock"):
                path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def _schema(url: URL, owner: URL, folder: Path, *, keep: bool) -> Iterator[Place]:
    name = f"story_{_token()}"
    _as_owner(owner, f"CREATE SCHEMA {name}")
    try:
        yield Place(_inside(url, name), _inside(owner, name), folder / "files")
    finally:
        if not keep:
            _as_owner(owner, f"DROP SCHEMA {name} CASCADE")


def _inside(url: URL, schema: str) -> str:
    """Return the address with the schema as the only place where tables are looked for."""
    options = f"{url.query.get('options', '')} -csearch_path={schema}".strip()
    return url.update_query_dict({"options": options}).render_as_string(hide_password=False)


def _as_owner(owner: URL, statement: str) -> None:
    database = connect(owner.render_as_string(hide_password=False))
    try:
        with database.owning() as connection:
            connection.execute(text(statement))
    finally:
        database.close()
