"""What may stand where in a story: small checks that are put together, so that every mistake is named at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from sanbao.errors import Problem
from sanbao.i18n import N_
from sanbao.story import values
from sanbao.story.names import NAME
from sanbao.story.rows import BadRow

_ANY_ZONE = ZoneInfo("UTC")


@dataclass
class Findings:
    """The mistakes found so far."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, path: str, message: str, **params: Any) -> None:
        """Note a mistake: where it stands and what would be right."""
        self.problems.append(Problem(path, message, params))


Check = Callable[[Any, Findings, str], None]


def below(path: str, name: str | int) -> str:
    """Return the place of a field within another."""
    if not path:
        return str(name)
    return f"{path} {name}" if path.endswith(":") else f"{path}.{name}"


def _is_right(right: Callable[[str], Any], message: str) -> Check:
    """Return a check of one written value; a ``$name`` in it is filled in later."""

    def check(value: Any, findings: Findings, path: str) -> None:
        try:
            if not isinstance(value, str):
                raise ValueError(value)
            if not values.is_open(value):
                right(value)
        except ValueError:
            findings.add(path, message, given=value if isinstance(value, str) else type(value).__name__)

    return check


def _filled(value: str) -> None:
    if not value.strip():
        raise ValueError(value)


def _whole(value: str) -> None:
    if not (value.isascii() and value.isdigit()):
        raise ValueError(value)


def _name(value: str) -> None:
    if NAME.fullmatch(value) is None:
        raise ValueError(value)


text = _is_right(_filled, N_("please write a text here"))
yes_no = _is_right(values.yes_no, N_("“{given}” is neither yes nor no"))
day = _is_right(values.day, N_("“{given}” is not a day such as 2024-02-29"))
moment = _is_right(
    lambda given: values.moment(given, _ANY_ZONE), N_("“{given}” is not a time such as 2024-02-29T09:00")
)
amount = _is_right(values.amount, N_("“{given}” is not an amount such as 2050.00"))
whole = _is_right(_whole, N_("“{given}” is not a whole number"))
name = _is_right(_name, N_("“{given}” is no name; write letters, digits and _ such as claim, and use it as $claim"))


def word(*known: str) -> Check:
    """Return a check that only these words pass."""

    def check(value: Any, findings: Findings, path: str) -> None:
        if value not in known:
            findings.add(path, N_("“{given}” cannot stand here; write {known}"), given=value, known=", ".join(known))

    return check


def named_fields(value: Any, findings: Findings, path: str) -> None:
    """Ask for named fields; their own schema types them when they are played."""
    if not isinstance(value, Mapping):
        findings.add(path, N_("please give named fields, such as {unit: \"0012\"}"))


def something(value: Any, findings: Findings, path: str) -> None:
    """Ask for an expectation that can fail at all: not an empty table."""
    if isinstance(value, Mapping) and not value:
        findings.add(path, N_("this expects nothing; name at least one field"))


def maybe(check: Check) -> Check:
    """Return a check that lets ``null`` pass: there shall be nothing."""

    def checked(value: Any, findings: Findings, path: str) -> None:
        if value is not None:
            check(value, findings, path)

    return checked


def either(*checks: Check) -> Check:
    """Return a check that passes what one of these lets pass; else the last one speaks."""

    def checked(value: Any, findings: Findings, path: str) -> None:
        for check in checks:
            tried = Findings()
            check(value, tried, path)
            if not tried.problems:
                return
        findings.problems += tried.problems

    return checked


def several(check: Check, *, at_least_one: bool = False) -> Check:
    """Return a check of each item of a list."""

    def checked(value: Any, findings: Findings, path: str) -> None:
        if not isinstance(value, list) or (at_least_one and not value):
            findings.add(path, N_("please write a list, such as [one, two]"))
            return
        for position, item in enumerate(value, start=1):
            check(item, findings, below(path, position))

    return checked


def one_or_more(check: Check) -> Check:
    """Return a check of one, or of each in a list of them."""
    every = several(check, at_least_one=True)

    def checked(value: Any, findings: Findings, path: str) -> None:
        (every if isinstance(value, list) else check)(value, findings, path)

    return checked


def table(fields: Mapping[str, Check], required: Sequence[str] = ()) -> Check:
    """Return a check of a table: each field by its own check, unknown and missing ones are named."""

    def checked(value: Any, findings: Findings, path: str) -> None:
        if not isinstance(value, Mapping) or not value:
            findings.add(path, N_("please give named fields: {known}"), known=", ".join(fields))
            return
        for key, item in value.items():
            if key in fields:
                fields[key](item, findings, below(path, key))
            else:
                unknown(findings, below(path, key), key, fields)
        for key in required:
            if key not in value:
                findings.add(below(path, key), N_("please fill this in"))

    return checked


def unknown(findings: Findings, path: str, key: str, known: Mapping[str, Any] | Sequence[str]) -> None:
    """Note a word that is not known, with the nearest that is."""
    nearest = get_close_matches(key, list(known), n=1, cutoff=0.6)
    if nearest:
        message = N_("“{given}” is not known here; did you mean {nearest}? known: {known}")
        findings.add(path, message, given=key, nearest=nearest[0], known=", ".join(known))
    else:
        findings.add(path, N_("“{given}” is not known here; known: {known}"), given=key, known=", ".join(known))


def rows(read: Callable[[str], Any]) -> Check:
    """Return a check of the rows of entries: one row, a list of them, or ``[]`` for none."""

    def row(value: Any, findings: Findings, path: str) -> None:
        try:
            read(str(value))
        except BadRow as error:
            findings.add(path, error.problem.message, **error.problem.params)

    every = several(row)

    def checked(value: Any, findings: Findings, path: str) -> None:
        (every if isinstance(value, list) else row)(value, findings, path)

    return checked
