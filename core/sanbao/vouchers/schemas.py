"""What comes in about vouchers."""

from __future__ import annotations

from marshmallow import validate

from sanbao.i18n import N_
from sanbao.ledger.schemas import PeriodInput
from sanbao.schema import CodeField, Input, ListField, Message, RefField, TextField, YesNoField

MONTH = validate.Regexp(
    r"[12]\d{3}-(0[1-9]|1[0-2])\Z", error=Message(N_("Please write a month such as 2024-05."))
)


class ReviewInput(Input):
    """The vouchers to review: these, or every one of a month."""

    period = CodeField(validate=MONTH)
    entries = ListField(RefField("entry"))


class ExportInput(PeriodInput):
    """A month, and the layout that the other books take."""

    layout = CodeField(load_default="generic")


class TakeBackInput(Input):
    """Why a batch is taken back."""

    reason = TextField(required=True, longest=500)


class StatusInput(PeriodInput):
    """A month; left to itself, only what is not handed over yet."""

    all = YesNoField(load_default=False)


class EntryInput(Input):
    """Which voucher."""

    entry = RefField("entry", required=True)
