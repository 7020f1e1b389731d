"""From the titles in a person's file to the fields of an operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, current_locale, normalise_locale, translate
from sanbao.tables.titles import is_reasons, plain


class BadColumns(Invalid):
    """The titles do not fit what is expected; every misfit is named."""

    code = "tables.columns"
    message = N_("The columns do not fit")


@dataclass(frozen=True)
class Choice:
    """One of the values that a column takes, and how a person calls it; a blank Chinese name stands in a catalogue."""

    value: str
    title_zh: str
    title_en: str

    def title(self, language: str | None = None) -> str:
        """Return the name of the value in a language."""
        if not _is_chinese(language):
            return self.title_en
        # A plugin's catalogue is read after its columns are made: it is asked when somebody reads.
        return self.title_zh or translate(self.title_en, "zh_Hans_CN")


YES_NO = (Choice("yes", "是", "yes"), Choice("no", "否", "no"))


@dataclass(frozen=True)
class Column:
    """A column (栏目) of an import: its field, its titles, an example, and a sentence of help (a msgid)."""

    field: str
    title_zh: str
    title_en: str
    aliases: Sequence[str] = ()
    required: bool = False
    example: str = ""
    help: str = ""
    choices: Sequence[Choice] = ()

    def title(self, language: str | None = None) -> str:
        """Return the title in a language."""
        return self.title_zh if _is_chinese(language) else self.title_en

    def spellings(self) -> set[str]:
        """Return the plain forms of everything that this column may be called."""
        return {plain(name) for name in (self.field, self.title_zh, self.title_en, *self.aliases)}

    def value(self, text: str) -> str | None:
        """Return the value that a text stands for, ``None`` if it is none of the choices."""
        if not self.choices:
            return text
        wanted = plain(text)
        names = ((choice.value, choice.title("zh"), choice.title_en) for choice in self.choices)
        return next(
            (value for value, *more in names if wanted in {plain(name) for name in (value, *more)}), None
        )


@dataclass(frozen=True)
class Match:
    """Which column each title of a file means, and everything that does not fit."""

    columns: Mapping[str, Column]
    problems: Sequence[Problem]
    missing: Sequence[Column]


def match(columns: Sequence[Column], headers: Sequence[str]) -> Match:
    """Find the column of each title; either language, the field's name, aliases and small variants will do."""
    by_name = _by_name(columns)
    found: dict[str, Column] = {}
    problems: list[Problem] = []
    for header in headers:
        column = by_name.get(plain(header))
        taken = next((title for title, other in found.items() if other is column), None)
        if column is None:
            problems += [] if is_reasons(header) else [_unknown(header, columns)]
        elif taken is not None:
            message = N_("“{title}” and “{other}” mean the same column; keep one of them")
            problems.append(Problem(header, message, {"title": header, "other": taken}))
        else:
            found[header] = column
    missing = [column for column in columns if column.required and column not in found.values()]
    problems += [_missing(column) for column in missing]
    return Match(found, problems, missing)


def fields_of(columns: Sequence[Column], headers: Sequence[str]) -> dict[str, str]:
    """Return the field of each title, or refuse with every unknown, doubled and missing column at once."""
    matched = match(columns, headers)
    if matched.problems:
        raise BadColumns(matched.problems)
    return {header: column.field for header, column in matched.columns.items()}


def _by_name(columns: Sequence[Column]) -> dict[str, Column]:
    by_name: dict[str, Column] = {}
    for column in columns:
        for name in column.spellings():
            if by_name.setdefault(name, column) is not column:
                raise ValueError(f"{column.field} and {by_name[name].field} share the name {name!r}")
    return by_name


def _unknown(header: str, columns: Sequence[Column]) -> Problem:
    titles = {plain(name): name for column in columns for name in (column.title_zh, column.title_en)}
    close = get_close_matches(plain(header), list(titles), n=1, cutoff=0.6)
    if close:
        message = N_("“{title}” is not a known column; is “{guess}” meant?")
        return Problem(header, message, {"title": header, "guess": titles[close[0]]})
    known = ", ".join(column.title() for column in columns)
    return Problem(
        header, N_("“{title}” is not a known column; known are: {known}"), {"title": header, "known": known}
    )


def _missing(column: Column) -> Problem:
    message = N_("The column “{title_zh} / {title_en}” is missing; add it, it is required")
    return Problem(column.title(), message, {"title_zh": column.title_zh, "title_en": column.title_en})


def _is_chinese(language: str | None) -> bool:
    return (normalise_locale(language) if language else current_locale()) != "en"
