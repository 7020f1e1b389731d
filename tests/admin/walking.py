"""Every address of an application, with something in the place of each of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Flask
from werkzeug.routing import Rule

#: What stands for a part of an address when a test knows nothing better.
FILLING: Mapping[str, str] = {"filename": "nothing.css", "kind": "claim", "number": "1", "name": "sanbao.css"}


def addresses(app: Flask, known: Mapping[str, str] = FILLING) -> Iterator[tuple[str, str, set[str]]]:
    """Yield each rule's endpoint, an address that it answers, and its methods."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        yield rule.endpoint, address_of(rule, known), set(rule.methods or ())


def address_of(rule: Rule, known: Mapping[str, str] = FILLING) -> str:
    """Return an address of a rule."""
    text = ""
    for is_part, piece in rule._trace:
        text += known.get(piece, "1") if is_part else piece
    return text.removeprefix("|")
