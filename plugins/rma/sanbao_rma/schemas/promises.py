"""What comes in about return promises, waiting, and what a customer may have."""

from __future__ import annotations

from datetime import date

from marshmallow import ValidationError, validates_schema

from sanbao.coverage.repairs import WAITS
from sanbao.i18n import N_, _
from sanbao.schema import ChoiceField, CodeField, DayField, Input, MomentField, RefField, YesNoField
from sanbao_rma.schemas.pieces import ONE, Pieces


class ForWhom(Input):
    """For whose pieces: a customer's, a product's, both; left out, everybody's."""

    customer = RefField("party")
    product = RefField("product")


class BindPromise(ForWhom):
    """Which promise counts for whom, from when to when, and in which contract it was given."""

    promise = RefField("rma_promise", required=True)
    contract = RefField("document")
    valid_from = DayField(required=True)
    valid_until = DayField()

    @validates_schema
    def in_order(self, data: dict[str, object], **_kwargs: object) -> None:
        """The end is not before the start."""
        since, until = data.get("valid_from"), data.get("valid_until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            raise ValidationError(_(N_("This lies before the start.")), "valid_until")


class EndPromise(ForWhom):
    """The last day on which parcels still arrive under a promise."""

    promise = RefField("rma_promise", required=True)
    valid_until = DayField(required=True)


class PromisesQuestion(ForWhom):
    """Of whom, on which day; left out, all that ever counted."""

    on = DayField()


class WaitFor(Pieces):
    """What pieces wait for, and since when."""

    what = ChoiceField(WAITS, load_default="parts")
    since = MomentField()


class GoOn(Pieces):
    """When the waiting ended."""

    until = MomentField()


class EntitlementQuestion(Input):
    """Of which piece, on which day the customer asked, and whether the same model is still to be had."""

    rma = RefField("rma", required=True)
    line = CodeField(required=True, metadata=ONE)
    requested_on = DayField()
    same_model_available = YesNoField()
