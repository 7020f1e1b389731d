"""How a list is asked for: filters, a limit, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import fields

from sanbao.documents.kinds import VOID
from sanbao.i18n import N_
from sanbao.schema import ChoiceField, CodeField, DayField, Input, RefField, TextField, WholeField, YesNoField
from sanbao_admin.api import tables
from sanbao_admin.api.bodies import LONGEST_KEY
from sanbao_admin.api.cursors import CursorField

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry
    from sanbao_admin.api.collections import Collection

MOST, USUAL = 200, 50
_TEXT = N_("The beginning of the number or code, or a part of the title or name.")
_STATES = N_("Where it stands in its flow.")


class Paging(Input):
    """How many, and after which."""

    limit = WholeField(least=1, most=MOST, load_default=USUAL)
    cursor = CursorField(metadata={"help": N_("The “next” of the page before.")})
    q = TextField(longest=100, metadata={"help": _TEXT})


class PaperQuery(Paging):
    """Which papers."""

    party = RefField("party")
    unit = RefField("unit")
    since = DayField(metadata={"help": N_("Dated on this day or later.")})
    until = DayField(metadata={"help": N_("Dated on this day or earlier.")})


class AnyPaperQuery(PaperQuery):
    """Which papers, of any kind."""

    kind = CodeField()
    state = CodeField(metadata={"help": _STATES})


class Doing(Input):
    """How an operation is done: for good, or only tried."""

    dry_run = YesNoField(
        load_default=False,
        metadata={"help": N_("Show what it would do and which entries it would post, and keep nothing.")},
    )


class DoingOn(Doing):
    """How an operation is done, and on what."""

    subject = fields.List(
        CodeField(longest=LONGEST_KEY),
        load_default=list,
        metadata={"help": N_("The record to work on; several where the operation takes a set.")},
    )


def query_of(registry: Registry, collection: Collection) -> type[Input]:
    """Return how a collection is asked: papers by state, party, unit and days, tables by what they refer to."""
    if collection.kind is not None:
        states = {state.code: state.label for state in collection.kind.flow.states} | {VOID: N_("Void")}
        return type("KindQuery", (PaperQuery,), {"state": ChoiceField(states, metadata={"help": _STATES})})
    if collection.is_paper:
        return AnyPaperQuery
    own: dict[str, Any] = {
        column.name: RefField(column.target.__tablename__) if column.target is not None else CodeField()
        for column in tables.filters(registry, collection)
    }
    return type("TableQuery", (Paging,), own)
