"""An operation's schema as the controls of a form: what to type where, what stands there, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import marshmallow as ma
from marshmallow import fields

from sanbao.choosing import choices
from sanbao.documents.schemas import BytesField
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    MomentField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_admin import people
from sanbao_admin.skin import shown

#: From this length on, words of a person get several lines.
LONG = 200
#: How many rows a table of lines offers to a browser that runs no script.
ROWS = 5
#: How many of them a table offers that stands within a row of another.
INNER_ROWS = 3
#: Amounts whose sum under a table of lines says something; prices, rates and percentages of lines have none.
SUMMED = frozenset({"accrued", "amount", "budget", "credit", "debit", "hours", "net", "points", "tax"})
#: The mark in the names of the row that the script copies.
NEW_ROW = "NEW"

Problems = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Control:
    """One field of a form: ``look`` says how it is drawn, ``path`` is its name in what is sent."""

    path: str
    look: str
    label: str
    help: str = ""
    required: bool = False
    value: Any = ""
    preset: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    reference: str = ""
    named: str = ""
    longest: int = 0
    problems: tuple[str, ...] = ()
    #: What stood there when the form was opened, where the form edits a record.
    was: str | None = None
    parts: tuple[Control, ...] = ()
    rows: tuple[tuple[Control, ...], ...] = field(default=())

    @property
    def id(self) -> str:
        """Its name in the page, for labels and for links from the list of problems."""
        return "f-" + self.path.replace(".", "-")

    @property
    def is_numeric(self) -> bool:
        """Whether it is written on the right, under the others of its column."""
        return self.look in ("amount", "whole")

    @property
    def adds_up(self) -> bool:
        """Whether the sum of its column stands under a table of lines."""
        return self.look == "amount" and self.path.rpartition(".")[2] in SUMMED

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width of the form."""
        return self.look in ("area", "table", "group", "raw", "tags")

    @property
    def inner(self) -> tuple[tuple[Control, ...], ...]:
        """The rows of fields that are opened within one cell of a row: those of a table, or the one of a record."""
        return self.rows if self.look == "table" else (self.parts,) if self.look == "group" else ()

    @property
    def is_wrong(self) -> bool:
        """Whether something is wrong with it, or with a field within it."""
        return bool(self.problems) or any(cell.is_wrong for row in self.inner for cell in row)

    @property
    def brief(self) -> str:
        """What stands in the fields within it, in short."""
        rows = (" ".join(cell.told for cell in row if cell.told) for row in self.inner)
        return "; ".join(row for row in rows if row)

    @property
    def told(self) -> str:
        """What stands in it as one reads it: the words of a choice, the text of anything else."""
        if self.look == "choices":
            return _(N_(", ")).join(label for code, label in self.choices if code in self.value)
        if self.look.startswith("yes_no"):
            return self.label if self.value == "yes" else ""
        return dict(self.choices).get(self.value, self.value) if isinstance(self.value, str) else ""


def controls(
    schema: ma.Schema,
    typed: Mapping[str, Any],
    problems: Problems,
    *,
    fresh: bool,
    alone: Collection[str] = (),
) -> list[Control]:
    """Return the controls of an operation's form; ``fresh`` shows what is taken where nothing is typed.

    A table that stands ``alone`` shows its only row as fields under each other.
    """
    return [
        _only_row(name, one, typed[name], problems, fresh=fresh)
        if name in alone and len(typed.get(name, ())) == 1
        else _control(name, name, one, typed.get(name), problems, fresh=fresh)
        for name, one in sorted(schema.fields.items(), key=lambda field: _rank(schema, field[0]))
    ]


def _only_row(
    path: str, one: fields.Field[Any], typed: Sequence[Mapping[str, Any]], problems: Problems, *, fresh: bool
) -> Control:
    """Return the only row of a table as a group: whoever works on one thing needs no table of them."""
    table = _control(path, path, one, typed, problems, fresh=fresh)
    if table.look != "table":
        return table
    inner = one.inner if isinstance(one, fields.List) else one
    return replace(
        table,
        look="group",
        rows=(),
        parts=_parts(f"{path}.0", "group", inner, typed[0], problems, fresh=fresh),
    )


def _rank(schema: ma.Schema, name: str) -> int:
    """Order the fields that an operation names itself before those that it shares with others."""
    return sum(name in getattr(each, "_declared_fields", ()) for each in type(schema).__mro__)


