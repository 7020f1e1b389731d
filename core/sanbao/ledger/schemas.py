"""What comes in about the books."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from sanbao.i18n import N_, _
from sanbao.money import currency as currency_of
from sanbao.schema import (
    AmountField,
    ChoiceField,
    CodeField,
    DayField,
    Input,
    Message,
    RefField,
    TextField,
    WholeField,
    YesNoField,
)

KINDS = {
    "asset": N_("Asset"),
    "liability": N_("Liability"),
    "equity": N_("Equity"),
    "income": N_("Income"),
    "expense": N_("Expense"),
    "memo": N_("Memo (goods only)"),
}


class LineInput(Input):
    """One line of a hand-written entry."""

    account = CodeField(required=True, metadata={"reference": "account"})
    debit = AmountField()
    credit = AmountField()
    summary = TextField(longest=200, load_default="")
    party = RefField("party")
    cost_centre = RefField("cost_centre")
    cost_object = RefField("document")
    product = RefField("product")
    unit = RefField("unit")
    place = RefField("place")
    quantity = AmountField()
    currency = CodeField()
    original_amount = AmountField()

    @validates_schema
    def original(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Ask for a known currency and an amount in it, where what was paid or owed is not in the company's own."""
        code, amount = data.get("currency"), data.get("original_amount")
        if (code is None) != (amount is None):
            lacking = "currency" if code is None else "original_amount"
            raise ValidationError(
                _(N_("Please give the other currency and the amount in it together.")), lacking
            )
        if code is None or amount is None:
            return
        try:
            known = currency_of(code)
        except ValueError:
            raise ValidationError(
                _(N_("“{given}” is no currency such as CNY."), given=code), "currency"
            ) from None
        if not known.is_exact(amount):
            said = N_("{amount} has more digits than {currency} allows")
            raise ValidationError(_(said, amount=amount, currency=known.code), "original_amount")
        data["currency"] = known.code

    @validates_schema
    def something(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for an amount or a quantity."""
        if not any(name in data for name in ("debit", "credit", "quantity")):
            raise ValidationError(_(N_("Please give a debit, a credit or a quantity.")), "debit")


class VoucherInput(Input):
    """A hand-written entry; a second person posts it."""

    date = DayField(required=True)
    summary = TextField(required=True, longest=200)
    lines = fields.List(fields.Nested(LineInput), required=True)


class OpeningInput(Input):
    """Opening balances; the difference goes to the counter-account (期初余额)."""

    date = DayField(required=True)
    lines = fields.List(fields.Nested(LineInput), required=True)
    additional = YesNoField(load_default=False)


class ReverseInput(Input):
    """Which entry shall be undone, and on which day of its own."""

    entry = WholeField(least=1, required=True)
    date = DayField(required=True)
    reason = TextField(required=True, longest=200)


class PeriodInput(Input):
    """A month of the books."""

    period = CodeField(
        required=True,
        validate=validate.Regexp(
            r"[12]\d{3}-(0[1-9]|1[0-2])\Z", error=Message(N_("Please write a month such as 2024-05."))
        ),
    )


class AccountInput(Input):
    """An account of the company's chart."""

    code = CodeField(required=True)
    name = TextField(required=True, longest=200)
    name_en = TextField(longest=200)
    kind = ChoiceField(KINDS, required=True)
    parent = CodeField()
    is_active = YesNoField(load_default=True)


class RoleInput(Input):
    """Which account plays a role (LED-02)."""

    role = CodeField(required=True)
    account = CodeField(required=True, metadata={"reference": "account"})


class TrialBalanceInput(Input):
    """On which day; left out, today. ``without_closing`` leaves out what carried results to the profit."""

    on = DayField()
    start = DayField()
    without_closing = YesNoField(load_default=False)


class GeneralInput(Input):
    """One account over some days."""

    account = CodeField(required=True, metadata={"reference": "account"})
    start = DayField()
    end = DayField()


class EntriesInput(Input):
    """Which entries: of one document, or the newest."""

    document = RefField("document")
    last = WholeField(least=1, most=10_000, load_default=50)
