"""What is asked when a promise is tried."""

from __future__ import annotations

from marshmallow import ValidationError, validates_schema

from sanbao.i18n import N_, _
from sanbao.schema import Input, RefField, TextField, WholeField, YesNoField


class TryProfile(Input):
    """Which promise is tried, on which units, instead of what is bound or beside it."""

    policy = RefField("warranty_policy")
    content = TextField(longest=60_000)
    beside = YesNoField(load_default=False)
    unit = RefField("unit")
    product = RefField("product")
    customer = RefField("party")
    months = WholeField(least=1, most=120, load_default=12)

    @validates_schema
    def one_promise(self, data: dict[str, object], **_kwargs: object) -> None:
        """Ask for a published promise or for a text, one of them."""
        if ("policy" in data) == ("content" in data):
            raise ValidationError(
                _(N_("Please give either a published promise or the text of one.")), "policy"
            )
