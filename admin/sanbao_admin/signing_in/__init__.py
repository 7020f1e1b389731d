"""Signing in: accounts, passwords, second factors, sessions, and what every answer says to the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from sanbao import Sanbao


def register(app: Flask, erp: Sanbao) -> None:
    """Let people sign in to this application; everything else asks who they are."""
    from sanbao_admin.signing_in import forgery, headers, log, pages, sessions, store

    log.register(app)
    sessions.register(app, erp)
    headers.register(app)
    forgery.register(app)
    store.register(app, erp)
    pages.register(app)
