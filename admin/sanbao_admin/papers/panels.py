"""What a plugin shows on its own papers beside what every paper has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sanbao_admin import plugin_pages

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work


@dataclass(frozen=True)
class Next:
    """What is done next with a paper as its plugin sees it: the operation, its own words if any, where its form is."""

    operation: str
    label: str
    address: str


@dataclass(frozen=True)
class Panel:
    """A piece of a paper's page: ``data`` is shown as facts and tables, or by a template of the plugin's own.

    With ``is_lines`` it tells the paper's lines, so that the generic table of them is left out. ``next`` is the paper's
    first button, and what is in ``not_yet`` is none: it cannot be done before something else.
    """

    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    template: str = ""
    is_lines: bool = False
    next: Next | None = None
    not_yet: frozenset[str] = frozenset()


def panels(work: Work, document: Document) -> list[Panel]:
    """Return what the enabled plugins show on a paper: ``panels(work, document)`` of their ``admin`` modules."""
    return plugin_pages.offered(work.erp, "panels", work, document)
