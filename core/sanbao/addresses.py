"""What an address and a line of a letter's head may look like. Pure: no database, no clock."""

from __future__ import annotations

import re

_LONGEST = 254
#: One address, nothing that could begin a second one, a name in front of it, or a line of its own.
_ADDRESS = re.compile(r"""[^\s@<>,;:"()\[\]\\]+@[^\s@<>,;:"()\[\]\\.]+(\.[^\s@<>,;:"()\[\]\\.]+)+""")


def is_address(text: str) -> bool:
    """Tell whether this is one address of electronic mail and nothing else.

    >>> is_address("wang@example.com"), is_address("a@example.com, b@example.com"), is_address("a@example.com\\nBcc: b@x.cn")
    (True, False, False)
    """
    return len(text) <= _LONGEST and text.isprintable() and _ADDRESS.fullmatch(text) is not None


def one_line(text: str) -> str:
    """Return words fit for the head of a letter: on one line, without what cannot be printed.

    >>> one_line("培训\\r\\nBcc: x@example.com")
    '培训 Bcc: x@example.com'
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
