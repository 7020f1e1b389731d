"""Flask-Admin's own view of the same tables, as its documentation sets it up: what our lists are measured beside."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.theme import Bootstrap4Theme
from flask_babel import Babel
from sqlalchemy.orm import scoped_session, sessionmaker
from werkzeug.test import Client

import sanbao
from sanbao.ledger.models import PostedEntry
from sanbao.registry.models import Unit


class _Session(scoped_session[Any]):
    """What Flask-Admin 2 wants: a session that also has one."""

    @property
    def session(self) -> Any:
        """Itself."""
        return self


class UnitView(ModelView):
    """Units with eight columns."""

    column_list = (
        "serial",
        "product_id",
        "customer_id",
        "state",
        "order_no",
        "price_paid",
        "sold_on",
        "accepted_on",
    )
    column_searchable_list = ("serial", "order_no")
    column_filters = ("state",)
    column_default_sort = "serial"
    page_size = 20


class EntryView(ModelView):
    """Entries with eight columns."""

    column_list = ("id", "number_key", "number", "date", "summary", "document_id", "operation", "user_id")
    column_searchable_list = ("summary",)
    column_filters = ("number_key",)
    column_default_sort = ("id", True)
    page_size = 20


def stock_client(erp: sanbao.Sanbao) -> Client:
    """Return a browser before the stock views, open to everybody as they are by default."""
    app = Flask("stock")
    app.secret_key = "bench"
    Babel(app)
    session = _Session(sessionmaker(erp.database.engine))
    app.teardown_appcontext(lambda _error: session.remove())
    admin = Admin(app, theme=Bootstrap4Theme())
    admin.add_view(UnitView(Unit, session, endpoint="stock_unit", url="/stock_unit"))
    admin.add_view(EntryView(PostedEntry, session, endpoint="stock_entry", url="/stock_entry"))
    return app.test_client()
