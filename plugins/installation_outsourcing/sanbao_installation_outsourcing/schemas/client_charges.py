"""What comes in about charges to the client: how much per unit of a lot, and which of it is charged when."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.schema import AmountField, CodeField, DayField, Input, RefField, TextField, WholeField

_CHARGE = N_("Charge to the client per unit")


class ClientChargeInput(Input):
    """What a client pays per unit of a lot once both sides accepted it; 0 where the installation is free altogether."""

    lot = CodeField(required=True, metadata={"reference": "installer_lot"})
    client = RefField(
        "party",
        metadata={
            "title": N_("Client"),
            "help": N_("Who pays; left out where the contract itself is with the client."),
        },
    )
    unit_charge = AmountField(least="0", required=True, metadata={"title": _CHARGE})
    tax = CodeField(longest=20, metadata={"title": N_("Tax rate"), "reference": "tax_rate"})
    note = TextField(longest=400)


class ClientChargingInput(Input):
    """Of which lot, up to which day of acceptance, and the day of the charge."""

    lot = CodeField(metadata={"reference": "installer_lot"})
    until_on = DayField(metadata={"title": N_("Accepted up to")})
    charged_on = DayField()


class ClientCreditInput(Input):
    """Why what was charged is given back; the red form where a special invoice bills it."""

    reason = TextField(required=True, longest=400)
    red_form_no = CodeField(
        metadata={
            "title": N_("Number of the red form"),
            "help": N_("The tax bureau's red form; needed where a special invoice bills the charge."),
        }
    )
    on = DayField()


class ClientChargesQuestion(Input):
    """Of which contract; the single units a page at a time."""

    contract = RefField("installer_contract", required=True)
    after = WholeField(load_default=0)
    limit = WholeField(most=1_000, load_default=0, metadata={"title": N_("How many single units")})
