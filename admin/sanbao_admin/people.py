"""Who is asking, in which language, and the one reading Work of the request."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, has_request_context, request

from sanbao import codes
from sanbao.i18n import current_locale, normalise_locale, use_locale

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.app import Result
    from sanbao.work import Work

LANGUAGE_COOKIE = "lang"


def erp() -> Sanbao:
    """Return the opened company."""
    found: Sanbao = current_app.extensions["sanbao"]
    return found


def login() -> str | None:
    """Return the login of the person who is signed in."""
    from flask_login import current_user

    return str(current_user.login) if has_request_context() and current_user.is_authenticated else None


def work() -> Work:
    """Return this request's reading Work: one transaction, opened at first use, closed at the end."""
    if "work" not in g:
        person = login()
        if person is None:
            raise RuntimeError("nobody is signed in")
        g.work_stack = ExitStack()
        g.work = g.work_stack.enter_context(erp().reading(person))
    found: Work = g.work
    return found


def do(
    name: str,
    data: Mapping[str, Any] | None = None,
    *,
    subject: Any = None,
    key: str | None = None,
    if_version: int | None = None,
    dry_run: bool = False,
) -> Result:
    """Do one operation as the person who is signed in; what is read afterwards is read anew."""
    person = login()
    if person is None:
        raise RuntimeError("nobody is signed in")
    forget_work()
    return erp().do(
        name, data, user=person, subject=subject, key=key, if_version=if_version, dry_run=dry_run
    )


def may(permission: str) -> bool:
    """Tell whether the person who is signed in has a permission."""
    return login() is not None and work().access.may(permission)


def may_any(permissions: tuple[str, ...]) -> bool:
    """Tell whether she has one of several permissions; a page asks the same for many of its buttons."""
    known: dict[tuple[str, ...], bool] = g.setdefault("known", {})
    if permissions not in known:
        known[permissions] = any(may(one) for one in permissions)
    return known[permissions]


def forget_work() -> None:
    """Close this request's reading Work, so that the next look sees what has been done since."""
    g.pop("work", None)
    g.pop("known", None)
    g.pop("led_to", None)
    stack = g.pop("work_stack", None)
    if stack is not None:
        stack.close()


def language() -> str:
    """Return the language of the request: the person's own, then the cookie, then what the browser asks for."""
    from flask_login import current_user

    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if current_user.is_authenticated:
        return normalise_locale(current_user.locale or current_user.user.locale)
    if chosen:
        return normalise_locale(chosen)
    best = request.accept_languages.best
    return normalise_locale(best or erp().company_row.locale)


def register(app: Flask) -> None:
    """Let every request speak its person's language and give back what it opened."""

    @app.before_request
    def speak() -> None:
        g.language_stack = ExitStack()
        g.language_stack.enter_context(use_locale(language()))
        codes.company_words.set(codes.words_of(erp().registry))

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        forget_work()
        stack = g.pop("language_stack", None)
        if stack is not None:
            stack.close()


def html_language() -> str:
    """Return what stands in ``<html lang>``: screen readers and Chinese glyphs depend on it."""
    return "zh-Hans" if current_locale().startswith("zh") else "en"
