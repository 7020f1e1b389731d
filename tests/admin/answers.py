"""What an answer must say to the browser and what a page must not hold, whatever the address."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

_POLICY = {
    "script-src": r"script-src 'self' 'nonce-[\w-]{20,}'(;|$)",
    "style-src": r"style-src 'self' 'nonce-[\w-]{20,}'(;|$)",
    "object-src": r"object-src 'none'",
    "base-uri": r"base-uri 'none'",
    "form-action": r"form-action 'self'",
    "frame-ancestors": r"frame-ancestors '(none|self)'",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def lacking(answer: TestResponse) -> list[str]:
    """Return what an answer should say and does not (W3)."""
    said = answer.headers.get("Content-Security-Policy", "")
    wrong = [name for name, pattern in _POLICY.items() if not re.search(pattern, said)]
    wrong += [word for word in ("unsafe-inline", "unsafe-eval", "http:", "https:", " * ") if word in said]
    wrong += [name for name, value in _HEADERS.items() if answer.headers.get(name) != value]
    wrong += [] if "Permissions-Policy" in answer.headers else ["Permissions-Policy"]
    return wrong + [cookie for cookie in answer.headers.getlist("Set-Cookie") if not _is_careful(cookie)]


def _is_careful(cookie: str) -> bool:
    is_bound = (
        "Secure" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie and "Domain" not in cookie
    )
    return is_bound and ("HttpOnly" in cookie or not cookie.startswith("__Host-"))


def inline(answer: TestResponse) -> list[str]:
    """Return scripts, handlers and styles that stand in a page itself: the policy would stop them."""
    if answer.mimetype != "text/html":
        return []
    page = answer.get_data(as_text=True)
    tags = re.findall(r"<(?:script|style)\b[^>]*>", page)
    scripts = [tag for tag in tags if "src=" not in tag and "nonce=" not in tag and "json" not in tag]
    return scripts + re.findall(r"<[a-z][^>]*\s(?:on[a-z]+|style)\s*=", page)
