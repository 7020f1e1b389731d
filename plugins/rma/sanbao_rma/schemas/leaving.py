"""What comes in about pieces that leave: back to the customer, to a factory, for good."""

from __future__ import annotations

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    MomentField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_rma.schemas.pieces import ONE, Pieces, Why

SHIPPING = {
    "express": N_("Express"),
    "freight": N_("Freight carrier"),
    "own_vehicle": N_("Our own vehicle"),
    "collected": N_("Collected by the customer"),
    "post": N_("Post"),
}
SOLUTIONS = {"exchange": N_("Exchange"), "refund": N_("Refund")}
#: On what the price of a factory's work falls (PUR-03, PUR-06): the RMA, or an account of a cost centre.
ASSIGNMENTS = {"case": N_("The RMA"), "cost_centre": N_("A cost centre")}


class IssueOutbound(Pieces):
    """What goes out, to whom, how (RMA-07)."""

    party = RefField("party")
    quantity = WholeField(least=1, most=100000)
    shipping_mode = ChoiceField(SHIPPING, required=True)
    shipped_at = MomentField()
    tracking = CodeField(longest=120)


class Deliver(Pieces):
    """What arrived at the customer's, and who took it."""

    outbound = RefField("rma_outbound")
    delivered_on = DayField()
    received_by = TextField(longest=120)


class IssueSlip(Input):
    """A piece that is taken back, for money or for a new one, and why (RET-01, RET-04)."""

    line = CodeField(required=True, metadata=ONE)
    solution = ChoiceField(SOLUTIONS, required=True)
    reason = TextField(required=True, longest=400)
    purchased_on = DayField()
    requested_on = DayField()
    shipped_on = DayField(metadata={"title": N_("Shipping time")})
    salesman = RefField("app_user", metadata={"title": N_("Area salesman")})
    issued_on = DayField()
    price = AmountField(least="0", places=2, metadata={"title": N_("Price paid")})
    fee = AmountField(least="0", places=2, metadata={"title": N_("Fee for the use")})
    tax = AmountField(least="0", places=2)
    cost = AmountField(least="0", places=2, metadata={"title": N_("Original cost")})
    recoverable = AmountField(least="0", places=2, required=True, metadata={"title": N_("Recoverable value")})
    cost_centre = RefField("cost_centre", required=True)
    same_model_available = YesNoField()


class SignSlip(Input):
    """When the sales manager signed."""

    signed_on = DayField()


class BookSlip(Input):
    """When it is booked."""

    on = DayField()


class PayRefund(Input):
    """When a refund was paid."""

    on = DayField()


class TakePaymentBack(Input):
    """Why a payment is taken back."""

    reason = TextField(required=True, longest=400)
    on = DayField()


class Exchange(Input):
    """The new piece that is sent for an old one (RET-05, RET-06)."""

    line = CodeField(required=True, metadata=ONE)
    serial = CodeField(required=True)
    product = RefField("product")
    place = RefField("place", required=True)
    shipped_on = DayField()


class ShipAhead(Exchange):
    """A new piece that is sent before the old one has come, until when that is expected, and what it costs if not."""

    due_on = DayField(required=True)
    price = AmountField(least="0.01", places=2, required=True)
    because = TextField(required=True, longest=400)


class SpecialCase(Why):
    """Which pieces are a special case, and why (RET-03)."""


class Scrap(Why):
    """What is scrapped, why, and which customer's word allows it."""

    agreed_by = TextField(longest=120)


class MarkUnclaimed(Why):
    """What nobody fetches."""

    place = RefField("place")


class CheckReturned(Input):
    """Whether an old piece that is ours passed the test."""

    line = CodeField(required=True, metadata=ONE)
    passed = YesNoField(required=True)
    note = TextField(longest=400)
    checked_on = DayField()


class Refurbish(Input):
    """What an old piece that is ours was made into."""

    line = CodeField(required=True, metadata=ONE)
    product = RefField("product", required=True)
    place = RefField("place", required=True)
    is_spare = YesNoField(load_default=False)
    on = DayField()


class SendToFactory(Pieces):
    """Which pieces a vendor repairs, for how much, and on what that falls (RMA-11, PUR-03)."""

    supplier = RefField("party", required=True)
    price = AmountField(least="0", places=2, required=True)
    assignment = ChoiceField(ASSIGNMENTS, load_default="case", metadata={"title": N_("Price falls on")})
    account = CodeField(metadata={"title": N_("Account")})
    cost_centre = RefField("cost_centre")
    sent_on = DayField()
    due_on = DayField()

    @validates_schema
    def complete(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for account and cost centre where the price does not fall on the RMA (PUR-03)."""
        wanted = data.get("assignment") == "cost_centre"
        problems = {}
        for name in ("account", "cost_centre"):
            if wanted and name not in data:
                problems[name] = [_(N_("An order for a cost centre states account and cost centre."))]
            if not wanted and name in data:
                problems[name] = [_(N_("The RMA bears it; leave this out."))]
        if problems:
            raise ValidationError(problems)


class BackFromFactory(Input):
    """What came back from the vendor, and what it really costs."""

    back_on = DayField()
    price = AmountField(least="0", places=2)
    place = RefField("place")
    remedy = TextField(longest=1000)


class ReverseReceipt(Input):
    """Why a receipt from the factory is taken back (PUR-10)."""

    reason = TextField(required=True, longest=400)
    on = DayField()
