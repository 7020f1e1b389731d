"""What comes in about events: what happened, what was found, what was answered and decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from sanbao.calendar.operations import WithinField
from sanbao.i18n import N_, _
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    MomentField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_installation_outsourcing.schemas.parts import Photo

CAUSES = {
    "ours": N_("Our own doing"),
    "client": N_("The client's doing"),
    "force_majeure": N_("Force majeure"),
}
HINDRANCE_STATES = {
    "logged": N_("Logged"),
    "counted": N_("Vehicles counted"),
    "confirmed": N_("Confirmed"),
    "rejected": N_("Not confirmed"),
}
DECISIONS = {"apply": N_("Apply"), "reduce": N_("Reduce"), "waive": N_("Waive")}


class WaitInput(Input):
    """A stretch of time that is not counted against the one who is late, such as a client who was absent."""

    cause = ChoiceField(CAUSES, required=True)
    start_at = MomentField(required=True)
    end_at = MomentField(required=True)

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Nothing ends before it begins."""
        if data.get("start_at") and data.get("end_at") and data["end_at"] < data["start_at"]:
            raise ValidationError(_(N_("It cannot end before it begins.")), "end_at")


class Report(Input):
    """Something that happened under a contract; where a clause counts hours, when it was due and when it was done."""

    contract = RefField("installer_contract", required=True)
    trigger = CodeField(
        required=True,
        metadata={
            "reference": "installer_trigger",
            "help": N_("Which clause it may fall under, such as complaint."),
        },
    )
    lot = CodeField(metadata={"reference": "installer_lot"})
    vehicle = CodeField(metadata={"reference": "installation_vehicle"})
    person = TextField(
        longest=80,
        metadata={
            "title": N_("Person concerned"),
            "help": N_("Left out: whoever put the terminal into the vehicle."),
        },
    )
    occurred_on = DayField()
    description = TextField(required=True)
    matter = TextField(
        longest=200,
        metadata={"help": N_("What it is about: the same matter of the same client counts once.")},
    )
    units = WholeField(least=1, most=1_000_000, load_default=1, metadata={"title": N_("How many units")})
    loss = AmountField(least="0")
    due_at = MomentField(
        metadata={"help": N_("When it should have been done, where the clause counts the time.")}
    )
    done_at = MomentField()
    waits = fields.List(
        fields.Nested(WaitInput),
        load_default=list,
        metadata={
            "title": N_("Times not counted"),
            "help": N_("Time that is not counted against him, such as a client who was absent."),
        },
    )
    named_cases = ListField(
        CodeField(metadata={"reference": "installer_case"}),
        load_default=list,
        metadata={
            "help": N_("Which named cases of the clause it is: those it prices, or those it leaves out.")
        },
    )
    serious = YesNoField(load_default=False)
    evidence = fields.List(
        fields.Nested(Photo), load_default=list, metadata={"title": N_("Photos and papers that prove it")}
    )


class Delay(Input):
    """Of which contract, and of which lot alone."""

    contract = RefField("installer_contract", required=True)
    lot = CodeField(metadata={"reference": "installer_lot"})


class Verification(Input):
    """What was found when it was looked into."""

    is_true = YesNoField(required=True)
    is_reasonable = YesNoField(load_default=True)
    finding = TextField(metadata={"title": N_("What was found")})
    loss = AmountField(least="0")
    units = WholeField(least=1, most=1_000_000, metadata={"title": N_("How many units")})
    done_at = MomentField()
    waits = fields.List(
        fields.Nested(WaitInput), load_default=list, metadata={"title": N_("Times not counted")}
    )
    named_cases = ListField(CodeField(metadata={"reference": "installer_case"}), load_default=list)
    evidence = fields.List(
        fields.Nested(Photo), load_default=list, metadata={"title": N_("Photos and papers that prove it")}
    )


class Notification(Input):
    """When the installer was told, and how long he has to answer."""

    notified_on = DayField()
    within = WithinField()


