"""The session of a Work: it reads and writes, but its end is not in the hands of those who use it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from sanbao.errors import Refused
from sanbao.i18n import N_


class NotYours(Refused):
    """A Work commits by itself; operations and hooks do not."""

    code = "work.not_yours"
    message = N_("{plugin} must not {verb} the transaction; the Work does that, whole or not at all")


class WorkSession(Session):
    """A session without commit, rollback and close; ``acting`` lists who is at work."""

    acting: Sequence[str] = ("core",)

    def commit(self) -> None:
        """Refuse: the Work commits."""
        raise NotYours(plugin=self.acting[-1], verb="commit")

    def rollback(self) -> None:
        """Refuse: the Work rolls back."""
        raise NotYours(plugin=self.acting[-1], verb="roll back")

    def close(self) -> None:
        """Refuse: the Work closes."""
        raise NotYours(plugin=self.acting[-1], verb="close")

    def finish(self) -> None:
        """Give everything back at the end of the Work."""
        super().close()
