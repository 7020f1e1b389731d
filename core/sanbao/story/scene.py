"""What expectations look at: the company, what was saved, the paper that was last worked on, the moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sanbao.app import Sanbao
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.plugin.lifecycle import SYSTEM
from sanbao.story.names import Names
from sanbao.story.report import Unmet, difference
from sanbao.work import Work


@dataclass
class Scene:
    """One story while it is played."""

    erp: Sanbao
    now: datetime
    names: Names = field(default_factory=Names)
    #: The number of the paper that the last operation made or worked on.
    paper: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone (CAL-07)."""
        return ZoneInfo(self.erp.company_row.time_zone)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Look into the company at the story's moment, seeing everything."""
        with self.erp.reading(SYSTEM, at=self.now) as work:
            yield work

    def has_paper(self, number: str) -> bool:
        """Tell whether there is a paper of that number."""
        with self.reading() as work:
            return work.session.scalar(select(Document.id).where(Document.number == number)) is not None

    def document(self, work: Work, number: str | None) -> Document:
        """Return the paper of a number, or the one last worked on."""
        wanted = number or self.paper
        found = None
        if wanted is not None:
            query = select(Document).where(Document.company_id == work.company.id, Document.number == wanted)
            found = work.session.scalars(query).one_or_none()
        if found is None:
            there = _(N_("no paper was worked on yet")) if wanted is None else _(N_("there is no such paper"))
            raise Unmet(difference("of", wanted or _(N_("a paper")), there))
        return found
