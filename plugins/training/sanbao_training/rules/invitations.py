"""The calendar entry of a session (iCalendar, RFC 5545). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LINE = 75
#: What an address is told: to come, or not to come any more (RFC 5546).
REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a calendar is told of a session."""

    number: str
    title: str
    place: str
    words: str
    organiser: str
    stretches: Sequence[tuple[datetime, datetime]]
    sequence: int = 0
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What an address was told last: in which round of changes, and as which of its own messages."""

    method: str
    round: int
    sequence: int


def to_tell(invited: Iterable[str], told: Mapping[str, Told], this_round: int) -> list[tuple[str, str, int]]:
    """Return whom to tell what as which message: who is invited and does not know the latest, and who no longer is.

    >>> to_tell(["a"], {"a": Told("REQUEST", 1, 0), "b": Told("REQUEST", 1, 0)}, 1)
    [('b', 'CANCEL', 1)]
    """
    wanted = dict.fromkeys(invited)
    asked = [
        (address, REQUEST, last.sequence + 1 if last is not None else 0)
        for address, last in ((address, told.get(address)) for address in wanted)
        if last is None or last.method == CANCEL or last.round < this_round
    ]
    gone = [
        (address, CANCEL, last.sequence + 1)
        for address, last in told.items()
        if address not in wanted and last.method == REQUEST
    ]
    return asked + gone


def calendar_file(meeting: Meeting, address: str, made_at: datetime) -> str:
    """Return the calendar entry for one invited address: a request, or its cancellation."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sanbao//training//EN",
        f"METHOD:{CANCEL if meeting.is_cancelled else REQUEST}",
        *(
            line
            for place in range(len(meeting.stretches))
            for line in _event(meeting, place, address, made_at)
        ),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(meeting: Meeting, place: int, address: str, made_at: datetime) -> list[str]:
    starts_at, ends_at = meeting.stretches[place]
    return [
        "BEGIN:VEVENT",
        f"UID:{meeting.number}-{place + 1}@sanbao",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_moment(made_at)}",
        f"DTSTART:{_moment(starts_at)}",
        f"DTEND:{_moment(ends_at)}",
        f"SUMMARY:{_escaped(meeting.title)}",
        f"LOCATION:{_escaped(meeting.place)}",
        f"DESCRIPTION:{_escaped(meeting.words)}",
        f"STATUS:{'CANCELLED' if meeting.is_cancelled else 'CONFIRMED'}",
        *([f"ORGANIZER:mailto:{_plain(meeting.organiser)}"] if meeting.organiser else []),
        f"ATTENDEE;RSVP=TRUE:mailto:{_plain(address)}",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _plain(address: str) -> str:
    """Return an address without what could begin a line or a parameter of its own."""
    return "".join(letter for letter in address if letter.isprintable() and letter not in ' ;:,"\\')


def _folded(line: str) -> Iterator[str]:
    """Break a line so that none has more than 75 octets, and never inside a letter."""
    piece, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + length
    yield piece
