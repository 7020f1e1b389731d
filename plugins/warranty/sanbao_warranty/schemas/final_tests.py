"""What comes in about the test in the last month of a term."""

from __future__ import annotations

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import DayField, Input, ListField, RefField, TextField, YesNoField


class PlanFinalTests(Input):
    """For windows that open from one day to another; for some units only, if they are named."""

    opens_from = DayField(required=True)
    opens_until = DayField(required=True)
    units = ListField(RefField("unit"), load_default=list)

    @validates_schema
    def in_order(self, data: dict[str, object], **_kwargs: object) -> None:
        """Refuse a stretch that ends before it begins."""
        first, last = data.get("opens_from"), data.get("opens_until")
        if first is not None and last is not None and last < first:  # type: ignore[operator]
            raise ValidationError(_(N_("The last day lies before the first.")), "opens_until")


class RecordFinalTest(Input):
    """How a test went."""

    passed = YesNoField(required=True)
    tested_on = DayField()
    findings = TextField(longest=1000)


class CloseFinalTest(Input):
    """When the repair after a failed test was done."""

    repaired_on = DayField()


class FinalTestsQuestion(Input):
    """As of which day; left out, today."""

    on = DayField()
    overdue_only = YesNoField(load_default=False)
