"""What a request brings, read strictly before anything of it is believed: JSON, query and path."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NoReturn

from flask import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_, _
from sanbao_admin.api.errors import TooLong, Unread, WrongMedia

#: An attachment of 20 MB does not fit; it is brought through the page of its document.
LARGEST = 16 * 1024 * 1024
DEEPEST = 40
#: The longest whole number that every database takes.
LONGEST_NUMBER = 18
MOST_VALUES = 200_000
LONGEST_KEY = 200
_JSON = "application/json"
#: Strings as wholes (a last one may lack its end) and brackets; possessive, so that no text takes long.
_STRUCTURE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def read_body(request: Request) -> dict[str, Any]:
    """Return the fields of a JSON body; nothing at all counts as no fields."""
    request.max_content_length = LARGEST
    try:
        raw = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise TooLong(most=LARGEST) from error
    except (ClientDisconnected, OSError, ValueError) as error:
        raise _unread(N_("it did not arrive whole")) from error
    if not raw and not request.mimetype:
        return {}
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != _JSON or request.content_encoding or charset not in ("utf-8", "utf8"):
        raise WrongMedia()
    return parse(raw) if raw.strip() else {}


def parse(raw: bytes) -> dict[str, Any]:
    """Return the object that a JSON text holds; numbers with a point stay the text that they were written as."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unread(N_("it is not UTF-8")) from error
    if text.count(",") > MOST_VALUES or text.count("[") + text.count("{") > MOST_VALUES:
        raise _unread(N_("it holds too many values"))
    if depth(text) > DEEPEST:
        raise _unread(N_("it is nested too deeply"))
    try:
        value = json.loads(
            text, object_pairs_hook=_pairs, parse_constant=_constant, parse_int=_whole, parse_float=_number
        )
    except (ValueError, RecursionError) as error:
        raise _unread(N_("it is not JSON")) from error
    if not isinstance(value, dict):
        raise _unread(N_("it is not an object with named fields"))
    _refuse_unprintable(value)
    return value


def depth(text: str) -> int:
    """Return how deeply brackets are nested outside of strings; this needs no stack, whatever was sent.

    >>> depth('{"a": ["[[["]}')
    2
    """
    deepest = now = 0
    for match in _STRUCTURE.finditer(text):
        if match[0][0] != '"':
            now += 1 if match[0] in "[{" else -1
            deepest = max(deepest, now)
        if deepest > DEEPEST:
            break
    return deepest


def read_query(request: Request, several: Iterable[str] = ()) -> dict[str, Any]:
    """Return the parameters of the address; only those that hold lists may stand there more than once."""
    lists = set(several)
    values: dict[str, Any] = {}
    for name, given in request.args.lists():
        if not is_printable(name) or not all(map(is_printable, given)):
            raise _unread(N_("there are characters in it that cannot be printed"))
        if len(given) > 1 and name not in lists:
            raise Invalid([Problem(name, N_("Please give this once only."))])
        values[name] = given if len(given) > 1 else given[0]
    return values


def is_key(text: str) -> bool:
    """Tell whether a part of the address can be the name of a record."""
    return 0 < len(text) <= LONGEST_KEY and is_printable(text)


def is_printable(text: str) -> bool:
    """Tell whether a text can be kept and shown: no control characters but line ends, no halves of letters."""
    return (
        text.isascii()
        and text.isprintable()
        or not any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\r\t" for letter in text)
    )


def _refuse_unprintable(value: Any) -> None:
    left, count = [value], 0
    while left:
        one = left.pop()
        count += 1
        if count > MOST_VALUES:
            raise _unread(N_("it holds too many values"))
        if isinstance(one, str) and any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in one):
            raise _unread(N_("there are characters in it that cannot be printed"))
        if isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list):
            left += one


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _unread(N_("a name stands in it twice"))
    return found


def _constant(name: str) -> NoReturn:
    raise _unread(N_("NaN and Infinity are no numbers"))


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise _unread(N_("a number in it is too large"))
    return int(digits)


def _number(text: str) -> str:
    if len(text) > LONGEST_KEY:
        raise _unread(N_("a number in it is too large"))
    return text


def _unread(reason: str) -> Unread:
    return Unread(reason=_(reason))
