"""Addresses inside a list: what is asked now with one thing changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

#: What belongs to one page only.
_OF_A_PAGE = ("after", "before", "count", "open")
#: What a saved filter keeps: everything but the place in the list and what others add to an address.
_NOT_KEPT = (*_OF_A_PAGE, "saved", "lang", "as", "csrf_token", "month")
_MOST_WORDS = 200


class Links:
    """Makes addresses of a list out of the one that was asked for."""

    def __init__(self, path: str, arguments: MultiDict[str, str]) -> None:
        self.path = path
        self.pairs = [(name, text) for name, text in arguments.items(multi=True) if text]

    @staticmethod
    def parsed(query: str) -> MultiDict[str, str]:
        """Return the words of a query string that a form carried along."""
        return MultiDict(parse_qsl(query, errors="replace", max_num_fields=None)[:_MOST_WORDS])

    def to(self, part: str = "", /, **changed: str | Iterable[str] | None) -> str:
        """Return the address with some words changed; None takes a word out. ``part`` is appended to the path."""
        return self._made(part, {*changed, *_OF_A_PAGE}, changed)

    def here(self, **changed: str | Iterable[str] | None) -> str:
        """Return the address of the same page with some words changed."""
        return self._made("", set(changed), changed)

    def _made(
        self, part: str, gone: Collection[str], changed: Mapping[str, str | Iterable[str] | None]
    ) -> str:
        pairs = [(name, text) for name, text in self.pairs if name not in gone]
        for name, value in changed.items():
            if value is not None:
                pairs += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return self.path + part + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, *names: str) -> str:
        """Return the address without some words."""
        return self.to("", **dict.fromkeys(names))

    def bare(self) -> str:
        """Return the address of the whole list, past a filter that opens by itself."""
        return f"{self.path}?saved=none"

    def kept(self) -> str:
        """Return what a saved filter keeps."""
        return urlencode([(name, text) for name, text in self.pairs if name not in _NOT_KEPT])
