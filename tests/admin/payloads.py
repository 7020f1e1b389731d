"""Words that would be a program if a page took them for one."""

from __future__ import annotations

_SCRIPTS = ("alert(1)", "alert`1`", "fetch('//evil.example')")
_TAGS = (
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "</title><script>{}</script>",
    "</textarea><script>{}</script>",
    "</template><script>{}</script>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "<img src=x onerror={}>",
    '<img src="x" onerror="{}">',
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<body onload={}>",
    "<iframe src=javascript:{}>",
    "<a href=javascript:{}>x</a>",
    "<details open ontoggle={}>x</details>",
    "<input autofocus onfocus={}>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    '" onmouseover="{}',
    "' onmouseover='{}",
    '"><script>{}</script>',
    "'><script>{}</script>",
)
_OTHERS = (
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>*{background:url(//evil.example)}</style>",
    "<form action=//evil.example><button>go",
    "<object data=//evil.example>",
    "<embed src=//evil.example>",
    "{{ 7 * 7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "${7*7}",
    "#{7*7}",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\u2028<script>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<scr\u00adipt>alert(1)</script>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
)
PAYLOADS = [tag.format(script) for tag in _TAGS for script in _SCRIPTS] + list(_OTHERS)
#: What no page of ours ever holds because somebody typed it.
FOREIGN_ELEMENTS = frozenset({"base", "embed", "math", "mglyph", "object", "style", "xss"})


def intruders(elements: list[tuple[str, dict[str, str]]]) -> list[str]:
    """Return what stands in a page as an element or an attribute and was only meant to be read."""
    found = []
    for tag, attributes in elements:
        handlers = [name for name in attributes if name.startswith("on")]
        leading = [
            value
            for name, value in attributes.items()
            if name in ("href", "src", "action") and _leads_away(value)
        ]
        is_script = tag == "script" and not attributes.get("src", "").startswith("/assets/")
        if tag in FOREIGN_ELEMENTS or handlers or leading or is_script:
            found.append(f"{tag} {attributes}")
    return found


def _leads_away(value: str) -> bool:
    return value.strip().lower().startswith(("javascript:", "data:", "//", "http"))
