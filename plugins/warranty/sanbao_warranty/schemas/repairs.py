"""What comes in about repairs: times, waiting, whether they helped."""

from __future__ import annotations

from sanbao.coverage.repairs import REASONS, WAITS
from sanbao.schema import ChoiceField, DayField, Input, MomentField, TextField, YesNoField


class StartRepair(Input):
    """When the unit was handed in."""

    started_at = MomentField()


class WaitForParts(Input):
    """What is waited for, and since when."""

    what = ChoiceField(WAITS, load_default="parts")
    since = MomentField()


class PartsArrived(Input):
    """When the waiting ended."""

    until = MomentField()


class FinishRepair(Input):
    """When the repair was handed back, and whether it helped."""

    repaired_on = DayField()
    started_at = MomentField()
    ended_at = MomentField()
    cured = YesNoField()
    reason = ChoiceField(REASONS)
    is_serious = YesNoField()


class ConfirmCure(Input):
    """Whether the last repair cured the fault, and how that became known."""

    cured = YesNoField(required=True)
    because = TextField(required=True, longest=400)
