"""A plugin with nothing but a row rule: what the administrator keeps to herself, nobody else sees."""

from __future__ import annotations

from sanbao.documents.models import Document
from sanbao.plugin import Plugin, RowRule
from sanbao.work import Work


def _not_kept(work: Work, document: Document) -> bool:
    return work.user.login == "admin" or document.owner_id != 1


plugin = Plugin(name="ruled", title="Row rules", version="0.1.0", row_rules=[RowRule("claim", _not_kept)])
