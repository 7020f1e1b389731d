"""How long a month of provisions takes over 400 000 units: set aside, observe, true up, roll forward, release.

``python -m bench.provisions [UNITS]`` prints the seconds of each on both databases.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

import sanbao
from bench.clocking import seconds
from bench.places import analysed, on_both
from sanbao.profiles.models import Profile, ProfileVersion
from sanbao.registry.models import Product, Unit
from sanbao.testing import Addresses, fixed_clock

UNITS = 400_000
PRODUCTS = 20
#: Sales spread over four years, so that some batches have ended and most have not.
FIRST_DAY, DAYS = date(2020, 1, 1), 1461
TODAY = "2024-06-03"
PAGE = 10_000


def company(address: Addresses, units: int) -> sanbao.Sanbao:
    """Make a company with so many units that were sold, each with a promise of three years."""
    clock = fixed_clock(f"{TODAY}T09:00:00+08:00")
    erp = sanbao.create(
        address.url, owner_url=address.owner_url, company="测速", clock=clock, plugins=["warranty"]
    )
    for number in range(PRODUCTS):
        erp.do("product.create", {"code": f"P{number:02}", "name": "泵"}, user="admin")
        rate = {"product": f"P{number:02}", "percent": "1.5", "months": "36", "valid_from": "2020-01"}
        erp.do("provision.set_rate", rate, user="admin")
    with erp.database.owning() as connection:
        _register(connection, units)
    return erp


def _register(connection: Connection, units: int) -> None:
    """Write the units and their promises past the door, for they are only what is measured on."""
    from sanbao_warranty.models import Binding

    products = list(connection.scalars(select(Product.id).order_by(Product.id)))
    version = connection.scalar(
        select(ProfileVersion.id)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(Profile.code == "WP-000-3Y5Y")
    )
    bound_at = datetime(2020, 1, 1, tzinfo=UTC)
    for start in range(0, units, PAGE):
        page = list(_units(range(start, min(start + PAGE, units)), products, units))
        keys = connection.scalars(insert(Unit.__table__).returning(Unit.id), page).all()  # type: ignore[arg-type]
        bindings = [
            {"company_id": 1, "unit_id": key, "version_id": version, "bound_at": bound_at} for key in keys
        ]
        connection.execute(insert(Binding.__table__), bindings)  # type: ignore[arg-type]


def _units(numbers: range, products: list[int], units: int) -> Iterator[dict[str, Any]]:
    for number in numbers:
        sold_on = FIRST_DAY + timedelta(days=number * DAYS // units)
        serial = f"B{number:09}"
        yield {
            "company_id": 1,
            "product_id": products[number % len(products)],
            "serial": serial,
            "serial_tail": serial[-5:],
            "state": "in_use",
            "price_paid": 12_800 + number % 100,
            "sold_on": sold_on,
            "accepted_on": sold_on,
            "row_version": 1,
        }


def provision_run(erp: sanbao.Sanbao) -> dict[str, float]:
    """Return the seconds of each step: all months set aside, one more month, and what finance does then."""
    months = [f"{year}-{month:02}" for year in range(2020, 2024) for month in range(1, 13)]
    _use_one(erp)
    steps: dict[str, Callable[[], Any]] = {
        "set aside for 47 months": lambda: [_accrue(erp, month) for month in months[:-1]],
        "set aside for one month": lambda: _accrue(erp, months[-1]),
        "the same month again": lambda: _accrue(erp, months[-1]),
        "observe one product": lambda: erp.ask("provision.observe", {"product": "P00"}, user="admin"),
        "true up all batches": lambda: erp.do("provision.true_up", user="admin"),
        "roll forward": lambda: erp.ask(
            "provision.roll_forward", {"since": "2024-01-01", "until": TODAY}, user="admin"
        ),
        "release what has ended": lambda: erp.do("provision.release", user="admin"),
    }
    return {name: seconds(step) for name, step in steps.items()}


def _use_one(erp: sanbao.Sanbao) -> None:
    """Let one case cost something, so that there is a claim to observe."""
    given = {"unit": f"B{0:09}", "fault": "漏水", "received_at": "2021-06-03T09:00"}
    claim = str(erp.do("claim.open", given, user="admin").number)
    erp.do("costing.collect", {"outside": "250.00"}, subject=claim, user="admin")
    erp.do("costing.settle", subject=claim, user="admin")
    erp.do("claim.close", subject=claim, user="admin")


def _accrue(erp: sanbao.Sanbao, month: str) -> Any:
    return erp.do("provision.accrue", {"month": month}, user="admin")


def _told(backend: str, address: Addresses, units: int) -> None:
    with company(address, units) as erp:
        analysed(erp)
        for name, taken in provision_run(erp).items():
            print(f"{backend}: {units:,} units, {name}: {taken:.2f} s", flush=True)


def main() -> int:
    """Measure and print."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    return on_both(lambda backend, address: _told(backend, address, units))


if __name__ == "__main__":
    sys.exit(main())
