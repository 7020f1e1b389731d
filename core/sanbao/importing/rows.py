"""From one row of a table to one operation, and from its refusal to the cell that has to be corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from sanbao.app import _as_refusal
from sanbao.errors import Invalid, Problem, SanbaoError
from sanbao.i18n import N_
from sanbao.importing.references import key_of, line_fields, preload, references_in
from sanbao.schema import load
from sanbao.tables import LoadedRow, RowProblem

if TYPE_CHECKING:
    from sanbao.plugin.manifest import ImportKind
    from sanbao.work import Work


class Importer:
    """Does the rows of one import in one transaction; a bad row spoils only itself, until the end is known."""

    def __init__(self, work: Work, kinds: Sequence[ImportKind], tick: Callable[[int], None]) -> None:
        self.work = work
        self.kinds = {kind.name: kind for kind in kinds}
        self.tick = tick
        #: What stands in the file but is itself bad: who refers to it is not to blame.
        self.spoilt: set[tuple[str, str]] = set()

    def fields(self, kind: ImportKind) -> Mapping[str, Any]:
        """Return the fields that the cells of a row are read by."""
        schema = self.work.registry.schema(kind.operation)
        return {**schema.fields, **line_fields(schema, kind.lines)} if kind.lines else schema.fields

    def preload(self, rows: Iterable[tuple[str, dict[str, str]]]) -> None:
        """Find everything that the rows refer to, set by set."""
        fields = {name: self.fields(kind) for name, kind in self.kinds.items()}
        preload(self.work, ((fields[name], values) for name, values in rows))

    def load_row(self, name: str, values: dict[str, str]) -> Any:
        """Do a row's operation; what becomes of it is decided for all rows together."""
        kind = self.kinds[name]
        self.tick(1)
        try:
            if kind.lines and kind.check is None:  # only read: there is nothing to take back
                return self._look(kind, values)
            with self.work.session.begin_nested():
                return self._look(kind, values) if kind.lines else self._do(kind, values)
        except DBAPIError as error:
            refusal = _as_refusal(error)
            if not isinstance(refusal, SanbaoError):
                raise
            self._spoil(kind, values)
            raise refusal from error
        except SanbaoError as error:
            self._spoil(kind, values)
            return self._own_faults(kind, values, error)

    def _do(self, kind: ImportKind, values: Mapping[str, str]) -> Any:
        given = dict(values)
        subject = self._subject(kind, given)
        record = self.work.do(kind.operation, given, subject=subject)
        if kind.key and kind.key in values:
            self.work.cache[(kind.name, key_of(values[kind.key]))] = record
        return record

    def _subject(self, kind: ImportKind, given: dict[str, str]) -> Any:
        """Find the record to work on; that it is missing belongs to the cell that names it."""
        if not kind.subject:
            return None
        try:
            return self.work.find(kind.subject, key_of(given.pop(kind.subject, "")))
        except SanbaoError as error:
            raise Invalid([Problem(kind.subject, N_("{reason}"), {"reason": error})]) from error

    def _look(self, kind: ImportKind, values: Mapping[str, str]) -> dict[str, str]:
        """Read a row that is done together with others, as if it stood alone."""
        given = self._together(kind, [values])
        try:
            loaded = load(self.work.registry.schema(kind.operation), given, self.work)
            if kind.check is not None:
                kind.check(self.work, loaded)
        except Invalid as error:
            raise Invalid([_without_line(kind, problem)[1] for problem in error.problems]) from error
        return dict(values)

    def _together(self, kind: ImportKind, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        own = set(line_fields(self.work.registry.schema(kind.operation), kind.lines))
        head = {name: value for name, value in rows[0].items() if name not in own}
        return {**head, kind.lines: [{name: row[name] for name in row if name in own} for row in rows]}

    def do_together(self, rows: Sequence[LoadedRow[Any]]) -> list[RowProblem]:
        """Do the operations that take several rows at once; return what is wrong with them."""
        problems: list[RowProblem] = []
        for kind in (one for one in self.kinds.values() if one.lines):
            for group in self._groups(kind, [row for row in rows if row.kind == kind.name]):
                try:
                    self.work.do(kind.operation, self._together(kind, [row.value for row in group]))
                except SanbaoError as error:
                    problems += _named(kind, group, error)
        return problems

    def _groups(self, kind: ImportKind, rows: Sequence[LoadedRow[Any]]) -> list[list[LoadedRow[Any]]]:
        groups: dict[tuple[Any, ...], list[LoadedRow[Any]]] = {}
        for row in rows:
            head = self._together(kind, [row.value])
            key = tuple(sorted((name, value) for name, value in head.items() if name != kind.lines))
            groups.setdefault(key, []).append(row)
        return list(groups.values())

    def _spoil(self, kind: ImportKind, values: Mapping[str, str]) -> None:
        if kind.key and values.get(kind.key):
            self.spoilt.add((kind.name, key_of(values[kind.key])))

    def _own_faults(self, kind: ImportKind, values: Mapping[str, str], error: SanbaoError) -> None:
        """Raise what is wrong with the row itself; be silent where only what it refers to is bad."""
        if not isinstance(error, Invalid) or not error.problems:
            raise error
        refers = {name: (to, key) for name, to, key in references_in(self.fields(kind), values)}
        if kind.subject:
            refers[kind.subject] = (kind.subject, key_of(values.get(kind.subject, "")))
        own = [one for one in error.problems if refers.get(one.path.split(".")[0]) not in self.spoilt]
        if own:
            raise Invalid(own) from error


def _without_line(kind: ImportKind, problem: Problem) -> tuple[int, Problem]:
    """Return which line a problem belongs to, and the problem with the path inside that line."""
    first, _dot, rest = problem.path.partition(".")
    number, _dot, inner = rest.partition(".")
    if first == kind.lines and number.isdigit():
        return int(number), replace(problem, path=inner)
    return 0, problem


def _named(kind: ImportKind, group: Sequence[LoadedRow[Any]], error: SanbaoError) -> list[RowProblem]:
    """Return an operation's refusal as problems of the rows that went into it."""
    problems = error.problems if isinstance(error, Invalid) else []
    if not problems:
        return [RowProblem(group[0].sheet, group[0].number, None, "", N_("{reason}"), {"reason": error})]
    found = []
    for problem in problems:
        position, inner = _without_line(kind, problem)
        row = group[min(position, len(group) - 1)]
        value = str(row.value.get(inner.path, ""))
        column = row.titles.get(inner.path, inner.path) or None
        found.append(RowProblem(row.sheet, row.number, column, value, inner.message, inner.params))
    return found
