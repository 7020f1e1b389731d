"""Put the back office together: the order in which its rooms are set up, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from flask_babel import Babel

from sanbao.i18n import current_locale
from sanbao_admin import (
    acting,
    addresses,
    api,
    calls,
    failing,
    finding,
    home,
    importing,
    lists,
    money,
    papers,
    people,
    plugin_pages,
    policy,
    remembering,
    reports,
    runs,
    setting_up,
    signing_in,
    skin,
    units,
)
from sanbao_admin.home.first_page import Home

if TYPE_CHECKING:
    from sanbao import Sanbao

#: The rooms that have pages, in the order of the menu; each offers ``pages(erp)``.
ROOMS = (
    home,
    calls,
    finding,
    lists,
    runs,
    papers,
    acting,
    remembering,
    units,
    money,
    reports,
    setting_up,
    importing,
    plugin_pages,
    signing_in,
)


def create_app(erp: Sanbao, **config: Any) -> Flask:
    """Return the web application of one company; it shows what is enabled there now."""
    app = Flask("sanbao_admin", static_folder=None)
    app.url_rule_class = addresses.PatientRule
    app.extensions["sanbao"] = erp
    app.config.update(config)
    Babel(app, locale_selector=current_locale)
    people.register(app)
    signing_in.register(app, erp)
    policy.register(app)
    skin.register(app)
    plugin_pages.register(app, erp)
    failing.register(app)
    admin = Admin(
        app,
        name=erp.company_row.name,
        url="/",
        index_view=Home(url="/", static_folder="static"),
        theme=Bootstrap4Theme(fluid=True),
        csp_nonce_generator=skin.nonce,
    )
    for room in ROOMS:
        for view in room.pages(erp):
            admin.add_view(view)
    api.register(app, erp)
    return app
