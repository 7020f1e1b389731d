"""The document of the interface: as JSON for programs, as a page for the people who write them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, render_template

from sanbao.i18n import current_locale
from sanbao_admin.api import openapi
from sanbao_admin.api.door import guarded
from sanbao_admin.api.steps import ROOT
from sanbao_admin.api.views import answer

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.api.callers import Caller
    from sanbao_admin.api.rates import Limiter


def register(app: Flask, erp: Sanbao, limiter: Limiter, gather: Callable[[], dict[str, Any]]) -> None:
    """Add the document, its page, and who I am; the document is made when it is first asked for."""
    document = cache(gather)

    @cache
    def in_language(locale: str) -> dict[str, Any]:
        found: dict[str, Any] = openapi.spoken(document(), locale)
        return found

    def as_json(_erp: Sanbao, _caller: Caller) -> Response:
        return answer(in_language(current_locale()))

    def as_page(_erp: Sanbao, _caller: Caller) -> Response:
        return Response(
            render_template(
                "sanbao/api/reader.html",
                document=in_language(current_locale()),
                groups=groups(in_language(current_locale())),
            )
        )

    def who(_erp: Sanbao, caller: Caller) -> Response:
        return answer(
            {"user": caller.login, "scopes": sorted(caller.scopes), "company": erp.company_row.name}
        )

    for name, view in (("openapi.json", as_json), ("docs", as_page), ("me", who)):
        endpoint = f"api_{name.partition('.')[0]}"
        app.add_url_rule(f"{ROOT}/{name}", endpoint, guarded(erp, limiter, view, None, reading=True))


def groups(document: dict[str, Any]) -> dict[str, list[tuple[str, str, dict[str, Any]]]]:
    """Return the addresses by what they belong to, in the order of their first one."""
    found: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            if isinstance(described, dict) and "responses" in described:
                found.setdefault(described["tags"][0], []).append((method.upper(), path, described))
    return found
