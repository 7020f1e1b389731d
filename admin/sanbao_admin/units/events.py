"""Everything that happened to a unit in one line of time: milestones, parts, papers, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sanbao.codes import worded
from sanbao.i18n import N_, _
from sanbao_admin.acting.words import title_of

#: Sort of event → what it is called on the button that shows it alone.
SORTS: Mapping[str, str] = {
    "milestone": N_("Milestones"),
    "paper": N_("Papers"),
    "part": N_("Parts"),
    "correction": N_("Corrections"),
    "step": N_("Other steps"),
}
_CORRECTION = "unit.correct"
_OF_PARTS = ("unit.replace_part", "unit.add_part")


@dataclass(frozen=True)
class Event:
    """One thing that happened: on which day, what, to which paper, by whom."""

    on: date
    at: datetime | None
    sort: str
    title: str
    note: str = ""
    by: str = ""
    document: str = ""


def events(file: Mapping[str, Any], zone: tzinfo) -> list[Event]:
    """Return what a service file knows, the newest first."""
    found = [*_steps(file["timeline"], zone), *_parts(file["parts"])]
    return sorted(found, key=lambda one: (one.on, one.at.timestamp() if one.at else 0.0), reverse=True)


def sorts_in(found: Sequence[Event]) -> list[tuple[str, str, int]]:
    """Return the sorts that occur, each with its title and how often."""
    return [
        (sort, _(title), count)
        for sort, title in SORTS.items()
        if (count := sum(one.sort == sort for one in found))
    ]


def _steps(timeline: Sequence[Mapping[str, Any]], zone: tzinfo) -> Iterator[Event]:
    for line in timeline:
        operation, by, note = line["operation"], line["by"] or "", str(line["note"] or "")
        day = line["at"].astimezone(zone).date()
        if line["by"] is None and line["document"] is None:
            yield Event(date.fromisoformat(note), None, "milestone", str(worded("operation", operation)))
        else:
            sort = _sort(operation, line["document"])
            yield Event(day, line["at"], sort, title_of(operation), note, by, line["document"] or "")


def _sort(operation: str, document: str | None) -> str:
    if document is not None:
        return "paper"
    if operation == _CORRECTION:
        return "correction"
    return "part" if operation in _OF_PARTS else "step"


def _parts(parts: Sequence[Mapping[str, Any]]) -> Iterator[Event]:
    """Yield the changes of parts: what is in it from the beginning is no event."""
    for part in parts:
        name = " ".join(word for word in (part["part"], part["serial"]) if word)
        if part["removed_on"] is not None:
            yield Event(part["removed_on"], None, "part", _(N_("{part} was taken out"), part=name))
        elif part["installed_on"] is not None and part["is_replacement"]:
            yield Event(part["installed_on"], None, "part", _(N_("{part} was put in"), part=name))
