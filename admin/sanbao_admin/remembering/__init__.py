"""What somebody typed is not lost: forms that were refused, tried, or sent too late, kept for her for an hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View

#: The word in an address under which a page finds what was typed into its form.
KEPT = "kept"
Page = TypeVar("Page", bound=Callable[..., Any])


def shows_kept(function: Page) -> Page:
    """Mark a page that finds what was typed into its own form, under the word ``kept`` of its address."""
    function.shows_kept = True  # type: ignore[attr-defined]
    return function


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the page that shows a form again which was sent too late."""
    from sanbao_admin.remembering.page import KeptPage

    return [KeptPage(url="/kept")]
