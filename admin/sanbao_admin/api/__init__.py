"""The interface for programs (REST under /api/v1), made from the same operations and papers as everything else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from sanbao import Sanbao

#: The application's setting for the requests that a token may make in a minute.
RATE = "API_REQUESTS_PER_MINUTE"


def register(app: Flask, erp: Sanbao) -> None:
    """Add every address of the company to the application."""
    from sanbao_admin.api import openapi, pages, routes, strays
    from sanbao_admin.api.door import guarded
    from sanbao_admin.api.rates import MOST, Limiter
    from sanbao_admin.api.steps import ROOT

    limiter = Limiter(most=int(app.config.get(RATE, MOST)))
    found = [
        replace(route, view=guarded(erp, limiter, route.view, route.permission, reading=route.reading))
        for route in routes.all_of(erp)
    ]
    for route in found:
        app.add_url_rule(ROOT + route.rule, f"api.{route.endpoint}", route.view, methods=[route.method])
    pages.register(app, erp, limiter, partial(openapi.gather, found))
    strays.register(app, erp, limiter)
