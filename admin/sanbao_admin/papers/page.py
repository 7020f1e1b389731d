"""Everything on the page of a paper, gathered in a few queries however long the paper is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanbao.documents.models import Document
from sanbao.documents.words import kind_title, shown_state
from sanbao.i18n import _
from sanbao.i18n.plurals import several
from sanbao_admin.acting.stepping import Steps, steps
from sanbao_admin.papers import booked, facts, hanging, happened, heads, panels, reasons, states
from sanbao_admin.papers.listed import Table
from sanbao_admin.papers.panels import Next
from sanbao_admin.papers.sheets import Sheet, sheets

if TYPE_CHECKING:
    from sanbao.operation import Operation
    from sanbao.work import Work

#: So many buttons stand beside each other; the rest is under "More".
BUTTONS = 5


@dataclass
class PaperPage:
    """What a template needs to show a paper."""

    document: Document
    kind: str
    kinds: str
    menu: str
    state: str
    tone: str
    is_away: bool
    unit: heads.UnitName | None
    bar: Sequence[states.Step]
    steps: Steps
    head: Sequence[facts.Fact]
    own: Sequence[facts.Fact]
    lines: facts.Lines | None
    tables: Sequence[Table]
    line_steps: Sequence[Sequence[Operation]]
    linked: dict[str, list[hanging.Linked]]
    deadlines: Sequence[hanging.Deadline]
    files: Sequence[hanging.File]
    reasons: reasons.Reasons
    timeline: happened.Timeline
    panels: Sequence[panels.Panel]
    sheets: Sequence[Sheet]
    sheet: str
    entries: Sequence[Any] = ()
    costs: dict[str, Any] | None = None
    entries_count: int = 0

    @property
    def buttons(self) -> list[Operation]:
        """What stands as buttons: moves forward, then what else belongs to such a paper."""
        return self._ready[: BUTTONS - (self.next is not None)]

    @property
    def more(self) -> list[Operation]:
        """What stands under "More"."""
        waiting = [one for one in (*self.steps.forward, *self.steps.own) if one.name in self._not_yet]
        return [*self._ready[len(self.buttons) :], *waiting, *self.steps.general]

    @property
    def next(self) -> Next | None:
        """What a plugin says is done next with its paper: the first button."""
        return next((one.next for one in self.panels if one.next is not None), None)

    @property
    def _not_yet(self) -> frozenset[str]:
        return frozenset().union(*(one.not_yet for one in self.panels))

    @property
    def _ready(self) -> list[Operation]:
        elsewhere = self._not_yet | {self.next.operation if self.next is not None else ""}
        return [one for one in (*self.steps.forward, *self.steps.own) if one.name not in elsewhere]


def page_of(work: Work, document: Document, wanted: str = "") -> PaperPage:
    """Gather the page of a paper that the person may read, with the sheet that is wanted."""
    record = facts.own_record(work, document)
    timeline = happened.timeline(work, document)
    own_panels = panels.panels(work, document)
    lines = None if any(one.is_lines for one in own_panels) else facts.lines(work, document)
    unit = heads.unit_of(work, document)
    decided, due, files = (
        reasons.reasons(work, document),
        hanging.deadlines(work, document),
        hanging.files(work, document),
    )
    found = sheets(work, document, decided, len(due), len(files))
    page = PaperPage(
        document=document,
        kind=_(kind_title(work.registry, document)),
        kinds=several(kind_title(work.registry, document)),
        menu=_menu(work, document),
        state=shown_state(work.registry, document),
        tone=states.tone(work, document),
        is_away=document.kind not in work.registry.kinds,
        unit=unit,
        bar=states.bar(work, document, sorted(timeline.visited)),
        steps=steps(work, record if record is not None else document),
        head=heads.head(work, document, unit),
        own=facts.own(work, document, record),
        lines=lines,
        tables=facts.tables(work, document, record),
        line_steps=_line_steps(work, document, lines),
        linked=hanging.linked(work, document),
        deadlines=due,
        files=files,
        reasons=decided,
        timeline=timeline,
        panels=own_panels,
        sheets=found,
        sheet=wanted if wanted in {one.code for one in found} else found[0].code,
    )
    return _with_books(work, document, page)


def _with_books(work: Work, document: Document, page: PaperPage) -> PaperPage:
    """Gather entries and costs where they are looked at: they are the dearest part of the page."""
    if page.sheet == "entries":
        page.entries = booked.entries(work, document)
        page.entries_count = len(page.entries)
    elif booked.may_see_entries(work):
        page.entries_count = booked.entries_count(work, document)
    if page.sheet == "costs":
        page.costs = booked.costs(work, document)
    return page


def _menu(work: Work, document: Document) -> str:
    kind = work.registry.kinds.get(document.kind)
    return kind.menu if kind is not None else ""


def _own_steps(work: Work, record: Any) -> list[Operation]:
    """Return what is done on a line itself; what is done with every paper belongs to its head."""
    own = (type(record), type(record).__tablename__)
    return [one for one in steps(work, record).all if one.on in own]


def _line_steps(work: Work, document: Document, lines: facts.Lines | None) -> list[list[Operation]]:
    """Return what can be done with each line, where the lines of such papers go ways of their own."""
    kind = work.registry.kinds.get(document.kind)
    if kind is None or kind.lines is None or lines is None:
        return []
    found = [_own_steps(work, record) for record in lines.records]
    return found if any(found) else []
