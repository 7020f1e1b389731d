"""Work stops where nobody could say whether it is covered, if the company's settings want that (W-18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao.coverage.errors import NotChecked
from sanbao.coverage.verdicts import Verdict, verdict_of
from sanbao.decision import decision_from_json
from sanbao.documents.decisions import in_force
from sanbao.documents.models import Document

if TYPE_CHECKING:
    from sanbao.work import Work

SETTING = "unchecked_blocks"


def blocks(work: Work) -> bool:
    """Tell whether the company lets no work go on that nobody could check."""
    return bool(work.setting(SETTING))


def refuse_unchecked(work: Work, documents: Sequence[Document]) -> None:
    """Refuse to work on papers while a decision on them stands that nobody could make (W-18)."""
    if not blocks(work):
        return
    found = {
        record.document_id
        for record in in_force(work, [document.id for document in documents], "coverage")
        if verdict_of(decision_from_json(record.body)) is Verdict.NOT_CHECKED
    }
    open_ones = [document.number or document.title for document in documents if document.id in found]
    if open_ones:
        raise NotChecked(what=", ".join(dict.fromkeys(open_ones)))
