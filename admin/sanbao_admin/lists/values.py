"""Values as they stand in an address: read strictly, so that nothing odd ever reaches the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sanbao.money import MAX_UNITS, SCALE

if TYPE_CHECKING:
    from sanbao_admin.lists.spec import Col

LONGEST = 120
#: What stands for a row that has none.
NONE = "-"
_LARGEST = 2**63 - 1
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,4})?", re.ASCII)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def cleaned(text: str) -> str:
    """Return what somebody typed without what cannot be printed, cut to a sensible length."""
    return _UNPRINTABLE.sub("", text)[:LONGEST].strip()


def day(text: str) -> date:
    """Return the day that is written so; ``ValueError`` if it is none.

    >>> day("2024/2/29")
    datetime.date(2024, 2, 29)
    """
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, number = found.groups()
    return date(int(year), int(month), int(number))


def moment(text: str) -> datetime:
    """Return an aware moment as a cursor holds it."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def whole(text: str) -> int:
    """Return a whole number that fits into the database."""
    if not _WHOLE.fullmatch(text) or abs(int(text)) > _LARGEST:
        raise ValueError(text)
    return int(text)


def amount(text: str) -> Decimal:
    """Return an amount that the books can hold; thousands separators may stand in it."""
    plain = text.replace(",", "")
    if not _DECIMAL.fullmatch(plain) or abs(Decimal(plain)) > Decimal(MAX_UNITS) / SCALE:
        raise ValueError(text)
    return Decimal(plain)


def yes_no(text: str) -> bool:
    """Return yes or no."""
    if text not in ("yes", "no"):
        raise ValueError(text)
    return text == "yes"


def _text(text: str) -> str:
    if text != cleaned(text) or not text:
        raise ValueError(text)
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "number": whole,
    "amount": amount,
    "quantity": amount,
    "date": day,
    "moment": moment,
    "yesno": yes_no,
    "reference": whole,
}


def read(column: Col, text: str) -> Any:
    """Return a column's value; ``ValueError`` if the text is none."""
    return _READERS.get(column.look, _text)(text)


def write(value: Any) -> str:
    """Return a value as it stands in a cursor or in an address."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def day_begins(on: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a local day begins."""
    try:
        return datetime.combine(on, time.min, zone).astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def day_after(on: date) -> date:
    """Return the next day; the last one there is stays."""
    return on + timedelta(days=1) if on < date.max else on
