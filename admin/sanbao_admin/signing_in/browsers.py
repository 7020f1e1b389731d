"""What a browser calls itself, in two words that its person recognises. Pure."""

from __future__ import annotations

#: Looked for in this order: nearly every browser also claims to be one of those further down.
_PROGRAMS = (
    ("MicroMessenger/", "WeChat"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def short_name(agent: str) -> str:
    """Return program and system, or the beginning of what is unknown.

    >>> short_name("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36")
    'Chrome · Linux'
    """
    names = [next((name for mark, name in known if mark in agent), "") for known in (_PROGRAMS, _SYSTEMS)]
    return " · ".join(name for name in names if name) or agent[:40] or "–"
