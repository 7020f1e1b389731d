"""How many persons a contract wants for what, and whom it has: held against each other by the day. Pure (PTY-08)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sanbao.decision import Step, Text
from sanbao.i18n import N_

RULE = "PTY-08"
#: Functions that the sources name: code → what people call it. A contract may name others in its own words.
FUNCTIONS = {
    "engineer": N_("service engineer"),
    "agent": N_("service agent"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many persons a contract wants for a function, perhaps full-time (专职), and only between two days."""

    function: str
    count: int
    full_time: bool = False
    starts_on: date | None = None
    ends_on: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether they are wanted on a day, its first and last included."""
        began = self.starts_on is None or self.starts_on <= on
        return began and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Member:
    """A person named under a contract; ``employer`` is the installing firm, nothing where it is ourselves."""

    name: str
    post: str
    function: str | None
    contract: str
    employer: int | None = None
    full_time: bool = False

    @property
    def identity(self) -> tuple[int | None, str]:
        """By what one person is known again under another contract: the employer and the name."""
        return self.employer, plain(self.name)


@dataclass(frozen=True, slots=True)
class Standing:
    """A function with those who are named for it, and why that is enough or not."""

    wanted: Wanted
    names: tuple[str, ...]
    step: Step

    @property
    def missing(self) -> int:
        """How many are missing."""
        return max(0, self.wanted.count - len(self.names))


@dataclass(frozen=True, slots=True)
class Shared:
    """A person who is named under several contracts that run (PTY-08: allowed, warned)."""

    member: Member
    others: tuple[Member, ...]

    @property
    def is_full_time(self) -> bool:
        """Whether one of the contracts wants the person for itself alone."""
        return self.member.full_time or any(one.full_time for one in self.others)

    @property
    def says(self) -> Text:
        """The warning; clearer where a contract says full-time."""
        told = {
            "name": self.member.name,
            "contract": self.member.contract,
            "others": [
                Text("{contract} ({post})", {"contract": one.contract, "post": one.post})
                for one in self.others
            ],
        }
        if not self.is_full_time:
            return Text(N_("{name}, named under {contract}, is also named under {others}."), told)
        wanting = [one.contract for one in (self.member, *self.others) if one.full_time]
        said = N_(
            "{name}, named under {contract}, is also named under {others}, but {wanting} wants the person full-time."
        )
        return Text(said, {**told, "wanting": wanting})


def staffed(wanted: Iterable[Wanted], members: Sequence[Member], on: date) -> tuple[Standing, ...]:
    """Hold what a contract wants on a day against those who are named on it; a person counts once for a function."""
    return tuple(_standing(one, members, on) for one in wanted if one.holds(on))


def _standing(wanted: Wanted, members: Sequence[Member], on: date) -> Standing:
    names = {plain(one.name): one.name for one in members if one.function == wanted.function}
    missing = max(0, wanted.count - len(names))
    told = {"function": function_text(wanted.function), "count": wanted.count, "named": len(names), "day": on}
    if missing:
        said = Text(
            N_("{function}: {count} wanted, {named} named on {day}; {missing} missing."),
            {**told, "missing": missing},
        )
    else:
        said = Text(N_("{function}: {count} wanted, {named} named on {day}."), told)
    step = Step(
        RULE,
        said,
        {"names": list(names.values())},
        f"{wanted.count} - {len(names)} = {wanted.count - len(names)}",
        not missing,
    )
    return Standing(wanted, tuple(names.values()), step)


def shared(members: Iterable[Member], everybody: Iterable[Member]) -> tuple[Shared, ...]:
    """Return those who are named under another contract too, each contract told once."""
    known: dict[tuple[int | None, str], list[Member]] = {}
    for one in everybody:
        known.setdefault(one.identity, []).append(one)
    found = []
    for one in members:
        others = {
            other.contract: other for other in known.get(one.identity, ()) if other.contract != one.contract
        }
        if others:
            found.append(Shared(one, tuple(others[number] for number in sorted(others))))
    return tuple(found)


def function_text(function: str) -> Text:
    """Return what a function is called; one that only a contract knows in its own words."""
    return Text(FUNCTIONS[function]) if function in FUNCTIONS else Text("{said}", {"said": function})


def sentences(team: Iterable[Wanted]) -> list[Text]:
    """Say in the contract whom the one who does the work names for it."""
    found = []
    for one in team:
        told: Mapping[str, Any] = {"count": one.count, "function": function_text(one.function)}
        said = (
            N_("Party B names at least {count} full-time for the work as {function}.")
            if one.full_time
            else N_("Party B names at least {count} for the work as {function}.")
        )
        found.append(Text(said, told))
        if one.starts_on is not None or one.ends_on is not None:
            span = {**told, "start": one.starts_on or "____", "end": one.ends_on or "____"}
            found.append(Text(N_("The {function} is to be there from {start} to {end}."), span))
    return found


def plain(name: str) -> str:
    """Return a name as it is compared: without blanks, however it was typed.

    >>> plain("张 工")
    '张工'
    """
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
