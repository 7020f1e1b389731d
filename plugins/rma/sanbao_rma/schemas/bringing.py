"""What comes in about returns that somebody brings as a list: one row for each piece."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import CodeField, DayField, Input, ListField, RefField, TextField, WholeField
from sanbao_rma.schemas.pieces import RETURNED, SOME


class BroughtPiece(Input):
    """A piece of a list: the customer's number of its parcel, what it is, what is wrong with it, whether it has come."""

    parcel = CodeField(required=True, longest=120, metadata={"title": N_("Customer's number of the parcel")})
    party = RefField("party", required=True)
    serial = CodeField()
    product = RefField("product")
    position = WholeField(least=1, most=100000, metadata={"title": N_("Position")})
    owner = RefField("party", metadata={"title": N_("End customer")})
    fault_code = CodeField()
    fault = TextField(longest=400)
    accessories = ListField(TextField(longest=120), load_default=list)
    condition = TextField(longest=400)
    requested_on = DayField()
    purchased_on = DayField()
    announced_on = DayField()
    received_on = DayField(metadata={"title": N_("Received on")})
    place = RefField("place")
    carrier = TextField(longest=120)
    tracking = CodeField(longest=120)
    reason = TextField(longest=400)

    @validates_schema
    def something(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask what it is: a serial number, or a product with its position in the parcel."""
        if "serial" not in data and "product" not in data:
            raise ValidationError(_(N_("Please give a serial number or a product.")), "serial")
        if "serial" not in data and "position" not in data:
            message = N_("Please give the position in the parcel of a piece without a serial number.")
            raise ValidationError(_(message), "position")


class BringIn(Input):
    """The pieces of many parcels."""

    pieces = fields.List(fields.Nested(BroughtPiece), required=True, validate=SOME, metadata=RETURNED)
