"""The company's facts, and its settings by plugin, each changed where it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sanbao.choosing import LANGUAGES
from sanbao.errors import Invalid
from sanbao.i18n import N_, _
from sanbao_admin import people, policy
from sanbao_admin.views import View, expose


class CompanyFacts(View):
    """Who we are, and how the plugins are set."""

    code = "set_up_company"
    title = N_("Company and settings")
    help = N_(
        "What stands on every paper, and how each plugin is set; a setting counts from the next operation on."
    )
    need = ("setting.list", "company.change")
    group = "setup"
    icon = "building"

    def __init__(self) -> None:
        super().__init__(url="/set-up/company")

    @expose("/")
    def index(self) -> str:
        """Show the facts and the settings."""
        return self._page()

    def _page(self, name: str = "", typed: str = "", problem: str = "") -> str:
        work = people.work()
        company = work.company
        return self.render(
            "sanbao/setting_up/company.html",
            company=company,
            language=LANGUAGES.get(company.locale, company.locale),
            groups_of_settings=_settings() if people.may("setting.list") else {},
            may_change=people.may("setting.change"),
            failed=name,
            typed=typed,
            problem=problem,
        )

    @expose("/<name>", methods=["POST"])
    @policy.allow("setting.change")
    def change(self, name: str) -> ResponseReturnValue:
        """Change one setting; what was typed is kept where it does not fit."""
        typed = request.form.get("value", "")
        spec = people.erp().registry.settings.get(name)
        value = as_data(spec.default, typed) if spec is not None else typed
        try:
            people.do("setting.change", {"name": name, "value": value})
        except Invalid as error:
            said = "; ".join(str(problem) for problem in error.problems) or str(error)
            return self._page(name, typed, said), 422
        flash(_(N_("The setting was changed.")), "good")
        return redirect(url_for(".index") + f"#setting-{name}")


def as_data(default: Any, typed: str) -> Any:
    """Return what was typed as the setting takes it: pairs are written one to a line, nothing empties it."""
    if not typed.strip():
        return None
    if not isinstance(default, Mapping):
        return typed
    lines = [line for line in typed.splitlines() if line.strip()]
    pairs = [line.replace("：", ":").partition(":") for line in lines]
    if any(not colon for _name, colon, _value in pairs):
        return typed
    return json.dumps({name.strip(): value.strip() for name, _colon, value in pairs}, ensure_ascii=False)


def as_text(value: Any) -> str:
    """Return a setting's value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {one}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def look_of(default: Any) -> str:
    """Return how a setting is typed."""
    if isinstance(default, bool):
        return "yes_no"
    if isinstance(default, Decimal | int):
        return "number"
    return (
        "pairs" if isinstance(default, Mapping) else "list" if isinstance(default, list | tuple) else "text"
    )


def _settings() -> dict[str, list[dict[str, Any]]]:
    """Return the settings by the title of the plugin that they belong to."""
    registry = people.erp().registry
    found: dict[str, list[dict[str, Any]]] = {}
    for row in people.work().ask("setting.list"):
        owner = registry.plugins[registry.owner("setting", row["name"])]
        shown = {
            **row,
            "look": look_of(row["default"]),
            "text": as_text(row["value"]),
            "is_own": row["value"] != row["default"],
            "default_text": as_text(row["default"]),
        }
        found.setdefault(_(owner.title), []).append(shown)
    return found
