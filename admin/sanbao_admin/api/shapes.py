"""What goes in and out, as JSON Schema: an operation's fields, and the columns of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import marshmallow as ma
from marshmallow import fields

from sanbao.documents.schemas import BytesField
from sanbao.i18n import N_, use_locale
from sanbao.i18n.headings import heading
from sanbao.schema import (
    AmountField,
    ChoiceField,
    DayField,
    ListField,
    MomentField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_admin.api.bodies import LONGEST_KEY
from sanbao_admin.api.cursors import CursorField
from sanbao_admin.api.records import Shown

Shape = dict[str, Any]

AMOUNT: Shape = {"type": "string", "format": "decimal", "examples": ["1250.00"]}
DAY: Shape = {"type": "string", "format": "date"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
LOCAL = N_("Without a zone it is local time of the company.")
REFERENCE = N_("What people call the record: a code, a serial number, a number.")


def of_input(schema: ma.Schema) -> Shape:
    """Return the shape of an operation's or a question's input; sentences stay English here."""
    properties = {name: of_field(name, field) for name, field in schema.fields.items()}
    required = [name for name, field in schema.fields.items() if field.required]
    shape: Shape = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**shape, "required": required} if required else shape


def of_field(name: str, field: fields.Field[Any]) -> Shape:
    """Return the shape of one field with its title and its help."""
    shape = dict(_bare(field))
    with use_locale("en"):
        title = field.metadata.get("title") or heading(name)
    help_ = field.metadata.get("help") or shape.pop("description", None)
    if title != name:
        shape["title"] = str(title)
    if help_:
        shape["description"] = str(help_)
    return _nullable(shape) if field.allow_none else shape


def _bare(field: fields.Field[Any]) -> Shape:
    """Return what a field takes, by the most special of the classes that it belongs to."""
    if isinstance(field, fields.Nested):
        inner = of_input(field.schema)
        return {"type": "array", "items": inner} if field.many else inner
    if isinstance(field, fields.List):
        return {"type": "array", "items": _bare(field.inner)}
    for kind, shape in _BY_CLASS:
        if isinstance(field, kind):
            return shape(field)
    return {}


def _text(field: Any) -> Shape:
    return {"type": "string", "maxLength": field.longest}


def _whole(field: Any) -> Shape:
    return {"type": "integer", "minimum": field.least, "maximum": field.most}


def _amount(field: Any) -> Shape:
    lowest = {"x-minimum": str(field.least)} if field.least is not None else {}
    return {**AMOUNT, "x-places": field.places, **lowest}


def _choice(field: Any) -> Shape:
    return {"type": "string", "enum": list(field.choices)}


def _reference(field: Any) -> Shape:
    known = {"type": "string", "maxLength": LONGEST_KEY, "x-reference": field.kind}
    return {**known, "description": REFERENCE}


def _always(shape: Shape) -> Callable[[Any], Shape]:
    return lambda _field: dict(shape)


#: The first that fits counts, so a choice stands before the text that it also is.
_BY_CLASS: tuple[tuple[type[Any], Callable[[Any], Shape]], ...] = (
    (ChoiceField, _choice),
    (TextField, _text),
    (WholeField, _whole),
    (AmountField, _amount),
    (DayField, _always(DAY)),
    (MomentField, _always({**MOMENT, "description": LOCAL})),
    (YesNoField, _always({"type": "boolean"})),
    (RefField, _reference),
    (CursorField, _always({"type": "string", "maxLength": 100})),
    (BytesField, _always({"type": "string", "contentEncoding": "base64"})),
    (fields.Dict, _always({"type": "object"})),
)


def in_query(schema: ma.Schema) -> list[Shape]:
    """Return the fields of an input as parameters of an address; what has parts of its own goes into a body only.

    An empty one counts as not given, as in a form that somebody left blank.
    """
    return [
        {
            "in": "query",
            "name": name,
            "required": field.required,
            "allowEmptyValue": True,
            "schema": of_field(name, field),
        }
        for name, field in schema.fields.items()
        if is_flat(field)
    ]


def is_flat(field: fields.Field[Any]) -> bool:
    """Tell whether a field fits into an address."""
    inner = field.inner if isinstance(field, fields.List) else field
    return not isinstance(inner, fields.Nested | fields.Dict | fields.List)


def is_list(field: fields.Field[Any]) -> bool:
    """Tell whether a field may stand in an address several times."""
    return isinstance(field, ListField | fields.List)


_BY_TYPE: Mapping[type, Shape] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    Decimal: AMOUNT,
    date: DAY,
    datetime: MOMENT,
}


def of_record(columns: list[Shown]) -> Shape:
    """Return the shape of a record by its columns."""
    return {"type": "object", "properties": {column.name: _of_column(column) for column in columns}}


def _of_column(shown: Shown) -> Shape:
    if shown.target is not None:
        # A paper that she may not see has no name for her.
        return {"type": ["string", "null"], "x-reference": shown.target.__tablename__}
    try:
        shape = dict(_BY_TYPE.get(shown.column.type.python_type, {}))
    except NotImplementedError:
        return {}
    return _nullable(shape) if shown.column.nullable else shape


def _nullable(shape: Shape) -> Shape:
    kind = shape.get("type")
    return {**shape, "type": [*([kind] if isinstance(kind, str) else kind), "null"]} if kind else shape
