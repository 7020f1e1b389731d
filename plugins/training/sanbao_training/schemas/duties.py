"""What comes in about what contracts promise, and about each duty."""

from __future__ import annotations

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import (
    ChoiceField,
    CodeField,
    DayField,
    Input,
    ListField,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)
from sanbao_training.schemas.common import PAYERS, Reason

#: How a duty may be fulfilled; who sends fewer people than agreed was offered all of it (TRN-04).
HOW = {"held": N_("Was held"), "offered": N_("Offered, fewer or nobody came")}


class RequirementInput(Input):
    """What a contract demands of training; the number of heads is the contract's own (TRN-04, AMB-12)."""

    party = RefField("party", required=True)
    contract_no = CodeField()
    trainee_roles = TextField(required=True, longest=200)
    heads = WholeField(least=1, most=100000, required=True)
    topics = TextField(required=True)
    timings = ListField(RefField("training_timing"), required=True)
    place_by_customer = YesNoField(load_default=False)
    payer = ChoiceField(PAYERS, load_default="contract")
    payer_party = RefField("party")
    is_free = YesNoField(load_default=True)
    starts_on = DayField(metadata={"title": N_("Commissioning starts on")})

    @validates_schema
    def known_payer(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask who pays where somebody else than we does, and that it is not free then."""
        problems = {}
        if data.get("payer") in ("installer", "supplier") and "payer_party" not in data:
            problems["payer_party"] = [_(N_("Please name the supplier or installer."))]
        if data.get("payer") == "customer" and data.get("is_free"):
            problems["is_free"] = [_(N_("What the customer pays for is not free."))]
        if problems:
            raise ValidationError(problems)


class StartInput(Input):
    """The day on which commissioning starts."""

    starts_on = DayField(required=True)


class FulfilInput(Input):
    """How and when a duty was fulfilled; minutes of the meeting where there was one."""

    fulfilled_on = DayField()
    how = ChoiceField(HOW, load_default="held")
    minutes = TextField()


class MoveInput(Reason):
    """Another day, as the customer asked in writing (TRN-06)."""

    due_on = DayField(required=True)


class DutiesQuestion(Input):
    """What is owed: to whom, due between which days; left out, all that is open."""

    party = RefField("party")
    start = DayField()
    end = DayField()
    all = YesNoField(load_default=False)
