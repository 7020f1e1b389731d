"""Addresses that are none, and methods that do not fit: answered as problems too, never with a page or a redirection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import MethodNotAllowed

from sanbao_admin.api.door import guarded
from sanbao_admin.api.errors import NoSuchPath, WrongMethod
from sanbao_admin.api.steps import ROOT

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.api.callers import Caller
    from sanbao_admin.api.rates import Limiter


def register(app: Flask, erp: Sanbao, limiter: Limiter) -> None:
    """Answer below the root for whatever no address takes."""
    refuse = guarded(erp, limiter, _refuse, None, reading=True)

    @app.before_request
    def catch() -> Response | None:
        is_here = request.path == ROOT or request.path.startswith(f"{ROOT}/")
        return refuse() if is_here and request.routing_exception is not None else None


def _refuse(_erp: Sanbao, _caller: Caller) -> Response:
    wrong = request.routing_exception
    if isinstance(wrong, MethodNotAllowed):
        raise WrongMethod(path=request.path, allowed=", ".join(sorted(wrong.valid_methods or ())))
    raise NoSuchPath(path=request.path)
