"""Rows that a paper keeps in one of its fields, as tables: codes with the names of what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading
from sanbao.ledger.models import Account, AccountRole
from sanbao_admin.lists.references import REFERENCES, Label, labels_by_code

if TYPE_CHECKING:
    from sanbao.work import Work

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ROLE = re.compile(r"[A-Z]+(_[A-Z]+)+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: What rows call the key of a record, where that differs from its table.
_CALLED = {"case": "document", "paper": "document", "document": "document"}
#: What a row is, not what it is about; and so many columns of the latter stand by themselves.
_SUBJECTS = frozenset({"account", "document", "paper", "case"})
MOST_ABOUT = 2
#: The words under which a paper's texts find the account of a role.
ROLE = "account role"
#: How a sentence is kept with what it names.
TEXT = {"message", "params"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A value of a row; ``address`` leads to what it names."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Table:
    """The rows of one field."""

    title: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[Cell]]


def is_rows(value: Any) -> bool:
    """Tell whether a field holds rows, which no line of text shows as well as a table; sentences are no rows."""
    rows = value if isinstance(value, list) else []
    return bool(rows) and all(isinstance(row, Mapping) and set(row) != TEXT for row in rows)


def table(work: Work, title: str, rows: Sequence[Row], said: Any) -> Table:
    """Return rows as a table; ``said`` puts a value into words by its field. Columns without a word are left out.

    Where many columns only say what a row is about, they stand in one: figures must not slip off the page.
    """
    names = [
        name for name in dict.fromkeys(name for row in rows for name in row) if not _is_inner(name, rows)
    ]
    known = {name: _labels(work, name, rows) for name in names}
    used = [name for name in names if any(row.get(name) not in (None, "", [], {}) for row in rows)]
    numeric = {name for name in used if not known[name] and _is_number(name, rows)}
    about = [name for name in used if known[name] and name not in _SUBJECTS]
    about = about if len(about) > MOST_ABOUT else []
    used = [name for name in used if name not in about]
    words = [name for name in used if name not in numeric]
    figures = [name for name in used if name in numeric]
    titles = [*((_title(name, rows), False) for name in words), *([(_(N_("About")), False)] if about else [])]
    return Table(
        title,
        [*titles, *((heading(name), True) for name in figures)],
        [
            [
                *(_cell(name, row.get(name), known[name], said) for name in words),
                *([_about([known[name].get(str(row.get(name))) for name in about])] if about else []),
                *(_figure(row.get(name)) for name in figures),
            ]
            for row in rows
        ],
    )


def role_accounts(work: Work, values: Iterable[Any]) -> dict[str, str]:
    """Return the accounts behind the roles among some values, as ``6601.02 Warranty``; asked only where there is one."""
    roles = {value for value in values if isinstance(value, str) and _ROLE.fullmatch(value)}
    if not roles:
        return {}
    query = (
        select(AccountRole.role, Account.code)
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.company_id == work.company.id, AccountRole.role.in_(roles))
    )
    codes = {role: code for role, code in work.connection.execute(query)}
    known = labels_by_code(work, "account", codes.values())
    return {role: known[code].full for role, code in codes.items() if code in known}


def _is_inner(name: str, rows: Sequence[Row]) -> bool:
    """Tell whether a column only serves programs: a code beside the title of the same thing."""
    return name == "code" and any(row.get("title") for row in rows)


def _labels(work: Work, name: str, rows: Sequence[Row]) -> dict[str, Label]:
    target = _CALLED.get(name, name)
    codes = {str(row[name]) for row in rows if isinstance(row.get(name), str)}
    return labels_by_code(work, target, codes) if target in REFERENCES and codes else {}


def _title(name: str, rows: Sequence[Row]) -> str:
    is_day = name == "on" and all(_DAY.fullmatch(str(row.get(name, "0000-00-00"))) for row in rows)
    return _(N_("Date")) if is_day else heading(name)


def _is_number(name: str, rows: Sequence[Row]) -> bool:
    given = [
        str(row[name]) for row in rows if row.get(name) not in (None, "") and not isinstance(row[name], bool)
    ]
    return bool(given) and all(_NUMBER.fullmatch(one) for one in given)


def _about(labels: Sequence[Label | None]) -> Cell:
    found = [label for label in labels if label is not None]
    text = " · ".join(label.full for label in found)
    return Cell(text, found[0].address if len(found) == 1 else "")


def _figure(value: Any) -> Cell:
    return Cell("" if value in (None, "") else f"{Decimal(str(value)):,f}")


def _cell(name: str, value: Any, known: Mapping[str, Label], said: Any) -> Cell:
    label = known.get(value) if isinstance(value, str) else None
    if label is not None:
        return Cell(label.full, label.address)
    return Cell("" if value in (None, "", [], {}) else str(said(name, value)))
