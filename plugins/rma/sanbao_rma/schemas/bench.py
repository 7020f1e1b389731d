"""What comes in from the bench: what is wrong, what it costs, what was done, whether it works."""

from __future__ import annotations

from marshmallow import ValidationError, fields, validates_schema

from sanbao.charging.schemas import LineInput
from sanbao.costing.schemas import BEARERS, PARTIED, CostInput
from sanbao.coverage import CAUSES
from sanbao.i18n import N_, _
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    Input,
    MomentField,
    RefField,
    TextField,
    YesNoField,
)
from sanbao_rma.schemas.pieces import ONE, SOME, Pieces

KEEP = {
    "title": N_("Keep the old part"),
    "help": N_("Left out, it goes back with the piece, unless the setting says that free ones stay with us."),
}


class Bearing(Input):
    """Who bears the cost of a piece, where it is not as usual."""

    bearer = ChoiceField(BEARERS)
    bearer_party = RefField("party")
    cost_centre = RefField("cost_centre")

    @validates_schema
    def named(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for the supplier or installer by name."""
        if data.get("bearer") in PARTIED and "bearer_party" not in data:
            raise ValidationError(_(N_("Please name the supplier or installer.")), "bearer_party")


class OfPiece(Input):
    """Which piece it is about: on forms it stands before everything else."""

    line = CodeField(required=True, metadata=ONE)


class Finding(OfPiece):
    """What the bench found in a piece."""

    is_no_fault = YesNoField(load_default=False)
    is_main_component = YesNoField(load_default=False)
    is_own_quality = YesNoField(load_default=False)
    fault = TextField(longest=400)
    part = CodeField()
    fault_class = CodeField()
    cause = ChoiceField(CAUSES, load_default="unknown")
    evidence = YesNoField(load_default=False)
    occurred_at = MomentField()
    in_warranty = YesNoField(metadata={"help": N_("Counts only where nobody can check the warranty.")})
    finding = TextField(longest=1000)
    ready_on = DayField(
        metadata={
            "title": N_("Ready on"),
            "help": N_("When it will be repaired; if late, a loan unit is offered."),
        }
    )

    @validates_schema
    def one_result(self, data: dict[str, object], **_kwargs: object) -> None:
        """Refuse a damaged component on a piece without a fault."""
        if data.get("is_no_fault") and data.get("is_main_component"):
            raise ValidationError(
                _(N_("A piece without a fault has no damaged component.")), "is_main_component"
            )


class Diagnosis(Bearing, Finding):
    """What is wrong with a piece, and why (RMA-03); no fault found is a result."""


class Diagnose(Input):
    """The diagnosis of some pieces."""

    lines = fields.List(fields.Nested(Diagnosis), required=True, validate=SOME)
    diagnosed_on = DayField()


class QuotedItem(LineInput, OfPiece):
    """What the repair of a piece costs the customer: something from the price list, or a text with a price."""


class QuotePieces(Input):
    """What the customers are asked to pay for which pieces (F-08)."""

    lines = fields.List(fields.Nested(QuotedItem), required=True, validate=SOME)
    tax_inclusive = YesNoField()
    valid_until = DayField()
    send = YesNoField(load_default=False)


class PerhapsOfPiece(Input):
    """Which piece it is about, if it is about one."""

    line = CodeField(metadata=ONE)


class PieceCost(CostInput, PerhapsOfPiece):
    """A cost of one piece; without a piece, of the parcel as a whole."""


class CollectCost(Input):
    """What was spent: parts, labour, freight, outside work."""

    lines = fields.List(fields.Nested(PieceCost), required=True, validate=SOME)
    incurred_on = DayField()
    description = TextField(longest=200, load_default="")


class Bears(Bearing, OfPiece):
    """Who bears the cost of one piece."""


class SettlePieces(Input):
    """Who bears the cost of which piece, where it is not as proposed."""

    lines = fields.List(fields.Nested(Bears), load_default=list)
    on = DayField()


class ReplacePart(Input):
    """A part of a piece was exchanged (W-07)."""

    line = CodeField(required=True, metadata=ONE)
    part = CodeField(required=True)
    serial = CodeField()
    keep = YesNoField(metadata=KEEP)
    replaced_on = DayField()


class NewSerial(Input):
    """The main board was exchanged, so that the piece bears a new serial number."""

    line = CodeField(required=True, metadata=ONE)
    serial = CodeField(required=True)
    part = CodeField(metadata={"help": N_("Which part it is; left out, the one that was found damaged.")})
    keep = YesNoField(metadata=KEEP)
    replaced_on = DayField()


class Finish(Pieces):
    """Which pieces are repaired, and what was done."""

    repaired_on = DayField()
    remedy = TextField(longest=1000)


class CheckQuality(Pieces):
    """Whether repaired pieces passed the test (RMA-06)."""

    passed = YesNoField(required=True)
    note = TextField(longest=400)
    checked_on = DayField()
