"""What comes in, as plain data: fields that say clearly what is wrong and what would be right.

Everything arrives as text, from a form, a workbook, a story or JSON, and is typed here. All problems are
reported at once. Blank text counts as not given; full-width digits are read in codes and phone numbers but
refused in amounts; ``1e3`` is no amount; a moment without a zone is local time of the company.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import marshmallow as ma
from marshmallow import ValidationError, fields, validate

from sanbao.addresses import is_address
from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _
from sanbao.money import MAX_UNITS, SCALE, parse_decimal

if TYPE_CHECKING:
    from sanbao.work import Work

#: The transaction in which input is being read; references are looked up there.
reading_work: ContextVar[Work | None] = ContextVar("sanbao_reading_work", default=None)


class Message(str):
    """A marshmallow message that is translated when it is filled in."""

    __slots__ = ()

    def format(self, *args: Any, **kwargs: Any) -> str:
        """Return the translated sentence with its values."""
        return str.format(_(str(self)), *args, **kwargs)


def _translate_builtin_messages() -> None:
    """Let marshmallow's own sentences go through our catalogues too."""
    for holder in (*vars(fields).values(), *vars(validate).values()):
        if not isinstance(holder, type):
            continue
        for name, value in list(vars(holder).items()):
            if name == "default_error_messages":
                setattr(holder, name, {key: Message(text) for key, text in value.items()})
            elif (name.startswith("message") or name == "default_message") and isinstance(value, str):
                setattr(holder, name, Message(value))


_translate_builtin_messages()

#: 2024-06-02, with a time and a zone if they are known; week dates and other ISO forms are no everyday words.
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII
)
#: What marshmallow itself may say of our fields; named here so that the catalogues hold it.
BUILT_IN = (
    N_("Field may not be null."),
    N_("Invalid value."),
    N_("Invalid type."),
    N_("Invalid input type."),
    N_("Not a valid list."),
    N_("Not a valid mapping type."),
    N_("Not a valid string."),
    N_("Not a valid utf-8 string."),
)
REQUIRED = Message(N_("Please fill this in."))
UNKNOWN = N_("This field is not known here.")


class Input(ma.Schema):
    """The base of every input: unknown fields are refused, blank text is left out."""

    class Meta:
        """Refuse what nobody asked for."""

        unknown = ma.RAISE

    error_messages = {"unknown": UNKNOWN, "type": N_("Please give named fields.")}  # noqa: RUF012

    @ma.pre_load
    def drop_blanks(self, data: Any, **_kwargs: Any) -> Any:
        """Treat blank text as not given."""
        if not isinstance(data, Mapping):
            return data
        return {
            key: value for key, value in data.items() if not (isinstance(value, str) and not value.strip())
        }

    def handle_error(self, error: ValidationError, data: Any, **kwargs: Any) -> None:
        """Put our own words where marshmallow's sentence is bare."""
        _reword(error.messages)


def _reword(messages: Any) -> None:
    if isinstance(messages, dict):
        for key, value in messages.items():
            if isinstance(value, list):
                messages[key] = [_reworded(text) for text in value]
            else:
                _reword(value)


def _reworded(text: Any) -> Any:
    if text in (UNKNOWN, "Unknown field."):
        return _(UNKNOWN)
    if text == "Missing data for required field.":
        return REQUIRED.format()
    return _(text) if isinstance(text, str) else text


