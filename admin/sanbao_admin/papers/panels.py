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
class Panel:
    """A piece of a paper's page: ``data`` is shown as facts and tables, or by a template of the plugin's own.

    With ``is_lines`` it tells the paper's lines, so that the generic table of them is left out.
    """

    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    template: str = ""
    is_lines: bool = False


def panels(work: Work, document: Document) -> list[Panel]:
    """Return what the enabled plugins show on a paper: ``panels(work, document)`` of their ``admin`` modules."""
    return plugin_pages.offered(work.erp, "panels", work, document)
