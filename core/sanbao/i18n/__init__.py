"""Two languages, complete: English sentences in the code are the keys, catalogues hold the Chinese.

Locale ids are ``zh_Hans_CN`` and ``en``; :func:`normalise_locale` is the one place that understands other
spellings. A catalogue is a plain ``.po`` file read at first use, so nothing is compiled or forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from sanbao.i18n.counting import one_of

LOCALES = ("zh_Hans_CN", "en")
DEFAULT_LOCALE = "en"

log = logging.getLogger("sanbao.i18n")
_locale: ContextVar[str] = ContextVar("sanbao_locale", default=DEFAULT_LOCALE)
_packages: list[str] = ["sanbao"]
#: What was kept of plugins that are off: sentences by language. Whoever is on has the first word.
_kept: dict[str, dict[str, str]] = {}


def N_(message: str) -> str:  # noqa: N802
    """Mark a message for translation without translating it yet."""
    return message


def normalise_locale(text: str | None) -> str:
    """Return one of :data:`LOCALES` for any spelling of Chinese, English for everything else.

    >>> normalise_locale("zh-CN")
    'zh_Hans_CN'
    """
    return "zh_Hans_CN" if (text or "").lower().startswith("zh") else DEFAULT_LOCALE


def current_locale() -> str:
    """Return the locale in which sentences are written now."""
    return _locale.get()


@contextmanager
def use_locale(text: str | None) -> Iterator[None]:
    """Write every sentence inside the block in this language."""
    token = _locale.set(normalise_locale(text))
    try:
        yield
    finally:
        _locale.reset(token)


def add_catalogue(package: str) -> None:
    """Let a plugin's package bring its own ``locale/zh_Hans_CN.po``; a plugin of one module has none."""
    spec = find_spec(package)
    is_folder = spec is not None and spec.submodule_search_locations is not None
    if is_folder and package not in _packages:
        _packages.append(package)
        _catalogue.cache_clear()


def drop_catalogue(package: str) -> None:
    """Forget the sentences of a package that is no longer there."""
    if package in _packages:
        _packages.remove(package)
        _catalogue.cache_clear()


def sentences_of(package: str) -> dict[str, dict[str, str]]:
    """Return a package's sentences by language, to be kept for the time when its code is away."""
    found = {locale: _read_if_possible(package, locale) for locale in LOCALES if locale != DEFAULT_LOCALE}
    return {locale: texts for locale, texts in found.items() if texts}


def keep_sentences(locale: str, sentences: Mapping[str, str]) -> None:
    """Know the sentences of a plugin that is off, so that its papers are read in either language."""
    _kept.setdefault(locale, {}).update(sentences)


@cache
def _catalogue(locale: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for package in _packages:
        texts.update(_read_if_possible(package, locale))
    return texts


def _read_if_possible(package: str, locale: str) -> dict[str, str]:
    """Return a package's sentences; one plugin's bad file must not take everybody's away: its own stay English."""
    try:
        return _read(package, locale)
    except (ImportError, UnicodeDecodeError) as error:
        log.warning("the texts of %s cannot be read: %s", package, error)
        return {}


def _read(package: str, locale: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    source = files(package).joinpath("locale", f"{locale}.po")
    if not source.is_file():
        return {}
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=locale)
    return {m.id: m.string for m in catalogue if isinstance(m.id, str) and isinstance(m.string, str) and m.string}


def translate(message: str, locale: str | None = None) -> str:
    """Return the message in the given (or current) language, itself where there is no translation."""
    locale = locale or _locale.get()
    if locale == "en":
        return message
    return _catalogue(locale).get(message) or _kept.get(locale, {}).get(message, message)


def _(message: str, /, **params: Any) -> str:
    """Return the sentence in the current language with its names filled in."""
    text = translate(message)
    if not params:
        return text
    return (one_of(text, params) if _locale.get() == "en" else text).format_map(_Named(params))


def in_language(locale: str, message: str, /, **params: Any) -> str:
    """Return the sentence in a language of its own: what is kept in the books is in the company's, whoever posts it."""
    with use_locale(locale):
        return _(message, **params)


class _Named(dict[str, Any]):
    """Leave an unknown name standing rather than fail while an error is being told."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
