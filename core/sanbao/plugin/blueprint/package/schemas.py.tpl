"""What comes in, as plain data."""

from __future__ import annotations

from sanbao.schema import DayField, Input, RefField, TextField


class Opening(Input):
    """What is to be done, by when, and on which unit."""

    task = TextField(required=True, longest=200)
    due_on = DayField(required=True)
    unit = RefField("unit")


class Closing(Input):
    """What was done."""

    outcome = TextField(required=True)


class OverdueQuestion(Input):
    """On which day; left out, today."""

    on = DayField()
