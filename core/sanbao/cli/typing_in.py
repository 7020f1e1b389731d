"""From words on a command line to the data of an operation."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import marshmallow as ma
from marshmallow import fields

from sanbao.cli.settings import existing
from sanbao.documents.schemas import BytesField
from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_


def data_of(schema: ma.Schema, words: Sequence[str], file: str | None) -> dict[str, Any]:
    """Return the fields that were typed: from a file first, then as ``name=value``, which overrules it.

    Lists and tables are written as JSON; ``name=@FILE`` takes a file's bytes or a policy's text. Raises
    :class:`~sanbao.errors.Invalid` with every word that cannot be read.
    """
    data = _from_file(file) if file is not None else {}
    problems: list[Problem] = []
    typed: set[str] = set()
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name:
            problems.append(Problem(word, N_("Please write NAME=VALUE.")))
            continue
        if name in typed:
            problems.append(Problem(name, N_("This is given twice; several values are written as JSON, [\"a\", \"b\"].")))
            continue
        typed.add(name)
        try:
            data[name] = _value(schema.fields.get(name), text)
        except ValueError as error:
            problems.append(Problem(name, N_("This is not readable JSON: {reason}"), {"reason": error}))
    if problems:
        raise Invalid(problems)
    return data


def _value(field: fields.Field[Any] | None, text: str) -> Any:
    if isinstance(field, BytesField | fields.Raw) and text.startswith("@"):
        content = existing(Path(text[1:])).read_bytes()
        return content if isinstance(field, BytesField) else content.decode("utf-8")
    if isinstance(field, fields.List | fields.Nested | fields.Dict | fields.Raw) and text.lstrip()[:1] in ("[", "{"):
        # Numbers stay the text that was typed: 2050.00 is no float.
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    return text


def _from_file(file: str) -> dict[str, Any]:
    from sanbao.plain_yaml import read_yaml

    try:
        text = sys.stdin.read() if file == "-" else existing(Path(file)).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Invalid([Problem("--data", N_("the file is not written in UTF-8"))]) from error
    data = read_yaml(text)
    if not isinstance(data, Mapping):
        raise Invalid([Problem("--data", N_("Please give named fields."))])
    return dict(data)
