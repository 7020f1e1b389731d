"""Fields that several inputs share: an item with its amount, why and when something is taken back."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields

from sanbao.calendar.errors import BadPeriod
from sanbao.i18n import N_
from sanbao.schema import AmountField, ChoiceField, CodeField, DayField, Input, TextField
from sanbao_billing.roles import OPEN_ROLES
from sanbao_billing.rules.terms import parse_terms

#: The smallest amount that can be recorded at all.
LEAST = "0.0001"
INVOICE_KINDS = {"ordinary": N_("Ordinary invoice"), "special": N_("Special VAT invoice")}


class TermsField(CodeField):
    """Payment terms such as 30d, or eom+15d for so long after the month's end."""

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            parse_terms(text)
        except BadPeriod as error:
            raise ValidationError(str(error)) from error
        return text


class RoleField(ChoiceField):
    """One of the accounts of open items."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(OPEN_ROLES, **kwargs)


class ItemInput(Input):
    """An open item: the number of its paper, or its entry and position such as 15.2; and how much of it."""

    item = CodeField(required=True)
    amount = AmountField(least=LEAST)


def item_list() -> fields.List[Any]:
    """Return the field of some open items."""
    return fields.List(fields.Nested(ItemInput), load_default=list)


class Undo(Input):
    """Why something is taken back, and from which day on."""

    reason = TextField(required=True, longest=200)
    on = DayField()
