"""What comes in about needs and plans."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    RefField,
    TextField,
    WholeField,
)
from sanbao_training.schemas.sessions import SessionInput

CAUSES = {
    "complaint": N_("Upheld complaint"),
    "finding": N_("Finding of a review"),
    "new_product": N_("New product"),
    "repeat_fault": N_("Repeated fault"),
}


class NeedInput(Input):
    """Who needs training why: an upheld complaint, a finding, a new product (CAP-10, TRN-13)."""

    cause = ChoiceField(CAUSES, required=True)
    outline = CodeField(required=True)
    party = RefField("party")
    product = RefField("product")
    heads = WholeField(least=1, most=100000, load_default=1)
    wanted_by = DayField()
    source = RefField("document")
    finding = TextField(required=True, longest=400)


class NeedsQuestion(Input):
    """Of which year; left out, this one."""

    year = WholeField(least=2000, most=2199)


class PlanInput(Input):
    """A plan for a year with what it may cost."""

    year = WholeField(least=2000, most=2199, required=True)
    budget = AmountField(least="0", required=True)


class GatherInput(Input):
    """What a session costs as a rule, and one head of it; for the first guess of each line."""

    session_cost = AmountField(least="0")
    head_cost = AmountField(least="0")


class PlanLineInput(Input):
    """A session that somebody wants in the plan although no need was found."""

    outline = CodeField(required=True)
    party = RefField("party")
    site = RefField("site")
    batch = CodeField()
    heads = WholeField(least=1, most=100000, required=True)
    by_day = DayField()
    budget = AmountField(least="0", required=True)
    reason = TextField(required=True, longest=400)


class LineChange(Input):
    """What of a line of the plan changes."""

    position = WholeField(least=1, required=True)
    heads = WholeField(least=1, most=100000)
    by_day = DayField()
    budget = AmountField(least="0")


class LineDrop(Input):
    """Which line is not done, and why."""

    position = WholeField(least=1, required=True)
    reason = TextField(required=True, longest=400)


class ScheduleInput(SessionInput):
    """The session that a line of the plan becomes; the outline is the line's where none is named."""

    position = WholeField(least=1, required=True)
    outline = CodeField(required=False)
