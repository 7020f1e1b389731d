"""One operation's form at one moment: on which records, what stands in it, what is wrong, what somebody else did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sanbao.errors import SanbaoError
from sanbao.i18n import N_, _
from sanbao_admin.acting import changing
from sanbao_admin.acting.controls import Control, by_path, controls
from sanbao_admin.acting.present import standing, told
from sanbao_admin.acting.subjects import Subject, called, kind_title, shown
from sanbao_admin.acting.words import title

if TYPE_CHECKING:
    from sanbao.app import Result
    from sanbao.operation import Operation
    from sanbao.work import Work
    from sanbao_admin.acting.changing import Change
    from sanbao_admin.acting.refusal import Refusal

#: The name under which a form sends the records that it works on.
SUBJECT = "subject"
#: The name under which an address names the tables of which one row is asked for.
ALONE = "alone"


@dataclass(frozen=True)
class Wrong:
    """One problem in the list above a form, with the control that it belongs to."""

    text: str
    label: str = ""
    id: str = ""


@dataclass
class Sheet:
    """A form: what it does, on what, with what in it."""

    operation: Operation
    subjects: Sequence[str] = ()
    then: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    key: str = field(default_factory=lambda: str(uuid4()))
    seen: str = ""
    fresh: bool = True
    refusal: Refusal | None = None
    #: What stood in the fields of a form that edits a record, when it was opened.
    was: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    tried: Result | None = None
    #: The tables of which one row is asked for, as fields under each other.
    alone: Sequence[str] = ()
    records: list[Any] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the operation is called."""
        return title(self.operation)

    @property
    def help(self) -> str:
        """The sentence that says what it is for."""
        return _(self.operation.help)

    @property
    def asks_for_subject(self) -> bool:
        """Whether the form must ask which record is meant."""
        return self.operation.on is not None and not self.records

    def look_up(self, work: Work) -> None:
        """Find the records, and remember how they stand unless that is known from before."""
        kind = work.registry.finder_of(self.operation)
        self.records = (
            [work.find(kind, key) for key in self.subjects] if self.operation.on is not None else []
        )
        if not self.seen and len(self.records) == 1:
            self.seen = changing.seen(self.records[0])

    def controls(self, work: Work) -> list[Control]:
        """Return the form's fields, the record first where it is not known yet."""
        problems = self.problems()
        schema = work.registry.schema(self.operation.name)
        found = [
            _named(work, one)
            for one in controls(schema, self.data, problems, fresh=self.fresh, alone=self.alone)
        ]
        record = self._edited(work)
        if record is not None and self.operation.edits:
            found = [standing(schema, one, record, self.was, fresh=self.fresh) for one in found]
        elif record is not None:
            found = [told(one, record) for one in found]
        return [self._subject_control(work, problems), *found] if self.asks_for_subject else found

    def _edited(self, work: Work) -> Any:
        """Return the record whose facts stand in the form: its only subject; without one it is the company."""
        if self.operation.on is None:
            return work.company if self.operation.edits else None
        return self.records[0] if len(self.records) == 1 else None

    def _subject_control(self, work: Work, problems: Mapping[str, Sequence[str]]) -> Control:
        kind = work.registry.finder_of(self.operation)
        return Control(
            path=SUBJECT,
            look="refs" if self.operation.many else "ref",
            label=kind_title(work, kind),
            required=True,
            value="\n".join(self.subjects),
            reference=kind,
            problems=tuple(problems.get(SUBJECT, ())),
        )

    def problems(self) -> dict[str, list[str]]:
        """Return what is wrong, by the path of its field."""
        return self.refusal.by_path if self.refusal is not None else {}

    def summary(self, found: Sequence[Control]) -> list[Wrong]:
        """Return every problem with the field that it belongs to; one without a field stands by itself."""
        known = by_path(found)
        return [
            Wrong(text, _place(known, path), known[path].id if path in known else "")
            for path, texts in self.problems().items()
            for text in texts
        ]

    def sentence(self) -> str:
        """Return why it was not done, where that is no matter of single fields."""
        return self.refusal.sentence if self.refusal is not None else ""

    def shown_subjects(self, work: Work) -> list[Subject]:
        """Return the records as links."""
        return [shown(work, record) for record in self.records]


def _place(known: Mapping[str, Control], path: str) -> str:
    """Return the title of a field for the list of problems, with the number of its line."""
    if path not in known:
        return path
    _table, *row = path.split(".")
    label = known[path].label
    if len(row) == 2 and row[0].isdigit():
        return _(N_("{field}, line {line}"), field=label, line=int(row[0]) + 1)
    return label


def _named(work: Work, control: Control) -> Control:
    """Return a reference with the name of the record that stands in it, where there is one and it may be seen."""
    if control.look != "ref" or not control.value or control.problems:
        return control
    try:
        return replace(control, named=called(work.find(control.reference, str(control.value))))
    except SanbaoError:
        return control  # what stands there is judged when the form is sent
