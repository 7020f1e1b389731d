"""The calendar entry of a session (iCalendar, RFC 5545). Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LINE = 75


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


def calendar_file(meeting: Meeting, address: str, made_at: datetime) -> str:
    """Return the calendar entry for one invited address: a request, or its cancellation."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sanbao//training//EN",
        f"METHOD:{'CANCEL' if meeting.is_cancelled else 'REQUEST'}",
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
