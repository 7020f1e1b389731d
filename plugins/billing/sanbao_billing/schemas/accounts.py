"""What comes in about open items, their age, and statements of account."""

from __future__ import annotations

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import AmountField, ChoiceField, CodeField, DayField, Input, RefField, TextField
from sanbao_billing.rules.ageing import buckets
from sanbao_billing.schemas.common import RoleField

BASES = {"due": N_("Days since it was due"), "date": N_("Days since it was posted")}


def _limits(text: str) -> None:
    try:
        buckets(text)
    except ValueError as error:
        raise ValidationError(_(N_("Please write days that grow, such as 30,60,90."))) from error


class ItemsQuestion(Input):
    """Which open items: of one account or all, of one party or all, as of a day."""

    role = RoleField()
    party = RefField("party")
    on = DayField()


class AgeingQuestion(Input):
    """Whose items, as of which day, in which buckets; left out, as the settings say."""

    role = RoleField(load_default="AR")
    party = RefField("party")
    on = DayField()
    by = ChoiceField(BASES, load_default="due")
    buckets = CodeField(validate=_limits)


class DunningQuestion(Input):
    """As of which day; left out, today."""

    party = RefField("party")
    on = DayField()


class StatementInput(Input):
    """Whose account, from when to when."""

    party = RefField("party", required=True)
    role = RoleField(load_default="AR")
    start = DayField(required=True)
    end = DayField(required=True)

    @validates_schema
    def in_order(self, data: dict[str, object], **_kwargs: object) -> None:
        """The first day comes before the last."""
        if data["start"] > data["end"]:  # type: ignore[operator]
            raise ValidationError(_(N_("The last day comes before the first.")), "end")


class AnswerInput(Input):
    """What the party says of its statement: the balance that it has, and why it differs."""

    their_balance = AmountField(required=True)
    answer = TextField(longest=400)
    on = DayField()


class FootingQuestion(Input):
    """As of which day; left out, today."""

    on = DayField()