def _control(
    path: str,
    name: str,
    one: fields.Field[Any],
    typed: Any,
    problems: Problems,
    *,
    fresh: bool,
    in_row: bool = False,
) -> Control:
    preset = _text(_default(one))
    look = look_of(one)
    value = preset if typed is None and fresh and not in_row else typed
    inner = one.inner if isinstance(one, fields.List) else one
    return Control(
        path=path,
        look=look,
        label=title_of(name, one),
        help=_(str(one.metadata["help"])) if one.metadata.get("help") else "",
        required=one.required,
        value=_kept(look, value),
        preset=preset,
        choices=_choices(inner),
        reference=str(inner.metadata.get("reference", "")),
        longest=inner.longest if isinstance(inner, TextField) and not isinstance(one, fields.List) else 0,
        problems=tuple(problems.get(path, ())),
        parts=_parts(path, look, inner, typed, problems, fresh=fresh and not in_row),
        rows=_rows(path, inner, typed, problems, INNER_ROWS if in_row else ROWS) if look == "table" else (),
    )


def _choices(inner: Any) -> tuple[tuple[str, str], ...]:
    """Return what can be chosen: what the field itself names, or what the plugins of the company made up."""
    among = inner.metadata.get("among")
    if among is not None:
        return tuple(choices(people.erp().registry, str(among)).items())
    return tuple((code, _(label)) for code, label in getattr(inner, "choices", {}).items())


def title_of(name: str, one: fields.Field[Any]) -> str:
    """Return a field's title in the language of the request; ``on`` is the day on which something happens."""
    if name == "on" and isinstance(one, DayField):
        return _(N_("Date"))
    return _(str(one.metadata["title"])) if one.metadata.get("title") else heading(name)


def look_of(one: fields.Field[Any]) -> str:
    """Return how a field is drawn, by the most special of the classes that it belongs to."""
    if isinstance(one, fields.Nested):
        return "table" if one.many else "group"
    if isinstance(one, fields.List):
        inner = look_of(one.inner)
        return {"group": "table", "choice": "choices", "ref": "refs"}.get(inner, "tags")
    if isinstance(one, YesNoField):
        return "yes_no" if isinstance(_default(one), bool) else "yes_no_open"
    if isinstance(one, TextField) and not isinstance(one, CodeField | ChoiceField) and one.longest > LONG:
        return "area"
    if "among" in one.metadata:
        return "choice"
    if "reference" in one.metadata:
        return "ref"
    return next((look for kind, look in _LOOKS if isinstance(one, kind)), "raw")


_LOOKS: tuple[tuple[type[Any], str], ...] = (
    (ChoiceField, "choice"),
    (RefField, "ref"),
    (CodeField, "code"),
    (TextField, "text"),
    (AmountField, "amount"),
    (WholeField, "whole"),
    (DayField, "day"),
    (MomentField, "moment"),
    (BytesField, "file"),
)


def _default(one: fields.Field[Any]) -> Any:
    default = one.load_default
    if default is ma.missing:
        return None
    return default() if callable(default) else default


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(str(item) for item in value) if isinstance(value, list | tuple) else shown(value)


def _kept(look: str, value: Any) -> Any:
    """Return what stands in a control: text, or a list of texts where several are ticked."""
    if look == "choices":
        return [str(item) for item in value] if isinstance(value, list) else str(value or "").split()
    if look in ("table", "group"):
        return ""
    if look == "raw" and isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False)
    return _text(value) if value is not None else ""


def _parts(
    path: str, look: str, inner: Any, typed: Any, problems: Problems, *, fresh: bool
) -> tuple[Control, ...]:
    """Return the columns of a table by the row that the script copies, or the fields of a group."""
    if look == "table":
        return _row(f"{path}.{NEW_ROW}", inner, {}, {})
    if look != "group":
        return ()
    within = typed if isinstance(typed, Mapping) else {}
    return tuple(
        _control(f"{path}.{name}", name, one, within.get(name), problems, fresh=fresh)
        for name, one in inner.schema.fields.items()
    )


def _rows(
    path: str, inner: Any, typed: Any, problems: Problems, most: int
) -> tuple[tuple[Control, ...], ...]:
    filled = [row for row in typed if isinstance(row, Mapping)] if isinstance(typed, list) else []
    blank: list[Mapping[str, Any]] = [{}] * max(1, most - len(filled))
    return tuple(
        _row(f"{path}.{number}", inner, row, problems) for number, row in enumerate([*filled, *blank])
    )


def _row(path: str, inner: Any, row: Mapping[str, Any], problems: Problems) -> tuple[Control, ...]:
    return tuple(
        _control(f"{path}.{name}", name, one, row.get(name), problems, fresh=False, in_row=True)
        for name, one in inner.schema.fields.items()
    )


def by_path(found: Sequence[Control]) -> dict[str, Control]:
    """Return every control of a form by its path, those of groups and rows too."""
    known: dict[str, Control] = {}
    for one in found:
        known[one.path] = one
        known |= by_path([cell for row in one.inner for cell in row])
    return known
