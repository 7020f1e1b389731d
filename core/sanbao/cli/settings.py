"""What every command has to know: which database, who is asking, in which language, for people or for programs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sanbao.cli.failing import traces_kept
from sanbao.errors import Misconfigured, NotFound
from sanbao.files import whole_file
from sanbao.i18n import N_, use_locale

if TYPE_CHECKING:
    from sanbao.app import Sanbao

DEFAULT_FILE = "sanbao.sqlite"
#: Options that may stand anywhere on the line, with the number of words that follow them.
EVERYWHERE = {"--db": 1, "--owner-db": 1, "--as": 1, "--lang": 1, "--json": 0, "--debug": 0, "--safe-mode": 0}


class Language(StrEnum):
    """What the command speaks; ``both`` is for papers only."""

    zh = "zh"
    en = "en"
    both = "both"


class Unreachable(Misconfigured):
    """The database does not answer, or is none."""

    code = "database.unreachable"
    message = N_("the database {url} cannot be used: {reason}")


class NoSuchFile(NotFound):
    """A file that was named on the line is not there."""

    code = "file.not_found"
    message = N_("there is no file {file}")


class WouldOverwrite(Misconfigured):
    """A file of that name exists already."""

    code = "file.exists"
    message = N_("{file} exists already; give another name")


@dataclass
class Settings:
    """The options that stand before every command."""

    url: str
    owner_url: str | None
    user: str
    language: Language | None
    as_json: bool = False
    debug: bool = False
    safe_mode: bool = False
    given_url: str | None = None


def settings_of(ctx: typer.Context) -> Settings:
    """Return the options of this run."""
    found: Settings = ctx.find_root().obj
    return found


def hoisted(args: Sequence[str]) -> list[str]:
    """Move the options that may stand anywhere to the front; what follows ``--`` stays."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        name, equals, _value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif name not in EVERYWHERE:
            rest.append(word)
        else:
            front.append(word)
            if EVERYWHERE[name] and not equals:
                front += [value for value in [next(words, None)] if value is not None]
    return [*front, *rest]


def language_of(args: Sequence[str]) -> str | None:
    """Return the language that the line or the environment asks for, ``None`` where neither says."""
    found = os.environ.get("SANBAO_LANG", "")
    for word, following in zip(args, [*args[1:], ""], strict=False):
        if word == "--lang":
            found = following
        elif word.startswith("--lang="):
            found = word.removeprefix("--lang=")
    asked = [found, *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    return next((text[:2] for text in asked if text[:2] in ("zh", "en")), None)


def address(given: str | None) -> str:
    """Return a database address; a bare file name means an SQLite file."""
    if not given:
        return f"sqlite:///{DEFAULT_FILE}"
    return given if "://" in given else f"sqlite:///{given}"


@contextmanager
def opened(ctx: typer.Context, *, keeps_traces: bool = True) -> Iterator[Sanbao]:
    """Open the company of this run, and speak its language where nobody asked for another.

    Whoever leaves traces alone (``serve``) has them on stderr, where the log of a service is read.
    """
    import sanbao

    settings = settings_of(ctx)
    refuse_missing_file(settings.url)
    with reachable(settings.url):
        erp = sanbao.open(settings.url, owner_url=settings.owner_url, safe_mode=settings.safe_mode)
    speak_as(ctx, erp)
    try:
        with traces_kept(settings) if keeps_traces else nullcontext():
            yield erp
    finally:
        erp.close()


def speak_as(ctx: typer.Context, erp: Sanbao) -> None:
    """Speak the company's language until the end of the run, unless another was asked for; go by its clock."""
    from zoneinfo import ZoneInfo

    from sanbao.cli.showing import company_zone
    from sanbao.codes import company_words, words_of

    company_zone.set(ZoneInfo(erp.company_row.time_zone))
    company_words.set(words_of(erp.registry))
    _speak(ctx, erp.company_row.locale)


def speak_as_found(ctx: typer.Context, url: str) -> None:
    """Speak the language of the company in a database that is not opened: it may be too old for that, or not there yet."""
    from sqlalchemy import inspect, select

    from sanbao.database import connect
    from sanbao.registry.models import Company

    file = sqlite_file(url)
    if file is not None and not file.is_file():
        return
    database = connect(url)
    try:
        with database.reading() as connection:
            if inspect(connection).has_table(Company.__tablename__):
                _speak(ctx, connection.scalar(select(Company.locale).limit(1)) or "en")
    finally:
        database.close()


def _speak(ctx: typer.Context, locale: str) -> None:
    settings = settings_of(ctx)
    asked = settings.language.value if settings.language is not None else None
    if asked not in ("zh", "en") and language_of([]) is None:
        ctx.find_root().with_resource(use_locale(locale))


def refuse_missing_file(url: str) -> None:
    """Refuse an SQLite file that is not there, instead of making an empty one by looking."""
    from sanbao.app import NotInitialised

    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise NotInitialised(url=shown_url(url))


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite address."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    from sanbao.database.engine import BadUrl

    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadUrl(url=url) from error
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def shown_url(url: str) -> str:
    """Return an address without its password."""
    from sqlalchemy import make_url

    return make_url(url).render_as_string(hide_password=True)


@contextmanager
def reachable(url: str) -> Iterator[None]:
    """Tell in one sentence that a database does not answer."""
    from sqlalchemy.exc import DatabaseError

    try:
        yield
    except DatabaseError as error:
        reason = (
            str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        )
        raise Unreachable(url=shown_url(url), reason=reason) from error


def write_file(target: Path, content: bytes, *, overwrite: bool = True) -> Path:
    """Write a file whole or not at all."""
    if target.exists() and not overwrite:
        raise WouldOverwrite(file=target)
    with whole_file(target) as partial:
        partial.write_bytes(content)
    return target


def existing(file: Path) -> Path:
    """Return the file, or say that it is not there."""
    if not file.is_file():
        raise NoSuchFile(file=file)
    return file
