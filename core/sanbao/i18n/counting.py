"""One of a thing in English: “1 vehicle is”, where the sentence is written for several. Chinese needs nothing of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ONE = re.compile(r"-?1(\.0+)?")
#: What sentences count; a word that is not here stays as it is written.
_NOUNS = (
    "accounts", "answers", "attempts", "cases", "cells", "certificates", "characters", "checks", "columns",
    "complaints", "contracts", "days", "deviations", "entries", "files", "filters", "findings", "groups", "hours",
    "jobs", "letters", "lines", "lots", "messages", "minutes", "months", "needs", "operations", "orders", "papers",
    "people", "persons", "pieces", "places", "points", "problems", "promises", "questions", "records", "rows",
    "seasons", "seconds", "sentences", "serial numbers", "sessions", "statements", "steps", "stories", "tables",
    "terminals", "tests", "things", "times", "tries", "units", "vehicles", "vouchers", "weeks", "years",
)  # fmt: skip
_VERBS = {
    "are": "is", "count": "counts", "go": "goes", "have": "has", "keep": "keeps", "stand": "stands",
    "stay": "stays", "wait": "waits", "were": "was",
}  # fmt: skip
#: A number, up to two words about the thing, the thing, and what it does after up to three words more.
_COUNTED = re.compile(
    rf"(\{{(\w+)\}}(?: [a-z-]+){{0,2}}? )({'|'.join(_NOUNS)})\b"
    rf"(?:((?: [a-z{{}}_]+){{0,3}}?) ({'|'.join(_VERBS)})\b)?"
)


def one_of(message: str, params: Mapping[str, Any]) -> str:
    """Return an English sentence with what it counts in the singular, wherever there is but one.

    >>> one_of("{count} failed vehicles are still open, {days} days", {"count": 1, "days": 2})
    '{count} failed vehicle is still open, {days} days'
    """

    def in_singular(found: re.Match[str]) -> str:
        number, name, noun, between, verb = found.groups()
        if _ONE.fullmatch(str(params.get(name))) is None:
            return found[0]
        return number + _singular(noun) + (f"{between or ''} {_VERBS[verb]}" if verb else "")

    return _COUNTED.sub(in_singular, message)


def _singular(noun: str) -> str:
    if noun == "people":
        return "person"
    return noun[:-3] + "y" if noun.endswith("ies") else noun[:-1]
