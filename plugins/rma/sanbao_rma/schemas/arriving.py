"""What comes in about a parcel that is announced and received."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validates_schema

from sanbao.charging.schemas import CHANNELS
from sanbao.i18n import N_, _
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_rma.schemas.pieces import ONE, RETURNED, SOME


class AnnouncedPiece(Input):
    """A piece that a customer wants to send: its serial number, or so many pieces of a product without one."""

    serial = CodeField()
    product = RefField("product")
    quantity = WholeField(least=1, most=1000, load_default=1)
    owner = RefField("party", metadata={"title": N_("End customer")})
    fault = TextField(longest=400)
    requested_on = DayField()
    purchased_on = DayField()
    accessories = ListField(TextField(longest=120), load_default=list)

    @validates_schema
    def something(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask what it is; a serial number stands for one piece."""
        if "serial" not in data and "product" not in data:
            raise ValidationError(_(N_("Please give a serial number or a product.")), "serial")
        if "serial" in data and data.get("quantity", 1) != 1:
            raise ValidationError(_(N_("A serial number stands for one piece.")), "quantity")


class Announce(Input):
    """A parcel that somebody wants to send us."""

    party = RefField("party", required=True)
    pieces = fields.List(fields.Nested(AnnouncedPiece), required=True, validate=SOME, metadata=RETURNED)
    announced_on = DayField()
    quantity = WholeField(least=1, most=100000)
    reference = CodeField(longest=120, metadata={"title": N_("Customer's number of the parcel")})
    reason = TextField(longest=400)
    carrier = TextField(longest=120)
    tracking = CodeField(longest=120)


class ReceivedPiece(Input):
    """A piece out of the parcel: what stands on it, how it looks, what came with it (RMA-02)."""

    serial = CodeField()
    line = CodeField(metadata=ONE)
    is_unreadable = YesNoField(load_default=False)
    is_unannounced = YesNoField(load_default=False)
    product = RefField("product")
    owner = RefField("party", metadata={"title": N_("End customer")})
    fault = TextField(longest=400)
    condition = TextField(longest=400)
    accessories = ListField(TextField(longest=120), load_default=list)

    @validates_schema
    def something(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask which piece it is; of one that nobody can read, what it is."""
        if data.get("is_unreadable"):
            if "serial" in data:
                raise ValidationError(
                    _(N_("Leave the serial number out where nobody can read it.")), "serial"
                )
            if "product" not in data:
                raise ValidationError(_(N_("Please say which product it is.")), "product")
        elif not {"serial", "line", "product"} & set(data):
            raise ValidationError(_(N_("Please give a serial number, a position or a product.")), "serial")


class Receive(Input):
    """What came: piece by piece, or all at once; ``complete`` ends the count."""

    pieces = fields.List(fields.Nested(ReceivedPiece), load_default=list, metadata=RETURNED)
    as_announced = YesNoField(
        load_default=False,
        metadata={"title": N_("As announced"), "help": N_("Everything that was announced has come.")},
    )
    quantity = WholeField(least=0, most=100000)
    received_on = DayField()
    place = RefField("place")
    complete = YesNoField(load_default=True)
    carrier = TextField(longest=120)
    tracking = CodeField(longest=120)


class ConfirmCount(Input):
    """Who at the customer's confirmed what really came, when and how (RMA-02)."""

    confirmed_by = TextField(required=True, longest=120)
    confirmed_on = DayField()
    channel = ChoiceField(CHANNELS, load_default="phone")
    note = TextField(longest=400)


class Identify(Input):
    """Which unit a piece turned out to be, or the number that it is given."""

    line = CodeField(required=True, metadata=ONE)
    serial = CodeField(required=True)
    product = RefField("product")
    owner = RefField("party", metadata={"title": N_("End customer")})
