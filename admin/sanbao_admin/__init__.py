"""The back office: an admin UI and REST over one opened company. ``create_app(erp)`` returns the Flask app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from sanbao import Sanbao


def create_app(erp: Sanbao, **config: Any) -> Flask:
    """Return the web application of one company; ``config`` overrules Flask's settings."""
    from sanbao_admin.app import create_app as create

    return create(erp, **config)
