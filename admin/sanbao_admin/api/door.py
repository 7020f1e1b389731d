"""What every request passes: its language, who is calling, how often, with which scope; and how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Request, Response, request

from sanbao.errors import SanbaoError
from sanbao.i18n import normalise_locale, use_locale
from sanbao_admin import people, policy
from sanbao_admin.api import problems
from sanbao_admin.api.callers import Caller, caller_of

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.api.rates import Limiter

View = Callable[..., Response]


def guarded(erp: Sanbao, limiter: Limiter, view: View, permission: str | None, *, reading: bool) -> View:
    """Return a view behind the door; whatever happens inside is answered with JSON or a problem."""

    @wraps(view)
    def pass_through(**path: Any) -> Response:
        with use_locale(asked_language(request) or erp.company_row.locale):
            try:
                caller = caller_of(erp, request)
                limiter.count(caller.name)
                if permission is not None:
                    caller.require(permission, reading=reading)
                with use_locale(asked_language(request) or caller.locale):
                    return _kept_private(_inside(erp, view, caller, path))
            except SanbaoError as error:
                return _kept_private(problems.of_refusal(error))
            except Exception as error:  # noqa: BLE001
                return _kept_private(problems.of_fault(error))

    pass_through.permission = permission  # type: ignore[attr-defined]
    # The door itself asks who is there, by the token; the pages' policy knows sessions only.
    return policy.allow(policy.PUBLIC)(pass_through)


def _inside(erp: Sanbao, view: View, caller: Caller, path: dict[str, Any]) -> Response:
    """Answer in the caller's own language: a refusal is put into words while that is still spoken."""
    try:
        return view(erp, caller, **path)
    except SanbaoError as error:
        return problems.of_refusal(error)


def asked_language(asked: Request) -> str | None:
    """Return the language that a request asks for, the first of those that we speak; a person's browser has hers."""
    if "Authorization" not in asked.headers and people.login() is not None:
        return people.language()
    for language in asked.accept_languages.values():
        if language.lower().partition("-")[0].partition("_")[0] in ("zh", "en"):
            return normalise_locale(language)
    return None


def _kept_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.vary.add("Accept-Language")
    response.vary.add("Authorization")
    return response
