"""What comes in about a unit's use, and what is asked of its faults."""

from __future__ import annotations

from collections.abc import Mapping

from sanbao.i18n import N_
from sanbao.schema import AmountField, ChoiceField, CodeField, DayField, Input, RefField, TextField

#: What a counter counts (N-17).
MEASURES: Mapping[str, str] = {"km": N_("kilometres"), "hours": N_("hours of work")}


class RecordUsage(Input):
    """What the counter of a unit shows."""

    read_on = DayField()
    amount = AmountField(required=True, least="0")
    measure = ChoiceField(MEASURES, load_default="km")
    reason = TextField(longest=400)
    claim = RefField("claim")


class WithdrawUsage(Input):
    """Which reading is taken back, and why."""

    measure = ChoiceField(MEASURES, load_default="km")
    read_on = DayField(required=True)
    reason = TextField(required=True)


class RepeatQuestion(Input):
    """Which unit, and if one part or one fault only, which."""

    unit = RefField("unit", required=True)
    part = CodeField()
    fault_code = CodeField()


class OwedQuestion(Input):
    """Whose failed acceptances; left out, everybody's."""

    customer = RefField("party")
