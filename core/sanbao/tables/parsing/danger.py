"""Which texts a spreadsheet could take for a formula when it opens a CSV file (F3)."""

from __future__ import annotations

_STARTS = tuple("=+-@\t\r\n" + "＝＋－＠" + "﹢﹣﹦﹫−|%")
_IGNORED = "'\"‘’“”＇＂ \u00a0\u3000\u200b\ufeff"


def is_dangerous(text: str) -> bool:
    """Tell whether a text starts like a formula, also behind quotation marks and blanks.

    >>> is_dangerous("=1+1"), is_dangerous(" \\"＝1+1"), is_dangerous("a=1")
    (True, True, False)
    """
    return text.startswith(_STARTS) or text.lstrip(_IGNORED).startswith(_STARTS)


def armoured(text: str) -> str:
    """Return the text with the leading apostrophe that makes it harmless, where it needs one."""
    return f"'{text}" if is_dangerous(text) else text


def disarmed(text: str) -> str:
    """Take off again exactly the apostrophe that :func:`armoured` put before a text."""
    return text[1:] if text.startswith("'") and is_dangerous(text[1:]) else text
