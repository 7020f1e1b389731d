"""One of many things may be refused while the others go on: the refusal is kept, and nothing half-done of it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import DBAPIError

from sanbao.errors import SanbaoError
from sanbao.ledger.errors import refusal

if TYPE_CHECKING:
    from sanbao.work import Work


Done = TypeVar("Done")


def attempt(work: Work, act: Callable[[], Done]) -> Done | SanbaoError:
    """Do something that may be refused; return its answer, or the refusal, of whose doings nothing stays.

    Entries that were collected cannot be taken back one by one: a refusal after some were refuses the whole operation.
    """
    collected = work.ledger.collected_count
    touched, notes, done = dict(work.touched), len(work.notes), len(work.done)
    changed = {record: dict(columns) for record, columns in work.changes.items()}
    try:
        with work.session.begin_nested():
            return act()
    except (SanbaoError, DBAPIError) as error:
        refused = error if isinstance(error, SanbaoError) else refusal(error)
        if refused is None or work.ledger.collected_count != collected:
            raise
        work.touched, work.changes = touched, changed
        del work.notes[notes:], work.done[done:]
        return refused
