"""What papers and their states are called, whether their plugin is on, off or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.i18n import _

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.plugin.registry import Registry


def kind_title(registry: Registry, document: Document) -> str:
    """Return what a paper is called, as the catalogues know it."""
    kind = registry.kinds.get(document.kind) or registry.away.get(document.kind)
    return kind.title if kind is not None else str(document.snapshot.get("kind", document.kind))


def state_label(registry: Registry, document: Document, code: str) -> str:
    """Return what a state of a paper, or of one of its lines, is called; of one that is gone only the last is kept."""
    kind = registry.kinds.get(document.kind)
    if kind is not None:
        flow = kind.line_flow if code not in kind.flow.codes and kind.line_flow else kind.flow
        return flow.state(code).label
    away = registry.away.get(document.kind)
    if away is not None and code in away.states:
        return away.states[code]
    kept = document.snapshot.get("state")
    return str(kept) if kept and code == document.state else code


def shown_kind(registry: Registry, document: Document) -> str:
    """Return what a paper is called in the current language."""
    return _(kind_title(registry, document))


def shown_state(registry: Registry, document: Document) -> str:
    """Return what a paper's state is called in the current language."""
    return _(state_label(registry, document, document.state))
