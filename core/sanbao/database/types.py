"""Column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Integer, String
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

from sanbao.money import from_units, to_units

#: A 64-bit identity on both backends (SQLite numbers only INTEGER PRIMARY KEY rows by itself).
BigId = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")


class Amount(TypeDecorator[Decimal]):
    """An exact decimal kept as a whole number of 1/10 000; the same bits on both backends."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Scale to a whole number; a value that is finer is a bug, not something to round away."""
        return None if value is None else to_units(Decimal(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return a ``Decimal`` with at least two digits."""
        return None if value is None else from_units(int(value))


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (text of fixed width on SQLite)."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use the native type where there is one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a naive moment: nobody could say which instant it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else moment_text(utc)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return an aware moment in UTC."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)


def moment_text(moment: datetime) -> str:
    """Return the moment in UTC as text of fixed width, so that it sorts and hashes alike everywhere."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
