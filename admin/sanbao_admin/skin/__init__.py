"""The look: templates, the stylesheet, the script, icons, and what templates may say."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from flask import Flask, current_app, g, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup, escape

from sanbao.codes import worded
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading
from sanbao.version import VERSION
from sanbao_admin import charts, people, policy
from sanbao_admin.acting import address as operation_address
from sanbao_admin.acting import going
from sanbao_admin.acting.words import title_of as operation_title
from sanbao_admin.skin.menu import group_title, menu

_FOLDER = Path(__file__).parent
#: Each room keeps its templates beside its code, as ``ROOM/templates/sanbao/ROOM/….html``; ours come first.
_TEMPLATES = [_FOLDER / "templates", *sorted(_FOLDER.parent.glob("*/templates"))]
_YEAR = 365 * 24 * 3600


class _Compiled(BytecodeCache):
    """What templates were compiled to, for the life of the process: a new application starts with it."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what the same template was compiled to before."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


def register(app: Flask) -> None:
    """Let templates be found, ours first, and give them their words."""
    stock = PackageLoader("flask_admin", "templates/bootstrap4")
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(_TEMPLATES), PrefixLoader({"fa": stock}), stock]
    )
    app.jinja_env.bytecode_cache = _Compiled()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        T=_,
        heading=heading,
        icon=icon,
        asset=asset,
        draw=charts.draw,
        may=policy.may,
        leads_to=policy.leads,
        led=led,
        people=people,
        html_language=people.html_language,
        group_title=group_title,
        menu=menu,
        version=VERSION,
        nonce=nonce,
        operation_title=operation_title,
        operation_address=operation_address,
        entry_address=going.entry,
        state_words=state_words,
        worded=worded,
        new_key=new_key,
    )
    app.jinja_env.filters.update(amount=amount, moment=moment, shown=shown)
    app.jinja_env.tests["money"] = lambda value: isinstance(value, Decimal)
    app.add_url_rule("/assets/<path:name>", "static", _static)
    policy.set_need(app, "static", policy.PUBLIC)
    policy.set_need(app, "home.static", policy.PUBLIC)


def _static(name: str) -> ResponseReturnValue:
    """Send a file of the skin; its address changes with its content, so it may be kept for a year."""
    return send_from_directory(_FOLDER / "static", name, max_age=_YEAR)


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((_FOLDER / "static" / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a file of the skin."""
    return url_for("static", name=name, v=_digest(name))


def nonce() -> str:
    """Return the word by which this answer's own scripts and styles are known (CSP)."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return str(g.nonce)


def led(text: str, address: str) -> Markup:
    """Return a name that leads to a page, or the name alone where there is no address for the person who reads."""
    if not address:
        return Markup("<span>{}</span>").format(text)  # noqa: S704 - a constant, and what goes into it is escaped
    return Markup('<a href="{}">{}</a>').format(address, text)  # noqa: S704


def icon(name: str, title: str = "") -> Markup:
    """Return an icon of the sprite; without a title it is only decoration."""
    label = Markup(' role="img" aria-label="{}"').format(title) if title else Markup(' aria-hidden="true"')
    if "icons" not in g:  # some seventy icons stand in a page; making the address costs more than the icon
        g.icons = asset("icons.svg")
    return Markup('<svg class="icon"{}><use href="{}#{}"></use></svg>').format(label, g.icons, escape(name))


def amount(value: Decimal | int | str | None, digits: int | None = None) -> str:
    """Return money or a quantity with thousands separators, in the currency's own digits; nothing for nothing.

    >>> amount(Decimal("1234.5"), 2)
    '1,234.50'
    """
    if value is None or value == "":
        return ""
    places = people.erp().currency.digits if digits is None else digits
    return f"{Decimal(value):,.{places}f}"


def moment(value: datetime | None) -> str:
    """Return a moment in the company's own zone, to the minute."""
    return f"{value.astimezone(people.work().zone):%Y-%m-%d %H:%M}" if value is not None else ""


def shown(value: Any) -> str:
    """Return any plain value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, list | tuple):
        return _(N_(", ")).join(shown(one) for one in value)
    return str(value)


def new_key() -> str:
    """Return a key under which a form is done once, however often it is sent."""
    return str(uuid4())


def state_words(kind: str, state: str) -> str:
    """Return what a state of a kind of papers is called; the code where nobody knows."""
    found = registry().kinds.get(kind)
    return _(found.flow.state(state).label) if found is not None and state in found.flow.codes else state


def registry() -> Any:
    """Return what is enabled in the company that this application serves."""
    return current_app.extensions["sanbao"].registry
