"""What every part of a policy's text is read by: unknown words are refused, odd values have fields of their own."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import RAISE, Schema

from sanbao.calendar.periods import Period
from sanbao.errors import Invalid
from sanbao.i18n import N_
from sanbao.profiles.fields import AmountField, PeriodField, Said, TextField
from sanbao_warranty.policy.lengths import Season

_SEASON = re.compile(r"(\d\d)-(\d\d)\.\.(\d\d)-(\d\d)", re.ASCII)
#: A leap year, so that 29 February is a day.
_SOME_YEAR = 2024


class Strict(Schema):
    """A schema that refuses unknown words and names the ones it knows."""

    class Meta:
        """Never let a misspelt parameter pass in silence."""

        unknown = RAISE

    error_messages: dict[str, str] = {"type": Said(N_("must be a table of names and values"))}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        known = ", ".join(self.fields)
        self.error_messages["unknown"] = Said(N_("is not known here; known are: {known}"), known=known)


class LimitField(PeriodField):
    """A time limit such as 10wd, 20d or 7d; unlike a warranty it may be counted in working days (CAL-04)."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is no time limit; write for example 10wd, 7d or 1m")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Period:
        try:
            period = Period.parse(value) if isinstance(value, str) else Period()
        except Invalid:
            period = Period()
        if period == Period():
            raise self.make_error("invalid", text=value)
        return period


class SeasonField(TextField):
    """A season of every year, such as 11-15..03-15 (W-14)."""

    default_error_messages: dict[str, Any] = {
        "no_season": Said(N_("“{text}” is no season; write month and day twice, for example 11-15..03-15")),
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found = _SEASON.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            raise self.make_error("no_season", text=value)
        first_month, first_day, last_month, last_day = (int(digits) for digits in found.groups())
        try:
            date(_SOME_YEAR, first_month, first_day)
            date(_SOME_YEAR, last_month, last_day)
        except ValueError:
            raise self.make_error("no_season", text=value) from None
        return Season((first_month, first_day), (last_month, last_day))


class DayField(TextField):
    """A day written as 2024-03-05."""

    default_error_messages: dict[str, Any] = {
        "no_day": Said(N_("“{text}” is no day; write for example 2022-01-01")),
    }

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return date.fromisoformat(value.strip())
        except (ValueError, AttributeError):
            raise self.make_error("no_day", text=value) from None


class QuantityField(AmountField):
    """A quantity above nothing, such as 50000 km or three times the price."""

    default_error_messages: dict[str, Any] = {
        "invalid": Said(N_("“{text}” is no quantity; write a number above 0, for example 50000")),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        quantity: Decimal = super()._deserialize(value, attr, data, **kwargs)
        if quantity <= 0:
            raise self.make_error("invalid", text=value)
        return quantity


class FeeRateField(AmountField):
    """The part of a price that a day or a distance of use costs, such as 0.001."""

    most = Decimal(1)
    default_error_messages: dict[str, Any] = {
        "invalid": Said(
            N_("“{text}” is no rate of use; write a number from 0 to 1, for example 0.001 for 0.1 % a day")
        ),
    }
