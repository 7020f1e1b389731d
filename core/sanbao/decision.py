"""Decisions that explain themselves (CAL-12): the result, what it rests on, and what would change it.

A rule is a pure function that returns a :class:`Decision`. The trace is stored on the document, shown beside it
("why?") and printed on the form, so everything here is plain data that becomes JSON and back without loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sanbao.i18n import N_, _, current_locale

VERSION = 1
#: A name as profiles give it, in one language or both.
_NAMES = frozenset({"zh", "en"})


@dataclass(frozen=True)
class Text:
    """A sentence with named values, translated when it is shown: ``Text("until {day}", {"day": …})``.

    A value may be a name in both languages, as profiles give it: ``{"zh": "投诉", "en": "Complaint"}``.
    """

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = {name: shown_value(value) for name, value in self.params.items()}
        return _(self.message, **shown)


@dataclass(frozen=True)
class Step:
    """One rule that was looked at: its ID, what went in, the arithmetic, and what came out."""

    rule: str
    text: Text
    inputs: Mapping[str, Any] = field(default_factory=dict)
    arithmetic: str = ""
    holds: bool | None = None


@dataclass(frozen=True)
class Answer:
    """What one promise says about one part: covered or not, until when, which remedies, at what charge.

    ``source`` names the kind of promise (``policy``, ``part``, ``extension``, ``supplier``, ``statutory`` …: W-18),
    ``profile`` and ``version`` the profile version it rests on. ``rank`` orders promises (CAL-11): lower binds
    harder; among equals the one more favourable to the customer is chosen. ``charge_rates`` says which share of
    each cost the customer pays (``{"material": Decimal("1")}``); empty means nothing;
    ``free_parts_up_to`` is the unit cost up to which a part is free all the same (W-12).
    """

    covered: bool
    promise: str
    source: str
    part: str | None = None
    profile: str | None = None
    version: int | None = None
    kind: str = ""
    start: date | None = None
    until: date | None = None
    remedies: tuple[str, ...] = ()
    charge_rates: Mapping[str, Decimal] = field(default_factory=dict)
    rank: int = 40
    cites: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    changes: tuple[Text, ...] = ()
    flags: tuple[str, ...] = ()
    bearer: str = "self"
    recover_from: tuple[str, ...] = ()
    sentence: Text | None = None
    free_parts_up_to: Decimal | None = None


@dataclass(frozen=True)
class Decision:
    """Every promise's answer for one part, the chosen one, and the reasons (CAL-11, CAL-12, W-18).

    ``checked`` is false where nobody could answer at all: that is no "no".
    """

    part: str | None
    decided_on: date
    chosen: Answer | None
    answers: tuple[Answer, ...]
    sentence: Text
    steps: tuple[Step, ...] = ()
    checked: bool = True

    @property
    def covered(self) -> bool:
        """Whether the customer gets it free."""
        return self.chosen is not None and self.chosen.covered

    @property
    def cites(self) -> tuple[str, ...]:
        """The rule IDs used, in order, without repeats."""
        used = [step.rule for step in self.steps]
        if self.chosen is not None:
            used += [*self.chosen.cites, *(step.rule for step in self.chosen.steps)]
        return tuple(dict.fromkeys(used))


def shown_value(value: Any) -> str:
    """Return a value as a person reads it: days in ISO form, decimals plain, lists with commas, names in her language."""
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, Mapping) and value and value.keys() <= _NAMES:
        own = value.get("en" if current_locale() == "en" else "zh")
        return str(own or next(iter(value.values())))
    if isinstance(value, list | tuple):
        return _(N_(", ")).join(shown_value(item) for item in value)
    return str(value)


def to_json(value: Any) -> Any:
    """Turn decisions and their parts into JSON data; decimals and days become tagged strings."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, Text | Step | Answer | Decision):
        return {name: to_json(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def from_json(data: Any) -> Any:
    """Turn the tagged strings of :func:`to_json` back into values; records stay dictionaries."""
    if isinstance(data, dict):
        if len(data) == 1:
            ((key, value),) = data.items()
            # Only a text can be a tag; ``{"day": {"day": …}}`` is a value that happens to be called day.
            if key == "decimal" and isinstance(value, str):
                return Decimal(value)
            if key == "day" and isinstance(value, str):
                return date.fromisoformat(value)
            if key == "moment" and isinstance(value, str):
                return datetime.fromisoformat(value)
        if set(data) == {"message", "params"}:
            return Text(data["message"], from_json(data["params"]))
        return {key: from_json(item) for key, item in data.items()}
    if isinstance(data, list):
        return tuple(from_json(item) for item in data)
    return data


def decision_from_json(data: Mapping[str, Any]) -> Decision:
    """Rebuild a stored decision."""
    plain = from_json(dict(data))
    answers = tuple(_answer(item) for item in plain["answers"])
    return Decision(
        part=plain["part"],
        decided_on=plain["decided_on"],
        chosen=_answer(plain["chosen"]) if plain["chosen"] else None,
        answers=answers,
        sentence=plain["sentence"],
        steps=tuple(Step(**step) for step in plain["steps"]),
        checked=plain.get("checked", True),
    )


def _answer(plain: Mapping[str, Any]) -> Answer:
    fields = dict(plain)
    fields["steps"] = tuple(Step(**step) for step in fields["steps"])
    return Answer(**fields)
