"""The OpenAPI document of a company's interface, in both languages, as flask-smorest gathers it from the addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_smorest import Api, Blueprint

from sanbao.i18n import N_, translate
from sanbao.version import VERSION
from sanbao_admin.api import problems
from sanbao_admin.api.steps import ROOT

if TYPE_CHECKING:
    from sanbao_admin.api.routes import Route

_SPOKEN = ("summary", "description", "title")
ABOUT = N_(
    "Everything that can be read, asked and done in this company, as far as the token and its person may. "
    "Amounts are text with a decimal point; what is refused comes as application/problem+json with a stable code."
)


def gather(routes: Iterable[Route]) -> dict[str, Any]:
    """Return the document of these addresses, its sentences in English.

    flask-smorest reads them off an application of its own: on ours it would change the pages of errors, and gather
    at every start what is asked for now and then.
    """
    app = Flask("sanbao_openapi", static_folder=None)
    app.config.update(API_TITLE="sanbao", API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    api = Api(app)
    said = {"description": N_("It was refused."), "content": {problems.MEDIA: {"schema": problems.SCHEMA}}}
    api.spec.components.response("Problem", said)
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    blueprint = Blueprint("api", __name__, description="REST")
    for route in routes:
        doc = route.doc()
        # flask-smorest keeps what is in the path apart from the rest.
        place = [one for one in doc.get("parameters", ()) if one["in"] == "path"]
        rest = [one for one in doc.get("parameters", ()) if one["in"] != "path"]
        add = blueprint.route(
            route.rule, methods=[route.method], endpoint=route.endpoint, tags=[route.tag], parameters=place
        )
        add(blueprint.doc(**{**doc, "parameters": rest})(route.view))
    api.register_blueprint(blueprint, url_prefix=ROOT)
    found: dict[str, Any] = api.spec.to_dict()
    for described in (
        one for methods in found["paths"].values() for one in methods.values() if isinstance(one, dict)
    ):
        # flask-smorest's answer to everything: with it, no status would ever be one that was not foreseen.
        described["responses"].pop("default", None)
    return {**found, "info": {**found["info"], "description": ABOUT}, "security": [{"token": []}]}


def spoken(part: Any, locale: str) -> Any:
    """Return the document, or a part of it, with its sentences in a language."""
    if isinstance(part, Mapping):
        return {
            key: translate(value, locale)
            if key in _SPOKEN and isinstance(value, str)
            else spoken(value, locale)
            for key, value in part.items()
        }
    return [spoken(one, locale) for one in part] if isinstance(part, list) else part
