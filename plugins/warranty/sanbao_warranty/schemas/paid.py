"""What comes in about work that the customer pays for."""

from __future__ import annotations

from marshmallow import fields

from sanbao.i18n import N_
from sanbao.schema import CodeField, DayField, Input, YesNoField
from sanbao_warranty.schemas.claims import CostInput


class ProposeQuote(Input):
    """What the work will come to before anybody's share: the quote asks for what the customer pays of it."""

    costs = fields.List(fields.Nested(CostInput), required=True)
    part = CodeField()
    tax = CodeField(longest=20, metadata={"title": N_("Tax rate"), "reference": "tax_rate"})
    tax_inclusive = YesNoField(load_default=False)
    valid_until = DayField()
