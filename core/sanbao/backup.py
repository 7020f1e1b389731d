"""Everything aside, and back again: one .tar with the database, the attachments, and a list of checksums.

The key of the back office goes along: without it nobody's second factor could be read after a restore. Whoever has
the archive has it too, so only its owner may read the file.

An SQLite file is copied by the database itself (``VACUUM INTO``), so a backup may run while people work. PostgreSQL,
and whoever wants to move to the other kind of database, gets all tables as JSON lines.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from sanbao import portable, worker
from sanbao.app import files_folder
from sanbao.database import Database, connect
from sanbao.errors import Invalid, Refused
from sanbao.files import refuse_missing_folder, whole_file
from sanbao.i18n import N_
from sanbao.plugin import discovery
from sanbao.version import VERSION

DATABASE, TABLES, MANIFEST = "database.sqlite", "tables.jsonl", "manifest.json"
#: The back office's own key, beside the attachments; there is none where the environment gives it.
KEY = "secret.key"
_FILE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{64}")
_ONLY_ITS_OWNER = 0o600
#: Milliseconds that the note of a backup waits for those who read the file.
_PATIENCE = 2_000
_CHUNK = 1024 * 1024
#: Under which name the database remembers its last backup.
LAST = "backup"

log = logging.getLogger("sanbao.backup")


class NotEmpty(Refused):
    """A restore never writes over what is there."""

    code = "backup.not_empty"
    message = N_("{what} exists already; restore into a place where nothing is")


class Damaged(Invalid):
    """The archive is not what was once written."""

    code = "backup.damaged"
    message = N_("{file} is damaged or no backup of sanbao: {reason}")


class WrongBackend(Refused):
    """A copied SQLite file cannot become a PostgreSQL database."""

    code = "backup.wrong_backend"
    message = N_("this backup holds an SQLite file; to move to PostgreSQL take one with: sanbao backup --portable")


@dataclass(frozen=True)
class Saved:
    """What a backup holds."""

    file: Path
    kind: str
    files_count: int
    size: int
    has_key: bool

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "file": str(self.file),
            "holds": self.kind,
            "attachments": self.files_count,
            "secret_key": self.has_key,
            "bytes": self.size,
        }


def backup(
    url: str,
    target: Path,
    *,
    now: datetime,
    as_tables: bool = False,
    owner_url: str | None = None,
    sources: Mapping[str, str] | None = None,
) -> Saved:
    """Write everything into a new .tar; ``as_tables`` makes one that either kind of database can take back."""
    if target.exists():
        raise NotEmpty(what=target)
    refuse_missing_folder(target)
    database = connect(url, owner_url)
    try:
        with tempfile.TemporaryDirectory(prefix="sanbao-backup-") as folder:
            copied = _copy(database, Path(folder), as_tables, discovery.sources(sources))
            attachments = sorted(path for path in files_folder(database).glob("??/*") if len(path.name) == 64)
            saved = _pack(target, copied, attachments, files_folder(database) / KEY, now)
            _remember(database, saved, now)
            return saved
    finally:
        database.close()


def _remember(database: Database, saved: Saved, now: datetime) -> None:
    """Let the database know when it was last copied; the copy is good also where nothing can be written.

    Somebody who reads a file all the while keeps this note out, and is not worth waiting for as long as for real work.
    """
    try:
        if database.is_sqlite:
            with closing(database.engine.raw_connection()) as raw:
                raw.cursor().execute(f"PRAGMA busy_timeout={_PATIENCE}")
        worker.write_state(database, LAST, {"at": now.isoformat(), "file": saved.file.name})
    except DBAPIError as error:
        log.warning("the backup %s could not be noted", saved.file, exc_info=error)


def _copy(database: Database, folder: Path, as_tables: bool, sources: Mapping[str, str]) -> Path:
    if database.is_sqlite and not as_tables:
        target = folder / DATABASE
        raw = database.engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(target),))
        finally:
            raw.close()
        return target
    target = folder / TABLES
    isolated = {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    with (
        target.open("w", encoding="utf-8") as stream,
        database.engine.connect().execution_options(sanbao_read_only=True, **isolated) as connection,
        connection.begin(),
    ):
        portable.dump(connection, stream, sources)
    return target


def _pack(target: Path, copied: Path, attachments: list[Path], key: Path, now: datetime) -> Saved:
    members = {copied.name: copied, **{f"files/{path.parent.name}/{path.name}": path for path in attachments}}
    members |= {KEY: key} if key.is_file() else {}
    manifest = {
        "sanbao": VERSION,
        "made_at": now.isoformat(),
        "sha256": {name: _digest(path) for name, path in members.items()},
    }
    with whole_file(target) as partial:
        partial.touch(mode=_ONLY_ITS_OWNER)
        partial.chmod(_ONLY_ITS_OWNER)
        with tarfile.open(partial, "w") as archive:
            content = json.dumps(manifest, indent=1).encode()
            head = tarfile.TarInfo(MANIFEST)
            head.size, head.mtime = len(content), int(now.timestamp())
            archive.addfile(head, io.BytesIO(content))
            for name, path in members.items():
                archive.add(path, name, recursive=False)
    return Saved(target, copied.name, len(attachments), target.stat().st_size, KEY in members)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def restore(
    archive: Path, url: str, *, owner_url: str | None = None, sources: Mapping[str, str] | None = None
) -> Saved:
    """Bring a backup back into a place where nothing is; checksums first, nothing half restored."""
    database = connect(url, owner_url)
    try:
        _refuse_occupied(database)
        with tempfile.TemporaryDirectory(prefix="sanbao-restore-") as folder:
            held = _unpacked(archive, Path(folder))
            if held == DATABASE and not database.is_sqlite:
                raise WrongBackend()
            _bring_files(Path(folder) / "files", files_folder(database))
            has_key = _bring_key(Path(folder) / KEY, files_folder(database) / KEY)
            _bring_database(database, Path(folder) / held, discovery.sources(sources))
            count = sum(1 for _ in (Path(folder) / "files").glob("*/*"))
        return Saved(archive, held, count, archive.stat().st_size, has_key)
    finally:
        database.close()


def _refuse_occupied(database: Database) -> None:
    folder = files_folder(database)
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(what=folder)
    if database.is_sqlite:
        file = Path(str(database.url.database))
        if file.exists():
            raise NotEmpty(what=file)
        return
    with database.reading() as connection:
        if inspect(connection).has_table("company"):
            raise NotEmpty(what=database.url.render_as_string())


def _unpacked(archive: Path, folder: Path) -> str:
    """Unpack what the list of checksums names and nothing else; return what holds the database."""
    with _opened(archive) as tar:
        wanted = _manifest(archive, tar)
        for member in tar:
            if member.name == MANIFEST:
                continue
            digest = wanted.pop(member.name, None)
            source = tar.extractfile(member) if member.isfile() and digest else None
            if source is None or _write(source, folder / member.name) != digest:
                raise Damaged(file=archive, reason=member.name)
    if wanted:
        raise Damaged(file=archive, reason=", ".join(sorted(wanted)[:3]))
    return DATABASE if (folder / DATABASE).exists() else TABLES


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(archive) as tar:
            yield tar
    except (tarfile.TarError, EOFError, OSError) as error:
        # Of what is no archive at all, every way of reading one complains on a line of its own.
        raise Damaged(file=archive, reason=str(error).partition("\n")[0].rstrip(":")) from error


def _manifest(archive: Path, tar: tarfile.TarFile) -> dict[str, str]:
    first = tar.next()
    source = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    try:
        wanted: dict[str, str] = json.loads(source.read())["sha256"] if source is not None else {}
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(file=archive, reason=MANIFEST) from error
    strange = [name for name in wanted if name not in (DATABASE, TABLES, KEY) and not _FILE.fullmatch(name)]
    if strange or len({DATABASE, TABLES} & set(wanted)) != 1:
        raise Damaged(file=archive, reason=", ".join(strange) or MANIFEST)
    return wanted


def _write(source: IO[bytes], target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("wb") as stream:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            stream.write(chunk)
    return digest.hexdigest()


def _bring_database(database: Database, source: Path, sources: Mapping[str, str]) -> None:
    if source.name == DATABASE:
        target = Path(str(database.url.database))
        partial = target.with_name(f".{target.name}.partial")
        partial.write_bytes(source.read_bytes())
        partial.replace(target)
        return
    try:
        with source.open(encoding="utf-8") as lines:
            portable.load(database, lines, sources)
    except BaseException:
        if database.is_sqlite:
            database.close()
            Path(str(database.url.database)).unlink(missing_ok=True)
        raise


def _bring_files(source: Path, target: Path) -> None:
    """Copy attachments; they bear their content's name, so a second try harms nothing."""
    for path in source.glob("*/*"):
        (target / path.parent.name).mkdir(parents=True, exist_ok=True)
        (target / path.parent.name / path.name).write_bytes(path.read_bytes())


def _bring_key(source: Path, target: Path) -> bool:
    """Put the back office's key where only its owner may read it; false where the backup holds none."""
    if not source.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=_ONLY_ITS_OWNER)
    target.chmod(_ONLY_ITS_OWNER)
    target.write_bytes(source.read_bytes())
    return True
