"""Asking a question from a page: its fields come from the question's schema, what is wrong stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import marshmallow as ma
from flask import flash, redirect, request
from werkzeug.wrappers import Response as Answer

from sanbao.errors import Invalid, NotFound, Refused
from sanbao.i18n import N_, _
from sanbao.schema import DayField
from sanbao_admin.acting.controls import Control, controls

if TYPE_CHECKING:
    from sanbao.work import Work

#: Words of an address that are no fields: what is shown, not what is asked.
VIEWING = ("format", "tab", "then", "as", "lang")


#: What a question's usual fields are called above a report, where a paper would call them otherwise.
TITLES = {
    "by": N_("Grouped by"),
    "buckets": N_("Days of the buckets"),
    "end": N_("To day"),
    "on": N_("As of day"),
    "role": N_("Account of open items"),
    "since": N_("From day"),
    "start": N_("From day"),
    "until": N_("To day"),
    "without_closing": N_("Without the closing entries"),
}


@dataclass
class Asked:
    """A question as it was asked: its fields, the answer, and what kept it from being answered."""

    fields: list[Control]
    given: dict[str, str]
    answer: Any = None
    problems: list[str] = field(default_factory=list)
    is_complete: bool = True

    @property
    def status(self) -> int:
        """The status of the page: what was typed wrongly is said with 422."""
        return 422 if self.problems or any(one.problems for one in self.fields) else 200


def typed(defaults: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return what stands in the address, blanks left out, over some defaults for what is not named there."""
    given = {name: value for name, value in request.args.items() if name not in VIEWING}
    filled = {
        name: str(value)
        for name, value in (defaults or {}).items()
        if value is not None and name not in given
    }
    return {**filled, **{name: value for name, value in given.items() if value.strip()}}


def viewing(name: str) -> str:
    """Return a word of the address that says what is shown, not what is asked; blank where it is not there."""
    return request.args.get(name, "") if name in VIEWING else ""


def ask(
    work: Work,
    question: str,
    defaults: Mapping[str, Any] | None = None,
    *,
    fixed: Mapping[str, str] | None = None,
    hidden: Iterable[str] = (),
) -> Asked:
    """Ask a question with what stands in the address; ``fixed`` is not the person's to choose.

    While something that it needs was never asked for, the form alone is shown: nobody has done anything wrong yet.
    """
    schema = work.registry.schema(question)
    given = {name: value for name, value in typed(defaults).items() if name not in (fixed or {})}
    unseen = {*(fixed or {}), *hidden}
    try:
        answer = work.ask(question, {**given, **(fixed or {})})
    except Invalid as error:
        if not any(request.args.get(name) for name in schema.fields):
            return Asked(_fields(schema, given, {}, unseen), given, is_complete=False)
        by_field: dict[str, list[str]] = {}
        for one in error.problems:
            by_field.setdefault(one.path.partition(".")[0], []).append(str(one))
        shown = _fields(schema, given, by_field, unseen)
        known = {one.path for one in shown}
        rest = [text for name, texts in by_field.items() if name not in known for text in texts]
        return Asked(shown, given, problems=rest, is_complete=False)
    except (NotFound, Refused) as error:
        return Asked(_fields(schema, given, {}, unseen), given, problems=[str(error)], is_complete=False)
    return Asked(_fields(schema, given, {}, unseen), given, answer)


def _fields(
    schema: ma.Schema, given: Mapping[str, str], problems: Mapping[str, Sequence[str]], hidden: set[str]
) -> list[Control]:
    found = controls(schema, given, problems, fresh=not given)
    seen = [one for one in found if one.path not in hidden and one.look not in ("table", "group", "raw")]
    return [replace(one, label=_(TITLES[one.path])) if one.path in TITLES else one for one in seen]


def days_by_default(schema: ma.Schema, today: date) -> dict[str, date]:
    """Return days for the fields that a question cannot do without: from the year's first day to today."""
    needed = [name for name, one in schema.fields.items() if one.required and isinstance(one, DayField)]
    days = [today.replace(month=1, day=1), today] if len(needed) > 1 else [today]
    return dict(zip(needed, days, strict=False))


def sent() -> dict[str, str]:
    """Return what a form sent, for pages of plugins, which know no Flask."""
    return {name: value for name, value in request.form.items() if isinstance(value, str)}


def sent_list(name: str) -> list[str]:
    """Return every value that a form sent under one name."""
    return request.form.getlist(name)


def sent_files(name: str) -> list[dict[str, Any]]:
    """Return the files that a form sent under one name, as operations take them."""
    files = [one for one in request.files.getlist(name) if one.filename]
    return [{"name": str(one.filename), "content": one.read()} for one in files]


def tell(sentence: str) -> None:
    """Say on the next page that something was done."""
    flash(sentence, "good")


def go(address: str) -> Answer:
    """Lead to a page of ours after something was done."""
    return redirect(address, 303)
