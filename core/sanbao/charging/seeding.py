"""Give a company its first tax rates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from sqlalchemy import Connection, insert

from sanbao.charging.models import TaxRate


@cache
def default_rates() -> Mapping[str, Any]:
    """Return the rates of LED-24 as they stand in ``tax_rates.yaml``."""
    source = files("sanbao.charging").joinpath("tax_rates.yaml")
    rates: Mapping[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return rates


def seed(connection: Connection, company_id: int) -> None:
    """Write the rates with which a new company begins (LED-24)."""
    known = default_rates()
    since = date.fromisoformat(known["valid_from"])
    rows = [
        {
            "company_id": company_id,
            "code": rate["code"],
            "name": rate["zh"],
            "name_en": rate["en"],
            "percent": Decimal(rate["percent"]),
            "valid_from": since,
        }
        for rate in known["rates"]
    ]
    connection.execute(insert(TaxRate), rows)
