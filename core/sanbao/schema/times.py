"""Days, moments and time zones."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema.inputs import reading_work
from sanbao.schema.messages import REQUIRED, Message

#: 2024-06-02, with a time and a zone if they are known; week dates and other ISO forms are no everyday words.
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)


class DayField(fields.Field[date]):
    """A day, written 2024-02-29 (2024/2/29 and 2024年2月29日 are understood)."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("“{input}” is not a day such as 2024-02-29.")),
        "required": REQUIRED,
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if type(value) is date:
            return value
        try:
            return parse_day(str(value))
        except ValueError as error:
            raise self.make_error("invalid", input=value) from error

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat()


def parse_day(text: str) -> date:
    """Return the day of a text; ``ValueError`` if it is none or lies outside 1900 to 2199."""
    plain = text.strip()
    if not plain.isascii():
        plain = plain.replace("年", "-").replace("月", "-").removesuffix("日")
    year, month, day = plain.replace("/", "-").split("-")
    parts = (year, month, day)
    if not all(part.isascii() and part.isdigit() for part in parts) or len(year) != 4:
        raise ValueError(text)
    found = date(int(year), int(month), int(day))
    if not 1900 <= found.year <= 2199:
        raise ValueError(text)
    return found


class MomentField(fields.Field[datetime]):
    """A moment, written 2024-06-02T23:50; without a zone it is local time of the company (CAL-07)."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("“{input}” is not a time such as 2024-06-02 23:50.")),
        "gap": Message(N_("{input} does not exist there: the clocks were put forward.")),
        "required": REQUIRED,
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            text = value.isoformat() if isinstance(value, date | datetime) else str(value).strip()
            if not _MOMENT.fullmatch(text):
                raise ValueError(text)
            moment = datetime.fromisoformat(text)
            if not 1900 <= moment.year <= 2199:
                raise ValueError(text)
        except ValueError as error:
            raise self.make_error("invalid", input=value) from error
        if moment.tzinfo is None:
            work = reading_work.get()
            zone = work.zone if work is not None else UTC
            moment = moment.replace(tzinfo=zone)
            if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
                raise self.make_error("gap", input=value)
        return moment.astimezone(UTC)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat()


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name; ``ValueError`` if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"{name} is no time zone such as Asia/Shanghai") from error
