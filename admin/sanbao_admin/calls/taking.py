"""One fault call while it is taken: about which unit, what was typed so far, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import marshmallow as ma
from werkzeug.datastructures import MultiDict

from sanbao.coverage.verdicts import verdict_of
from sanbao.errors import Invalid, NotFound, SanbaoError
from sanbao.registry import finding
from sanbao.searching import plain
from sanbao_admin.acting.controls import Control, controls
from sanbao_admin.acting.refusal import Refusal
from sanbao_admin.acting.typed import typed
from sanbao_admin.calls.form import CallForm, Earlier, call_form

if TYPE_CHECKING:
    from sanbao.decision import Decision, Text
    from sanbao.registry.models import Unit
    from sanbao.work import Work

#: The question that tells what a caller may be told; without a plugin that takes calls, its fields are the form.
ASKED = "coverage.by_part"
_ALONE_FIRST = ("fault", "parts", "occurred_at", "received_at")
_ALONE_MORE = ("occurred_proven", "cause", "evidence", "product_caused", "fault_class")
UNIT, PARTS, RECEIVED, SERIAL = "unit", "parts", "received_at", "serial"


@dataclass
class Call:
    """What stands on the page of a call."""

    work: Work
    sent: MultiDict[str, str]
    fresh: bool = True
    refusal: Refusal | None = None
    key: str = field(default_factory=lambda: str(uuid4()))

    @cached_property
    def form(self) -> CallForm | None:
        """How a case is opened from the call, if it can be."""
        return call_form(self.work)

    @cached_property
    def schema(self) -> ma.Schema:
        """The fields of the operation that opens a case, else of the question alone."""
        return self.work.registry.schema(self.form.operation if self.form is not None else ASKED)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What was typed, by field; the call came in now unless somebody says otherwise."""
        found = typed(self.schema, self.sent)
        if self.fresh and RECEIVED in self.schema.fields:
            found.setdefault(RECEIVED, self.now)
        if (
            self.fresh
            and "new" in self.sent
            and SERIAL in self.schema.fields
            and plain(self.sent.get("q", ""))
        ):
            found.setdefault(
                SERIAL, plain(self.sent["q"])
            )  # what led to no unit is how the new one is called
        return found

    @property
    def now(self) -> str:
        """The present minute by the company's clock."""
        return f"{self.work.now.astimezone(self.work.zone):%Y-%m-%d %H:%M}"

    @cached_property
    def unit(self) -> Unit | None:
        """The unit that the call is about, if it was chosen and is known."""
        key = self.sent.get(UNIT, "").strip()
        try:
            found: Unit | None = self.work.find("unit", key) if key else None
        except (NotFound, Invalid):
            return None
        return found

    @property
    def unit_key(self) -> str:
        """What leads to this unit and no other."""
        return finding.unit_key(self.unit) if self.unit is not None else ""

    @cached_property
    def successor(self) -> str:
        """The unit that took this one's place: what a call about an exchanged one is really about (N-04)."""
        return finding.successor(self.work, self.unit) or "" if self.unit is not None else ""

    @property
    def is_new(self) -> bool:
        """Whether a unit that nobody knows is being registered along with the call."""
        return self.form is not None and self.unit is None and ("new" in self.sent or SERIAL in self.data)

    @cached_property
    def controls(self) -> dict[str, Control]:
        """The fields of the form by name."""
        return {one.path: one for one in controls(self.schema, self.data, self.problems, fresh=self.fresh)}

    @property
    def problems(self) -> dict[str, list[str]]:
        """What is wrong, by field."""
        return self.refusal.by_path if self.refusal is not None else {}

    @property
    def sentence(self) -> str:
        """Why it was not done, where that is no matter of single fields."""
        return self.refusal.sentence if self.refusal is not None else ""

    def pick(self, names: Sequence[str]) -> list[Control]:
        """Return the controls of some fields, those that there are."""
        return [self.controls[name] for name in names if name in self.controls]

    @property
    def first(self) -> list[Control]:
        """The fields that are asked at once; parts are drawn by themselves."""
        return self.pick([one for one in (self.form.first if self.form else _ALONE_FIRST) if one != PARTS])

    @property
    def more(self) -> list[Control]:
        """The fields that are asked on wish."""
        return self.pick(self.form.more if self.form else _ALONE_MORE)

    @property
    def new_unit(self) -> list[Control]:
        """The fields that a new unit needs."""
        return self.pick(self.form.new_unit) if self.form is not None else []

    @cached_property
    def parts(self) -> list[tuple[str, str, bool, bool]]:
        """The parts of the unit: code, name, whether it is a key part, and whether the caller named it."""
        if self.unit is None:
            return []
        named = {str(one).casefold() for one in self.data.get(PARTS, ())}
        known = {part.code: (part.name or "", part.is_key) for part in self.unit.product.parts}
        for one in self.unit.parts:
            known.setdefault(one.code, ("", False))
        return [(code, name, is_key, code.casefold() in named) for code, (name, is_key) in known.items()]

    @cached_property
    def earlier(self) -> Sequence[Earlier]:
        """The cases that the unit had before, the newest first."""
        return (
            self.form.earlier(self.work, self.unit) if self.form is not None and self.unit is not None else ()
        )

    @cached_property
    def warnings(self) -> Sequence[Text]:
        """What the clerk should notice."""
        return (
            self.form.warnings(self.work, self.unit)
            if self.form is not None and self.unit is not None
            else ()
        )


@dataclass(frozen=True)
class Said:
    """What may be told: the decisions on what was named and on everything else, or why there is none."""

    asked: Sequence[Decision] = ()
    others: Sequence[Decision] = ()
    refused: str = ""

    @property
    def verdicts(self) -> Mapping[int, str]:
        """What each decision comes to, by its place among all."""
        return {place: verdict_of(one).value for place, one in enumerate([*self.asked, *self.others])}


def judge(call: Call) -> Said | None:
    """Return what may be told of the call as it stands; nothing before a unit is chosen, or to whom it may not."""
    work = call.work
    if call.unit is None or not work.access.may(ASKED):
        return None
    fields = work.registry.schema(ASKED).fields
    known = {name: value for name, value in call.data.items() if name in fields}
    try:
        found = work.ask(ASKED, {**known, UNIT: call.unit})
    except SanbaoError as error:
        return Said(refused=_sentences(error))
    return Said(found["asked"], found["others"])


def _sentences(error: SanbaoError) -> str:
    if isinstance(error, Invalid) and error.problems:
        return " ".join(str(one) for one in error.problems)
    return str(error)
