"""The sheets below a paper's facts: why, costs, entries, deadlines, files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanbao.i18n import N_, _
from sanbao_admin.papers import booked

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_admin.papers.reasons import Reasons


@dataclass(frozen=True)
class Sheet:
    """One of the sheets; only the one that is looked at is filled."""

    code: str
    title: str
    count: int = 0


def sheets(work: Work, document: Document, decided: Reasons, due: int, files: int) -> list[Sheet]:
    """Return the sheets that a paper has and that the person may look at."""
    found = []
    if decided.standing or decided.earlier:
        found.append(Sheet("why", _(N_("Why")), len(decided.standing)))
    if booked.has_costs(work, document):
        found.append(Sheet("costs", _(N_("Costs"))))
    if booked.may_see_entries(work):
        found.append(Sheet("entries", _(N_("Entries"))))
    if due:
        found.append(Sheet("deadlines", _(N_("Deadlines")), due))
    return [*found, Sheet("files", _(N_("Files")), files)]
