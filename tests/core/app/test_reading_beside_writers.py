"""Who reads lets a committing writer through, however many looks one page takes (reliability rule 6)."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

from sqlalchemy import text

from sanbao.database import connect
from sanbao.database.engine import Database


def _told(path: Path) -> Database:
    database = connect(f"sqlite:///{path}")
    with database.writer.held(), database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE told (word TEXT)"))
    return database


def _wait_for_commit(path: Path, writing: threading.Thread) -> None:
    """Return once a writer wants to commit and waits for those who read, or has done."""
    while writing.is_alive():
        try:
            with sqlite3.connect(path, timeout=0) as other:
                other.execute("SELECT count(*) FROM told").fetchone()
        except sqlite3.OperationalError:
            return
        time.sleep(0.01)


def test_a_second_look_of_a_thread_does_not_wait_for_a_writer_who_waits_for_its_first(tmp_path: Path) -> None:
    path = tmp_path / "told.sqlite"
    database = _told(path)

    def write() -> None:
        with database.writer.held(), database.engine.begin() as connection:
            connection.execute(text("INSERT INTO told VALUES ('one')"))

    writing = threading.Thread(target=write)
    began = time.monotonic()
    with database.reading() as first:
        first.execute(text("SELECT word FROM told")).all()
        writing.start()
        _wait_for_commit(path, writing)
        with database.reading() as second:
            seen = second.execute(text("SELECT word FROM told")).all()
    writing.join()

    assert time.monotonic() - began < 20  # 30 s is where SQLite gives up
    assert seen == []
    with database.reading() as later:
        assert later.execute(text("SELECT word FROM told")).scalars().all() == ["one"]
    database.close()


def test_a_look_after_a_look_that_failed_is_a_new_one(tmp_path: Path) -> None:
    database = _told(tmp_path / "told.sqlite")
    try:
        with database.reading() as first:
            raise LookupError
    except LookupError:
        pass

    with database.reading() as second:
        assert second is not first
        assert second.execute(text("SELECT word FROM told")).all() == []
    database.close()


def test_two_threads_read_each_for_itself(tmp_path: Path) -> None:
    database = _told(tmp_path / "told.sqlite")
    seen: list[bool] = []

    def look(mine: object) -> None:
        with database.reading() as connection:
            seen.append(connection is not mine)

    with database.reading() as first:
        beside = threading.Thread(target=look, args=(first,))
        beside.start()
        beside.join()

    assert seen == [True]
    database.close()
