"""What the inputs of jobs are made of: a photo, a VIN, and which jobs are meant."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, validates_schema

from sanbao.documents.schemas import BytesField
from sanbao.i18n import N_, _
from sanbao.schema import CodeField, DayField, Input, ListField, Message, RefField, TextField
from sanbao_installation_outsourcing.rules.pictures import is_picture

#: A VIN (GB 16735) has 17 letters and digits without I, O and Q.
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}", re.ASCII)


class VinField(CodeField):
    """A vehicle identification number (车架号)."""

    default_error_messages = {  # noqa: RUF012
        "vin": Message(N_("“{input}” is no VIN: it has 17 letters and digits, never I, O or Q.")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).upper()
        if not _VIN.fullmatch(text):
            raise self.make_error("vin", input=text)
        return text


class Photo(Input):
    """A photo, a scan of a signed paper, or another file that proves something."""

    name = TextField(required=True, longest=200, metadata={"title": N_("File name")})
    content = BytesField(required=True, metadata={"title": N_("File")})

    @validates_schema
    def filled(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Refuse a file in which nothing is: it proves nothing."""
        if data.get("content") == b"":
            raise ValidationError(_(N_("{name} is empty."), name=data.get("name", "")), "content")


class Picture(Photo):
    """A photo of the work, or a signed paper photographed or scanned."""

    @validates_schema
    def seen(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Refuse what is neither, whatever its name says."""
        if data.get("content") and not is_picture(data["content"]):
            said = N_("{name} is no photo and no PDF; please choose a picture.")
            raise ValidationError(_(said, name=data.get("name", "")), "content")


class Selected(Input):
    """Which jobs: of a contract or an order, narrowed down by lot, centre, day, or to single vehicles."""

    contract = RefField("installer_contract")
    order = RefField("installation_order", metadata={"title": N_("Installation order")})
    lot = CodeField(metadata={"reference": "installer_lot"})
    centre = RefField("office")
    from_day = DayField(metadata={"title": N_("Planned from")})
    until = DayField(metadata={"title": N_("Planned until")})
    vehicles = ListField(CodeField(metadata={"reference": "installation_vehicle"}), load_default=list)

    @validates_schema
    def somewhere(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Ask for the contract or the order: nothing is done to all jobs of all contracts."""
        if "contract" not in data and "order" not in data:
            raise ValidationError(
                str(Message(N_("Please give the contract or the order.")).format()), "contract"
            )
