"""Short transactions for what is no operation: accounts, sessions, preferences, saved filters, tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import has_app_context
from sqlalchemy.orm import Session

from sanbao_admin import people

if TYPE_CHECKING:
    from sanbao import Sanbao


@contextmanager
def reading(erp: Sanbao) -> Iterator[Session]:
    """Look at the back office's own tables; what was read stays usable after the block."""
    with erp.database.reading() as connection, Session(connection, expire_on_commit=False) as session:
        yield session


@contextmanager
def writing(erp: Sanbao) -> Iterator[Session]:
    """Change the back office's own tables, whole or not at all."""
    if has_app_context():
        people.forget_work()  # on SQLite the request's own reading would keep its writing waiting
    with (
        erp.database.writer.held(),
        erp.database.engine.begin() as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session
        session.flush()