class AnswerInput(Input):
    """What the installer says to it; of a part only, he says how much."""

    accepts = YesNoField(required=True)
    disputed_amount = AmountField(least="0")
    text = TextField()
    answered_on = DayField()
    evidence = fields.List(
        fields.Nested(Photo), load_default=list, metadata={"title": N_("Photos and papers that prove it")}
    )

    @validates_schema
    def reasoned(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Who disputes says why."""
        if data.get("accepts") is False and not data.get("text"):
            raise ValidationError(_(N_("Please say why it is disputed.")), "text")


class Decision(Input):
    """Apply, reduce or waive, why, and up to which assessed amount it carries while it still grows (CAL-10)."""

    decision = ChoiceField(DECISIONS, required=True)
    amount = AmountField(least="0")
    up_to = AmountField(
        least="0",
        metadata={
            "title": N_("Decision carries up to"),
            "help": N_(
                "Left out: up to what one person may decide, or to what two persons see now. What still grows is best decided once, up to the most that its clause can take."
            ),
        },
    )
    reason = TextField(required=True)

    @validates_schema
    def measured(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """To reduce is to say to how much."""
        if data.get("decision") == "reduce" and "amount" not in data:
            raise ValidationError(_(N_("Please say to how much it is reduced.")), "amount")
        if data.get("decision") in ("apply", "waive") and "amount" in data:
            raise ValidationError(_(N_("Only what is reduced has an amount of its own.")), "amount")


class Approval(Input):
    """Whether the second person agrees."""

    agrees = YesNoField(load_default=True, metadata={"title": N_("Whether you agree")})
    up_to = AmountField(
        least="0",
        metadata={
            "title": N_("Decision carries up to"),
            "help": N_("No more than was proposed; what it grows to within that needs no new decision."),
        },
    )
    reason = TextField()


class Reconsideration(Input):
    """Why a decision is looked at again, and how much of it is disputed."""

    reason = TextField(required=True)
    disputed_amount = AmountField(least="0")


class HindranceInput(Input):
    """Days on which the installer could not work, and by whose doing."""

    contract = RefField("installer_contract", required=True)
    lot = CodeField(metadata={"reference": "installer_lot"})
    cause = ChoiceField(CAUSES, required=True)
    start_on = DayField(required=True)
    end_on = DayField(required=True)
    what = TextField(required=True, longest=400, metadata={"title": N_("The circumstances")})
    paper = fields.Nested(Photo, metadata={"title": N_("Photo or paper that proves it")})

    @validates_schema
    def in_order(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Nothing ends before it begins."""
        if data.get("start_on") and data.get("end_on") and data["end_on"] < data["start_on"]:
            raise ValidationError(_(N_("It cannot end before it begins.")), "end_on")


class HindranceDecision(Input):
    """Whether a hindrance is confirmed; for force majeure, how many days both parties agreed on (INS-15)."""

    hindrance = RefField("hindrance", required=True)
    confirmed = YesNoField(load_default=True)
    reason = TextField(
        longest=400,
        metadata={
            "title": N_("Why"),
            "help": N_("Needed where it is not confirmed; the installer reads it."),
        },
    )
    agreed_days = WholeField(
        least=0,
        most=3_650,
        metadata={
            "title": N_("Days agreed on"),
            "help": N_("Of force majeure only: none count until both agreed."),
        },
    )
    agreed_on = DayField()

    @validates_schema
    def reasoned(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """Who does not confirm says why; nothing can be agreed on that is not confirmed."""
        if data.get("confirmed") is False and not data.get("reason"):
            raise ValidationError(_(N_("Please say why it is not confirmed.")), "reason")
        if data.get("confirmed") is False and "agreed_days" in data:
            raise ValidationError(_(N_("What is not confirmed has no days to agree on.")), "agreed_days")


class EventsQuestion(Input):
    """Which events."""

    contract = RefField("installer_contract")
    party = RefField("party")
    vehicle = CodeField(metadata={"reference": "installation_vehicle"})
    text = TextField(
        longest=80,
        metadata={
            "title": N_("Words in it"),
            "help": N_("Part of what happened, or of the name of the person concerned."),
        },
    )
    is_open = YesNoField(load_default=True)


class EventQuestion(Input):
    """Which event."""

    event = RefField("installer_event", required=True)


class ReworkQuestion(Input):
    """Of which contract, and what if it were put right on which day."""

    contract = RefField("installer_contract", required=True)
    on = DayField()


class HindrancesQuestion(Input):
    """Of which contract."""

    contract = RefField("installer_contract")
    states = ListField(ChoiceField(HINDRANCE_STATES), load_default=list)
