"""The demo's Excel register: written from data, so that importing it is the real thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sanbao.importing.kinds import kinds_of, title_of
from sanbao.plain_yaml import read_yaml
from sanbao.tables import Heading, Table, write_workbook

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry

LANGUAGE = "zh_Hans_CN"
#: Product, how many, customer, site, the first acceptance day, the promises.
_SERIES = (
    ("CAM-4K", 24, "C001", "ST01", date(2022, 6, 15), "WP-000-3Y5Y, WP-000-5Y"),
    ("NVR-16", 6, "C002", "ST02", date(2021, 3, 1), "WP-000-3Y5Y"),
    ("PUMP-3", 4, "C003", "ST03", date(2023, 5, 10), "WP-000-3Y5Y"),
    ("CAM-4K", 12, "C003", "ST03", date(2023, 12, 29), "WP-003-3M"),
    ("NVR-16", 1, "C001", "ST01", date(2021, 7, 10), "WP-000-FREE"),
)
#: What a promise leaves to be agreed: its term.
_AGREED = {"WP-000-FREE": "3y", "WP-003-3M": "1y"}
_VEHICLES = (("V-B12345", date(2019, 6, 1)), ("V-B67890", date(2023, 11, 20)))


def workbook(registry: Registry) -> bytes:
    """Return the register as an .xlsx with one sheet per table, as the import understands it."""
    rows: dict[str, list[dict[str, str]]] = read_yaml(
        files("sanbao.demo").joinpath("register.yaml").read_text(encoding="utf-8")
    )
    rows["unit"] = list(_units())
    tables = []
    for kind in kinds_of(registry, "register"):
        given = rows.get(kind.name)
        if given:
            used = [column for column in kind.columns if any(column.field in row for row in given)]
            headings = [Heading(column.title_zh) for column in used]
            lines = [[row.get(column.field, "") for column in used] for row in given]
            tables.append(Table(title_of(kind, LANGUAGE), headings, lines))
    return write_workbook(tables)


def _units() -> Iterator[dict[str, str]]:
    """Give every serial-numbered unit with the days of its life and what it was promised."""
    for series, (product, count, customer, site, accepted, warranty) in enumerate(_SERIES, start=1):
        for number in range(1, count + 1):
            yield {
                **_life(product, f"{series}{number:04}", accepted),
                "customer": customer,
                "site": site,
                "accepted_on": accepted.isoformat(),
                "warranty": warranty,
                "agreed_term": _AGREED.get(warranty, ""),
            }
    for number, (host, sold) in enumerate(_VEHICLES, start=1):
        unit: dict[str, Any] = _life("TERM-BD", f"9{number:04}", sold)
        yield {
            **unit,
            "customer": "C004",
            "host": host,
            "sold_on": sold.isoformat(),
            "warranty": "WP-000-10Y",
        }


def _life(product: str, tail: str, day: date) -> dict[str, str]:
    return {
        "serial": f"HA{day:%y%m}-{product.split('-')[0]}-{tail}",
        "product": product,
        "order_no": f"SO{day:%Y%m}-{tail}",
        "ex_factory_on": (day - timedelta(days=40)).isoformat(),
        "sold_on": (day - timedelta(days=10)).isoformat(),
        "delivered_on": (day - timedelta(days=10)).isoformat(),
    }
