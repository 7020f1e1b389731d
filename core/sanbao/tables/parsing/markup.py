"""Walk through the XML of a spreadsheet, tag by tag, without building a tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from sanbao.tables.parsing.refusal import Refusal

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


def walk(content: bytes, start: Start, end: End | None = None) -> None:
    """Call back for each tag, by local name; attributes as well lose their prefixes."""
    parser = ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: start(
        _local(tag), {_local(name): value for name, value in attributes.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise Refusal("damaged") from error


def attributes_of(content: bytes, tag: str) -> list[Mapping[str, str]]:
    """Return the attributes of every such tag, in order; nothing for an absent part."""
    found: list[Mapping[str, str]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == tag:
            found.append(attributes)

    if content:
        walk(content, start)
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]
