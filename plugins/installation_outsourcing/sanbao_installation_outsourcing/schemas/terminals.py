"""What comes in about terminals that installers are given."""

from __future__ import annotations

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import AmountField, ChoiceField, CodeField, DayField, Input, ListField, RefField, TextField
from sanbao_installation_outsourcing.schemas.parts import Photo

STOCKS = {
    "GOODS": N_("Finished goods"),
    "SPARES": N_("Spare parts"),
    "CUSTOMER_GOODS": N_("Customers' goods in our custody"),
}


class Issue(Input):
    """Which terminals are given to the installer of a contract, and where they lie so far."""

    contract = RefField("installer_contract", required=True)
    product = RefField("product", required=True)
    place = RefField("place", required=True)
    to_place = RefField("place", metadata={"title": N_("The installer's place")})
    stock = ChoiceField(STOCKS)
    serials = ListField(CodeField(), required=True)
    issued_on = DayField(metadata={"title": N_("Handed out on")})
    note = TextField()


class Return(Input):
    """Which terminals come back unused, and to which place."""

    contract = RefField("installer_contract", required=True)
    serials = ListField(CodeField(metadata={"reference": "installation_terminal"}), required=True)
    place = RefField("place", required=True)
    returned_on = DayField()
    note = TextField()


class DeadTerminal(Input):
    """A terminal that did not work when it was unpacked, and the one that takes its place."""

    serial = CodeField(required=True, metadata={"reference": "installation_terminal"})
    fault = TextField(required=True)
    swap = CodeField()


class DeadOnArrival(Input):
    """Which terminals were dead on arrival (INS-07)."""

    contract = RefField("installer_contract", required=True)
    place = RefField("place", required=True)
    lines = fields.List(fields.Nested(DeadTerminal), required=True)
    found_on = DayField()
    swap_place = RefField("place")


class Missing(Input):
    """Which terminals an installer cannot account for, and what each is worth (INS-13)."""

    contract = RefField("installer_contract", required=True)
    serials = ListField(CodeField(metadata={"reference": "installation_terminal"}), required=True)
    counted_on = DayField()
    worth = AmountField(least="0", metadata={"help": N_("What one terminal costs to replace.")})
    note = TextField()
    paper = fields.Nested(Photo)


class TerminalsQuestion(Input):
    """Whose terminals."""

    contract = RefField("installer_contract")
    party = RefField("party")
    serial = CodeField(metadata={"reference": "installation_terminal"})


class InstallerQuestion(Input):
    """Nothing is asked for: what is hers is known."""
