"""The empty workbook of a table, or of all tables, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.i18n import current_locale, normalise_locale
from sanbao.importing.kinds import kinds_of, title_of
from sanbao.tables import templates

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry


def template_of(registry: Registry, kind: str, language: str | None = None) -> bytes:
    """Return an .xlsx to fill in, with titles, examples, help and drop-downs in a language."""
    locale = normalise_locale(language) if language else current_locale()
    return templates({title_of(one, locale): one.columns for one in kinds_of(registry, kind)}, locale)