class TextField(fields.Field[str]):
    """Words of a person: trimmed, NFC, no control characters, at most ``longest`` characters."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("Please write text.")),
        "control": Message(N_("There are characters in it that cannot be printed.")),
        "long": Message(N_("Please write at most {longest} characters.")),
        "required": REQUIRED,
    }
    form: Literal["NFC", "NFKC"] = "NFC"

    def __init__(self, longest: int = 2000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise self.make_error("invalid")
        text = unicodedata.normalize(self.form, str(value)).strip()
        # To look at each letter takes its time in a file of thousands of rows, and few texts need it.
        if not text.isprintable() and any(_is_control(letter) for letter in text):
            raise self.make_error("control")
        if len(text) > self.longest:
            raise self.make_error("long", longest=self.longest)
        return text


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t"


class CodeField(TextField):
    """A code, serial number or phone number: full-width letters and digits become plain ones, one line."""

    form = "NFKC"

    def __init__(self, longest: int = 80, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\n" in text or "\t" in text:
            raise self.make_error("control")
        return text


class EmailField(CodeField):
    """One address of electronic mail, and nothing beside it that a letter's head could take for more."""

    default_error_messages = {  # noqa: RUF012
        "address": Message(N_("“{input}” is no address such as name@example.com.")),
    }

    def __init__(self, longest: int = 200, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_address(text):
            raise self.make_error("address", input=text)
        return text


class AmountField(fields.Field[Decimal]):
    """Money or a quantity: plain digits with a point, never rounded; ``places`` limits the digits after it."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("“{input}” is not a number such as 1250.00; plain digits and a point only.")),
        "fine": Message(N_("Please give at most {places} digits after the point.")),
        "large": Message(N_("This number is too large.")),
        "low": Message(N_("This must be at least {least}.")),
        "required": REQUIRED,
    }

    def __init__(self, places: int = 4, least: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.places = places
        self.least = Decimal(least) if least is not None else None
        self.metadata = {"type": "string", "format": "decimal", **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
            raise self.make_error("invalid", input=value)
        try:
            amount = parse_decimal(str(value))
        except ValueError as error:
            raise self.make_error("invalid", input=value) from error
        if amount != amount.quantize(Decimal(1).scaleb(-self.places)):
            raise self.make_error("fine", places=self.places)
        if abs(amount) > MAX_UNITS // SCALE:
            raise self.make_error("large")
        if self.least is not None and amount < self.least:
            raise self.make_error("low", least=self.least)
        return amount

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)


class WholeField(fields.Field[int]):
    """A whole number within bounds."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("“{input}” is not a whole number.")),
        "range": Message(N_("This must lie between {least} and {most}.")),
        "required": REQUIRED,
    }

    def __init__(self, least: int = 0, most: int = 10**9, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if not (text.isascii() and text.lstrip("+-").isdigit() and len(text) < 20):
            raise self.make_error("invalid", input=value)
        number = int(text)
        if not self.least <= number <= self.most:
            raise self.make_error("range", least=self.least, most=self.most)
        return number


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


class YesNoField(fields.Field[bool]):
    """Yes or no, in either language."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("Please answer yes or no.")),
        "required": REQUIRED,
    }
    _yes = frozenset({"yes", "y", "true", "1", "on", "是", "对", "√"})
    _no = frozenset({"no", "n", "false", "0", "off", "否", "不", "×"})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        text = str(value).strip().lower()
        if text in self._yes:
            return True
        if text in self._no:
            return False
        raise self.make_error("invalid")


class ChoiceField(TextField):
    """One of a few codes; ``choices`` maps each to its label."""

    default_error_messages = {  # noqa: RUF012
        "choice": Message(N_("“{input}” is not one of: {choices}.")),
    }

    def __init__(self, choices: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = dict(choices)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text in self.choices:
            return text
        by_label = {label: code for code, label in self.choices.items()}
        by_label |= {_(label): code for code, label in self.choices.items()}
        if text in by_label:
            return by_label[text]
        raise self.make_error("choice", input=value, choices=", ".join(self.choices))


class ListField(fields.List[Any]):
    """Several of something; text with commas, semicolons or lines is split."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, str):
            for mark in (";", ",", "，", "；", "、"):
                value = value.replace(mark, "\n")
            value = [item.strip() for item in value.split("\n") if item.strip()]
        return super()._deserialize(value, attr, data, **kwargs)


class RefField(fields.Field[Any]):
    """A record by what people call it: a product by its code, a unit by its serial number, a paper by its number."""

    default_error_messages = {  # noqa: RUF012
        "invalid": Message(N_("Please write a code, a serial number or a number.")),
        "required": REQUIRED,
    }

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        self.metadata = {"reference": kind, **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        work = reading_work.get()
        if work is None:
            raise RuntimeError("references can only be read inside a Work")
        if isinstance(value, bool | list | Mapping):
            raise self.make_error("invalid")
        if not isinstance(value, str | int):
            return value
        key = unicodedata.normalize("NFKC", str(value)).strip()
        try:
            return work.find(self.kind, key)
        except NotFound as error:
            raise ValidationError(str(error)) from error


def load(schema: ma.Schema, data: Any, work: Work | None = None) -> dict[str, Any]:
    """Return typed values; raise :class:`Invalid` with every problem by its path (``lines.2.amount``)."""
    token = reading_work.set(work)
    try:
        loaded: dict[str, Any] = schema.load(data if data is not None else {})
    except ValidationError as error:
        raise Invalid(list(flatten(error.messages))) from error
    finally:
        reading_work.reset(token)
    return loaded


def flatten(messages: Any, path: str = "") -> list[Problem]:
    """Turn marshmallow's nested messages into one list of problems with dotted paths."""
    if isinstance(messages, Mapping):
        problems = []
        for key, value in messages.items():
            name = "" if key == "_schema" else str(key)
            problems += flatten(value, ".".join(part for part in (path, name) if part))
        return problems
    texts = messages if isinstance(messages, list) else [messages]
    return [Problem(path, str(text)) for text in texts]


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name; ``ValueError`` if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"{name} is no time zone such as Asia/Shanghai") from error
