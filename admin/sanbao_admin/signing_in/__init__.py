"""Signing in: accounts, passwords, second factors, sessions, and what every answer says to the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from sanbao import Sanbao
    from sanbao_admin.views import View


def register(app: Flask, erp: Sanbao) -> None:
    """Let people sign in to this application; everything else asks who they are."""
    from sanbao_admin.signing_in import entrance, forgery, headers, log, sessions, store

    log.register(app)
    sessions.register(app, erp)
    headers.register(app)
    forgery.register(app)
    store.register(app, erp)
    entrance.register(app)


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room: one's own account."""
    from sanbao_admin.signing_in.own_account import OwnAccount

    return [OwnAccount()]
