"""What comes in when a client's penalty is charged on: to whom, how much of it, and what he did (INS-12)."""

from __future__ import annotations

from decimal import Decimal

from marshmallow import fields

from sanbao.charging.schemas import PercentField
from sanbao.i18n import N_
from sanbao.schema import CodeField, Input, RefField, TextField, YesNoField
from sanbao_installation_outsourcing.schemas.parts import Photo


class ChargeOnInput(Input):
    """Under which installer's contract, how much of the penalty he caused, and by what."""

    contract = RefField("installer_contract", required=True)
    percent = PercentField(
        load_default=Decimal(100),
        metadata={
            "title": N_("His part in per cent"),
            "help": N_("How much of the penalty he caused; his contract says what he owes of that."),
        },
    )
    lot = CodeField(metadata={"reference": "installer_lot"})
    vehicle = CodeField(metadata={"reference": "installation_vehicle"})
    description = TextField(metadata={"title": N_("What he did")})
    serious = YesNoField(load_default=False)
    evidence = fields.List(
        fields.Nested(Photo), load_default=list, metadata={"title": N_("Photos and papers that prove it")}
    )
