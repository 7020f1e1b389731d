"""What comes in about written consents: to what, for whom, how long, and that one is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import ChoiceField, DayField, Input, RefField, TextField, YesNoField
from sanbao_installation_outsourcing.schemas.parts import Photo

#: What may not be passed on without a written consent (INS-14).
MATTERS = {
    "sim": N_("SIM data"),
    "identity": N_("Identities of the client's users"),
    "contact": N_("Contact data of the client's users"),
    "technical": N_("Technical information"),
    "commercial": N_("Commercial information"),
    "hardware": N_("Hardware"),
}


class ConsentInput(Input):
    """What may be passed on to whom; without the signed paper it is no consent."""

    contract = RefField("installer_contract", required=True)
    matter = ChoiceField(MATTERS, required=True, metadata={"title": N_("What may be passed on")})
    recipient = TextField(required=True, longest=200, metadata={"title": N_("To whom")})
    purpose = TextField(required=True, longest=400, metadata={"title": N_("What for")})
    signer = TextField(required=True, longest=80)
    given_on = DayField(metadata={"title": N_("Consented on")})
    ends_on = DayField(
        metadata={"title": N_("Consent ends on"), "help": N_("The last day; empty where it has no end.")}
    )
    paper = fields.Nested(Photo, required=True)

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Nothing ends before it begins."""
        if data.get("given_on") and data.get("ends_on") and data["ends_on"] < data["given_on"]:
            raise ValidationError(_(N_("It cannot end before it begins.")), "ends_on")


class ConsentWithdrawal(Input):
    """Which consent is taken back, from which day, and why."""

    consent = RefField("installer_consent", required=True, metadata={"title": N_("Written consent")})
    withdrawn_on = DayField()
    reason = TextField(required=True, longest=400)


class ConsentsQuestion(Input):
    """Of which contract, on which day; those that hold then, or all there ever were."""

    contract = RefField("installer_contract")
    matter = ChoiceField(MATTERS, metadata={"title": N_("What may be passed on")})
    on = DayField()
    holds = YesNoField(load_default=False, metadata={"title": N_("Only those that hold")})
