"""What comes in about recovered old parts that go back into stock (SPR-06)."""

from __future__ import annotations

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import AmountField, DayField, RefField, TextField, YesNoField
from sanbao_rma.schemas.spares import EachLineOnce, PositionInput


class CheckedInput(EachLineOnce):
    """Which pieces quality control tested, and whether they are good; left out, all that nobody has tested."""

    passed = YesNoField(required=True)
    note = TextField(longest=400)
    lines = fields.List(fields.Nested(PositionInput), load_default=list)


class RestockInput(EachLineOnce):
    """Which tested pieces go back into stock, where to, and what each is worth; nothing, if nobody says."""

    place = RefField("place", required=True)
    value = AmountField(
        least="0",
        places=2,
        metadata={"title": N_("Worth each"), "help": N_("It lowers the warranty expense.")},
    )
    cost_centre = RefField("cost_centre")
    on = DayField()
    lines = fields.List(fields.Nested(PositionInput), load_default=list)
