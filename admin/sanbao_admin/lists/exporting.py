"""What is filtered, as a workbook: typed cells, nothing that starts a formula, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Response, request
from flask_login import current_user

from sanbao.i18n import N_, _
from sanbao.tables import Heading, stream_workbook
from sanbao_admin import people
from sanbao_admin.lists import paging, showing
from sanbao_admin.lists.asking import Asked
from sanbao_admin.lists.spec import Col, ListSpec
from sanbao_admin.signing_in import log
from sanbao_admin.signing_in.models import Account

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from sanbao.work import Work

#: So many rows are exported at the most.
MOST = 100_000
_AT_ONCE = 2_000
_PIECE = 64 * 1024
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Taken:
    """How many rows have been written so far."""

    count: int = 0


def send(spec: ListSpec, asked: Asked) -> ResponseReturnValue:
    """Send the rows that are filtered, in the order and with the columns that are shown; it is written down who did."""
    work, taken = people.work(), Taken()
    digits, day = work.erp.currency.digits, work.today
    headings = [
        Heading(column.heading, digits if column.look == "amount" else 0, column.is_total)
        for column in asked.columns
    ]
    file = stream_workbook(spec.heading(), headings, rows(asked, taken))
    me = current_user._get_current_object()
    person = me if isinstance(me, Account) else None
    log.note(
        people.erp(),
        "export",
        person,
        list=spec.name,
        rows=taken.count,
        query=request.query_string.decode("ascii", "replace"),
    )
    name = quote(f"{spec.heading()}-{day.isoformat()}.xlsx", safe="")
    answer = Response(_pieces(file), mimetype=_MEDIA_TYPE)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"list-{day.isoformat()}.xlsx\"; filename*=UTF-8''{name}"
    )
    answer.call_on_close(file.close)
    return answer


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file bit by bit; it is closed at the end, or when nobody wants the rest."""
    with file:
        while piece := file.read(_PIECE):
            yield piece


def rows(asked: Asked, taken: Taken, most: int = MOST) -> Iterator[list[Any]]:
    """Yield the rows as values.

    The request's reading is given back between handfuls: on SQLite a reader of many seconds would keep every writer
    waiting. Keyset pages neither repeat nor lose a row that stays as it is.
    """
    here = asked.after = asked.before = None
    while taken.count < most:
        work = people.work()
        page = paging.page(
            work, replace(asked, after=here, before=None, size=min(_AT_ONCE, most - taken.count))
        )
        yield from _values(work, asked, page.rows)
        taken.count += len(page.rows)
        here = page.after
        people.forget_work()
        if here is None:
            return
    said = _(N_("Only the first {count} rows were exported; please filter."), count=f"{most:,}")
    yield [said, *[None] * (len(asked.columns) - 1)]


def _values(work: Work, asked: Asked, found: list[paging.Values]) -> Iterator[list[Any]]:
    zone = work.zone
    for shown in showing.rows(work, asked.spec, asked.columns, found):
        yield [_value(cell.column, cell, zone) for cell in shown.cells]


def _value(column: Col, cell: showing.Cell, zone: ZoneInfo) -> Any:
    if cell.value is None:
        return None
    if column.look == "moment":
        return cell.value.astimezone(zone)
    if column.look in ("number", "amount", "quantity", "date", "yesno"):
        return cell.value
    return cell.text
