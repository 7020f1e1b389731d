"""A plugin with nothing but a row rule: an engineer sees only the claims that she took down herself."""

from __future__ import annotations

from sanbao.documents.models import Document
from sanbao.plugin import Plugin, RowRule
from sanbao.work import Work


def _own_ones(work: Work, document: Document) -> bool:
    return "service_engineer" not in work.user.role_codes or document.created_by_id == work.user.id


plugin = Plugin(name="rows", title="Row rules", version="0.1.0", row_rules=[RowRule("claim", _own_ones)])
