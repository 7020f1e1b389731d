"""Answers on the screen: tables and facts for people, JSON for programs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Literal

from sanbao.cli.progressing import quiet
from sanbao.cli.settings import settings_of
from sanbao.codes import worded
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading
from sanbao.plain_data import as_data as as_data

if TYPE_CHECKING:
    import typer
    from rich.console import Console
    from rich.table import Table

#: Where the screen's width is not known, lines are not cut to 80 characters.
WIDE = 200
SHORT = 16
NARROW = 8
UNBOUNDED = 10_000
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
#: The clock on the wall of the company that is open: people read that, programs read UTC.
company_zone: ContextVar[tzinfo] = ContextVar("sanbao_cli_zone", default=UTC)


def tell(ctx: typer.Context, data: Any, show: Callable[[], None] | None = None) -> None:
    """Give the answer: as JSON if that was asked for, else by ``show``, else as tables and facts."""
    if settings_of(ctx).as_json:
        sys.stdout.write(json.dumps(as_data(data), ensure_ascii=False, indent=2) + "\n")
    elif show is not None:
        show()
    else:
        show_value(as_data(data))


def console() -> Console:
    """Return the screen; nothing that is shown on it is ever read as markup."""
    from rich.console import Console

    quiet()
    width = None if sys.stdout.isatty() else WIDE
    return Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)


def line(text: str = "") -> None:
    """Write a line on stdout."""
    quiet()
    sys.stdout.write(f"{text}\n")


def show_value(value: Any, title: str = "") -> None:
    """Show whatever a question answered: a list of rows, named facts, or a single value."""
    if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        show_table(value, title=title)
    elif isinstance(value, Mapping):
        show_facts(value, title=title)
    elif isinstance(value, list):
        line(f"{title}: {_cell(value) or '–'}" if title else _cell(value) or _(N_("Nothing was found.")))
    else:
        line(f"{title}: {_cell(value)}" if title else _cell(value))


def show_table(rows: Sequence[Mapping[str, Any]], *, title: str = "", columns: Sequence[str] | None = None) -> None:
    """Show rows below their headings; on a screen that is too narrow for them, one after the other."""
    if not rows:
        line(_(N_("Nothing was found.")))
        return
    names = list(columns or dict.fromkeys(name for row in rows for name in row))
    table = _table(rows, names, title)
    screen = console()
    # Measured as if there were all the room in the world: otherwise the answer is cut to the screen itself.
    needed = screen.measure(table, options=screen.options.update(width=UNBOUNDED)).minimum
    if needed <= screen.width:
        screen.print(table)
        return
    for number, row in enumerate(rows, 1):
        show_facts({name: row.get(name) for name in names if row.get(name) is not None}, title=f"{title} {number}".strip())


def _table(rows: Sequence[Mapping[str, Any]], names: Sequence[str], title: str) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text as Styled

    table = Table(title=Styled(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        cells = [label(name, row.get(name)) for row in rows]
        numeric = all(_is_number(row.get(name)) for row in rows)
        # Days, codes and amounts stay on one line; words may wrap.
        whole = numeric or all(cell.isascii() and len(cell) <= SHORT for cell in cells)
        justify: Literal["left", "right"] = "right" if numeric else "left"
        least = None if whole else NARROW
        table.add_column(Styled(heading(name)), justify=justify, no_wrap=whole, overflow="fold", min_width=least)
    for row in rows:
        table.add_row(*(Styled(label(name, row.get(name))) for name in names))
    return table


def show_facts(facts: Mapping[str, Any], *, title: str = "") -> None:
    """Show named values, what is itself a table below them."""
    from rich.table import Table
    from rich.text import Text as Styled

    grid = Table.grid(padding=(0, 2))
    plain = {name: value for name, value in facts.items() if not _is_large(value)}
    for name, value in plain.items():
        grid.add_row(Styled(heading(name), style="bold"), Styled(label(name, value)))
    if title:
        line(title)
    if plain:
        console().print(grid)
    for name, value in facts.items():
        if name not in plain:
            show_value(worded(name, value), title=heading(name))


def label(name: str, value: Any) -> str:
    """Return a field's value as people read it: codes in words, moments by the company's clock."""
    return _cell(worded(name, value))


def _is_large(value: Any) -> bool:
    rows = isinstance(value, list) and any(isinstance(item, Mapping) for item in value)
    return rows or (isinstance(value, Mapping) and bool(value))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or value is None or value == "":
        return value is None or value == ""
    return str(value).removeprefix("-").replace(".", "", 1).isdigit() and not str(value).startswith("00")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _(N_("yes")) if value else _(N_("no"))
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{heading(str(name))}: {label(str(name), item)}" for name, item in value.items())
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(company_zone.get()):%Y-%m-%d %H:%M}"
    return str(value)
