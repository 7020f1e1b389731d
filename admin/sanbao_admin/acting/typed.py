"""From what a browser sends to the data of an operation: ``lines.0.amount`` becomes the amount of the first line."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import marshmallow as ma
from marshmallow import fields
from werkzeug.datastructures import FileStorage, MultiDict

from sanbao.documents.schemas import BytesField
from sanbao.plain_yaml import read_yaml
from sanbao.schema import ListField
from sanbao_admin.acting.controls import look_of

#: How many rows of a table are looked at; whoever has more imports a workbook.
MOST_ROWS = 1000
#: What a file says of itself where the form has a field for it.
NAME, MEDIA_TYPE = "name", "media_type"


def typed(schema: ma.Schema, sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what was typed, by the schema's fields; blank fields and blank rows are left out."""
    return _of_fields(schema, sent, "")


def _of_fields(schema: ma.Schema, sent: MultiDict[str, str], before: str) -> dict[str, Any]:
    found = {name: _of_field(one, sent, before + name) for name, one in schema.fields.items()}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _of_field(one: fields.Field[Any], sent: MultiDict[str, str], path: str) -> Any:
    look = look_of(one)
    if look == "table":
        return _rows(one.inner if isinstance(one, fields.List) else one, sent, path)
    if isinstance(one, fields.Nested):
        record = _of_fields(one.schema, sent, f"{path}.")
        return None if _is_blank(one.schema, record) else record
    values = [value for value in sent.getlist(path) if value.strip()]
    if look in ("tags", "refs") and isinstance(one, ListField) and _is_in_row(path):
        # There is one line only, so several stand there with commas between them.
        return "\n".join(values) or None
    if look in ("choices", "tags", "refs"):
        return [part for value in values for part in value.splitlines() if part.strip()] if values else None
    return values[-1] if values else None


def _is_in_row(path: str) -> bool:
    """Tell whether a field stands in a row of a table.

    >>> _is_in_row("clauses.0.exclusions"), _is_in_row("payment.preconditions")
    (True, False)
    """
    return any(part.isdigit() for part in path.split("."))


def _rows(inner: Any, sent: MultiDict[str, str], path: str) -> list[dict[str, Any]]:
    numbers = {name[len(path) + 1 :].partition(".")[0] for name in sent if name.startswith(f"{path}.")}
    wanted = sorted(int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 6)
    rows = (_of_fields(inner.schema, sent, f"{path}.{number}.") for number in wanted[:MOST_ROWS])
    return [row for row in rows if not _is_blank(inner.schema, row)]


def _is_blank(schema: ma.Schema, row: Mapping[str, Any]) -> bool:
    """Tell whether a row or a record holds nothing but what the form itself put there: nobody has written in it."""
    return all(value == _offered(schema.fields[name]) for name, value in row.items())


def _offered(one: fields.Field[Any]) -> str | None:
    """Return what stands in a field of a fresh row."""
    default = one.load_default
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default) if isinstance(default, str | int | Decimal) else None


def with_files(
    schema: ma.Schema, data: Mapping[str, Any], files: Mapping[str, FileStorage]
) -> dict[str, Any]:
    """Return the data with the files that were chosen; a file tells its own name and type where nobody did."""
    found = dict(data)
    for path, one in schema.fields.items():
        file = files.get(path)
        if not isinstance(one, BytesField) or file is None or not file.filename:
            continue
        found[path] = file.read()
        if NAME in schema.fields:
            found.setdefault(NAME, file.filename)
        if MEDIA_TYPE in schema.fields:
            guessed = mimetypes.guess_type(str(found.get(NAME, "")))[0]
            found.setdefault(MEDIA_TYPE, guessed or "application/octet-stream")
    return found


def with_inner_files(sent: MultiDict[str, str], files: Mapping[str, FileStorage]) -> MultiDict[str, str]:
    """Return what was sent with the files of groups and rows in it, as a program would send them."""
    found = sent.copy()
    for path, file in files.items():
        record, _dot, _field = path.rpartition(".")
        if not record or not file.filename:
            continue
        found[path] = base64.b64encode(file.read()).decode()
        if not found.get(f"{record}.{NAME}", "").strip():
            found[f"{record}.{NAME}"] = file.filename
    return found


def with_texts_read(schema: ma.Schema, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data with free texts such as a policy read as YAML or JSON; what is one word stays that word."""
    return {name: _text_read(schema.fields[name], value) for name, value in data.items()}


def _text_read(one: fields.Field[Any], value: Any) -> Any:
    """Return what a field says, with the free texts of records and rows within it read too."""
    if isinstance(value, str):
        return read_yaml(value) if look_of(one) == "raw" else value
    inner = one.inner if isinstance(one, fields.List) else one
    if not isinstance(inner, fields.Nested):
        return value
    if isinstance(value, list):
        return [with_texts_read(inner.schema, row) for row in value]
    return with_texts_read(inner.schema, value) if isinstance(value, Mapping) else value
