"""What comes in about old parts that come back on orders at price 0."""

from __future__ import annotations

from marshmallow import fields

from sanbao.calendar.operations import WithinField
from sanbao.i18n import N_
from sanbao.schema import (
    AmountField,
    ChoiceField,
    DayField,
    Input,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_rma.schemas.spares import PIECES, EachLineOnce, PositionInput, ProductLines

PURPOSES = {
    "recover_old_part": N_("Old parts come back"),
    "free_supply": N_("Free parts under the maker's warranty"),
}
OUTCOMES = {"scrap": N_("Scrapped"), "hand_over": N_("Given to the customer")}


class ZeroPriceInput(ProductLines):
    """Old parts that shall come back, or free ones that shall come, for a case (PUR-13)."""

    case = RefField("document", required=True)
    reference = TextField(longest=80)
    purpose = ChoiceField(PURPOSES, load_default="recover_old_part")
    party = RefField("party")
    supplier = RefField("party")
    within = WithinField()


class CameInput(EachLineOnce):
    """What came of a zero-price order, and where it lies."""

    place = RefField("place", required=True)
    on = DayField()
    lines = fields.List(fields.Nested(PositionInput), load_default=list)


class GiveUpInput(Input):
    """What cannot be recovered, why, and whether the supplier's quality is to blame (SPR-02)."""

    position = WholeField(least=1, required=True)
    quantity = AmountField(least=PIECES, required=True)
    reason = TextField(required=True, longest=400)
    quality = YesNoField(load_default=False)
    supplier = RefField("party")


class SendBackInput(EachLineOnce):
    """What goes to the supplier with the claim."""

    supplier = RefField("party")
    on = DayField()
    lines = fields.List(fields.Nested(PositionInput), load_default=list)


class EndInput(EachLineOnce):
    """What becomes of pieces that lie with us."""

    outcome = ChoiceField(OUTCOMES, required=True)
    on = DayField()
    lines = fields.List(fields.Nested(PositionInput), load_default=list)


class AwaitedQuestion(Input):
    """Old parts of which customer or for which supplier; left out, all."""

    party = RefField("party")
    supplier = RefField("party")
