"""A plugin with nothing but a row rule: claims do not exist for engineers."""

from __future__ import annotations

from sanbao.documents.models import Document
from sanbao.plugin import Plugin, RowRule
from sanbao.work import Work


def _not_for_engineers(work: Work, _document: Document) -> bool:
    return "service_engineer" not in work.user.role_codes


plugin = Plugin(
    name="rows", title="Row rules", version="0.1.0", row_rules=[RowRule("claim", _not_for_engineers)]
)
