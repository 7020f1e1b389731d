"""How the seasons, tests, exchanges and lists of products of a policy are read (W-10, W-14, N-06, N-11)."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from sanbao.calendar.periods import Period
from sanbao.profiles.fields import ChoiceField, PeriodField, TableField, TextField, WholeField, YesNoField
from sanbao_warranty.policy.lengths import ExchangeTerms, FinalTestTerms, OnExchange, ProductTerms, Seasons
from sanbao_warranty.policy.strict import SeasonField, Strict

ON_EXCHANGE = {one.value: one for one in OnExchange}


class SeasonsSchema(Strict):
    """Reads a term in seasons (W-14); the region ``usual`` stands for all that are not named."""

    count = WholeField(required=True, least=1)
    count_partial_season = YesNoField(load_default=False)
    dates = TableField(
        keys=TextField(), values=TableField(keys=TextField(), values=SeasonField()), load_default=dict
    )

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> Seasons:
        """Return the typed record."""
        return Seasons(**data)


class ProductTermsSchema(Strict):
    """Reads the terms of one class of product (N-11)."""

    term = PeriodField(load_default=None, allow_none=True)
    key_term = PeriodField(load_default=None, allow_none=True)
    part_terms = TableField(keys=TextField(), values=PeriodField(), load_default=dict)

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> ProductTerms:
        """Return the typed record."""
        return ProductTerms(**data)


class FinalTestSchema(Strict):
    """Reads the test at the end of a term (W-10)."""

    window = PeriodField(load_default=Period(months=1))
    extension = PeriodField(load_default=Period(years=1))

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> FinalTestTerms:
        """Return the typed record."""
        return FinalTestTerms(**data)


class ExchangeSchema(Strict):
    """Reads how a term goes on after the unit was exchanged (N-06)."""

    term = ChoiceField(ON_EXCHANGE, load_default=OnExchange.INHERIT)
    least = PeriodField(load_default=Period(months=3))

    @post_load
    def make(self, data: dict[str, Any], **_kwargs: Any) -> ExchangeTerms:
        """Return the typed record."""
        return ExchangeTerms(**data)


#: Of which product a table speaks, and what it says.
PRODUCT_TERMS = TableField(keys=TextField(), values=fields.Nested(ProductTermsSchema), load_default=dict)
