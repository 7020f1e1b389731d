"""Sending: the worker takes letters for a while, speaks to the server outside any transaction, and notes each at once.

A letter that the server took is noted before the next one is offered, so one that is refused holds up and repeats no
other. Only a worker that dies between the server's word and that note leaves a letter to be sent again, with the same
identity.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select, update

from sanbao.access.models import SYSTEM
from sanbao.errors import Misconfigured
from sanbao.mail.models import SENT, WAITING, Letter
from sanbao.mail.server import SECONDS, Server, as_message, server_of
from sanbao.mail.writing import fail

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.worker import Round

log = logging.getLogger("sanbao.mail")
BATCH = 20
LEASE = timedelta(minutes=10)
#: How long one letter may take at most: to connect, and a few answers.
_LONGEST_LETTER = timedelta(seconds=6 * SECONDS)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
#: Some sixteen hours in all: a server that was away overnight is no reason to give a letter up.
MOST_ATTEMPTS = 12
#: Everything that can happen on the line; what smtplib raises is among it.
_TROUBLE = OSError


def send_due(erp: Sanbao, done: Round) -> None:
    """Send the letters that are due, as long as the lease of this batch runs."""
    wrong: Misconfigured | None = None
    server: Server | None = None
    with erp.reading(SYSTEM) as work:
        if work.session.scalars(_due(erp).limit(1)).first() is None:
            return
        try:
            server = server_of(work)
        except Misconfigured as error:
            wrong = error
    if server is not None:
        _Batch(erp, done).send(_lease(erp), server)
    elif wrong is not None:
        _Batch(erp, done).wait(_lease(erp), wrong)


def _due(erp: Sanbao) -> Select[Letter]:
    now = erp.clock()
    return (
        select(Letter)
        .where(
            Letter.company_id == erp.company_row.id,
            Letter.state == WAITING,
            Letter.due_at <= now,
            or_(Letter.leased_until.is_(None), Letter.leased_until < now),
        )
        .order_by(Letter.id)
        .limit(BATCH)
    )


def _lease(erp: Sanbao) -> list[Letter]:
    """Take letters for a while; no other worker takes them meanwhile (SKIP LOCKED, on SQLite one writer)."""
    with erp.work(SYSTEM) as work:
        found = list(work.session.scalars(_due(erp).with_for_update(skip_locked=True, of=Letter)))
        for letter in found:
            letter.leased_until, letter.attempts = erp.clock() + LEASE, letter.attempts + 1
        work.session.flush()
        for letter in found:
            work.session.expunge(letter)
    return found


class _Batch:
    """Letters on their way: the line to the server while it stands, and what became of each letter."""

    def __init__(self, erp: Sanbao, done: Round) -> None:
        self.erp, self.done = erp, done
        self.line: smtplib.SMTP | None = None

    def send(self, letters: Sequence[Letter], server: Server) -> None:
        """Send one letter after the other; where the server cannot be reached, the others wait with the first."""
        until = self.erp.clock() + LEASE - _LONGEST_LETTER
        for place, letter in enumerate(letters):
            if self.erp.clock() > until:
                self._give_back(letters[place:])
                break
            try:
                line = self.line = self.line or server.connect()
            except _TROUBLE as error:
                self.wait(letters[place:], error)
                break
            self._offer(line, letter, server)
        self._hang_up()

    def _offer(self, line: smtplib.SMTP, letter: Letter, server: Server) -> None:
        try:
            line.send_message(as_message(letter, server), server.sender, [letter.recipient])
        except _TROUBLE as error:
            if line.sock is None or not _code(error):
                self._hang_up()
            self._not_sent(letter, error)
        except ValueError as error:  # no letter can be made of it, now or later
            self._give_up(letter, told(error))
        else:
            self._sent(letter)

    def _hang_up(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            try:
                line.quit()
            except _TROUBLE:
                line.close()

    def _sent(self, letter: Letter) -> None:
        values = {"state": SENT, "sent_at": self.erp.clock(), "leased_until": None, "error": None}
        with self.erp.work(SYSTEM) as work:
            work.session.execute(update(Letter).where(*_mine(letter)).values(**values))
        self.done.sent += 1

    def _not_sent(self, letter: Letter, error: Exception) -> None:
        code, why = _code(error), told(error)
        if (code >= 500 and _is_about_letter(error)) or letter.attempts >= MOST_ATTEMPTS:
            self._give_up(letter, why)
        else:
            self.wait([letter], error)

    def _give_back(self, letters: Sequence[Letter]) -> None:
        """Let others take letters that were never offered."""
        with self.erp.work(SYSTEM) as work:
            for letter in letters:
                values = {"leased_until": None, "attempts": letter.attempts - 1}
                work.session.execute(update(Letter).where(*_mine(letter)).values(**values))

    def _give_up(self, letter: Letter, why: str) -> None:
        with self.erp.work(SYSTEM) as work:
            query = select(Letter).where(*_mine(letter)).with_for_update(of=Letter)
            mine = work.session.scalars(query).one_or_none()
            if mine is not None:
                fail(work, mine, why)
        self._count(letter, why)

    def wait(self, letters: Sequence[Letter], error: Exception) -> None:
        """Put letters back for a time that doubles; one that waited the longest is given up."""
        lost = [letter for letter in letters if letter.attempts >= MOST_ATTEMPTS]
        for letter in lost:
            self._give_up(letter, told(error))
        with self.erp.work(SYSTEM) as work:
            for letter in letters:
                if letter not in lost:
                    due = self.erp.clock() + pause(letter.attempts)
                    values = {"leased_until": None, "due_at": due, "error": told(error)}
                    work.session.execute(update(Letter).where(*_mine(letter)).values(**values))
                    self._count(letter, told(error))

    def _count(self, letter: Letter, why: str) -> None:
        log.warning("letter %s was not sent: %s", letter.id, why)
        self.done.failed += 1
        if why not in self.done.faults:
            self.done.faults.append(why)


def pause(attempts: int) -> timedelta:
    """Return how long a letter waits after so many attempts.

    >>> [str(pause(attempts)) for attempts in (1, 2, 9, 12)]
    ['0:01:00', '0:02:00', '4:00:00', '4:00:00']
    """
    return min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)


def _mine(letter: Letter) -> tuple[Any, ...]:
    """Return the condition that a letter is still ours: no other worker took it meanwhile."""
    return Letter.id == letter.id, Letter.state == WAITING, Letter.attempts == letter.attempts


def _is_about_letter(error: Exception) -> bool:
    """Tell whether the server refused this letter, and not us or everybody's."""
    return isinstance(
        error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | smtplib.SMTPNotSupportedError
    )


def _code(error: Exception) -> int:
    """Return the server's code; none where it said nothing. What a server cannot do at all is final (RFC 6531)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return 550
    return int(getattr(error, "smtp_code", 0))


def told(error: Exception) -> str:
    """Return what the server said, as a person reads it."""
    if isinstance(error, Misconfigured):
        return str(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(_said(code, words) for code, words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:400]


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:400]
