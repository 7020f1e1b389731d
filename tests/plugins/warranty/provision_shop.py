"""A company that keeps provisions, and a clock that can be set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sanbao


class Times:
    """A clock that stands where it was put last."""

    def __init__(self, moment: str = "2024-04-01T09:00:00+08:00") -> None:
        self.now = datetime.fromisoformat(moment)

    def __call__(self) -> datetime:
        return self.now

    def go(self, day: str) -> None:
        """Let it be nine o'clock of a day."""
        self.now = datetime.fromisoformat(f"{day}T09:00:00+08:00")


class Shop:
    """The company with its clock; whoever is not named is the administrator."""

    def __init__(self, erp: sanbao.Sanbao, times: Times) -> None:
        self.erp, self.times = erp, times

    def do(self, name: str, data: dict[str, Any] | None = None, subject: Any = None) -> sanbao.Result:
        """Do an operation as the administrator."""
        return self.erp.do(name, data, subject=subject, user="admin")

    def ask(self, name: str, data: dict[str, Any] | None = None) -> Any:
        """Ask a question as the administrator."""
        return self.erp.ask(name, data, user="admin")

    def sell(
        self, serial: str, on: str, price: str | None = "1000.00", product: str = "PUMP", **more: str
    ) -> None:
        """Register a unit that was sold, and accepted, on a day."""
        given = {
            "serial": serial,
            "product": product,
            "sold_on": on,
            "accepted_on": on,
            "warranty": "WP-000-3Y5Y",
        }
        self.do("unit.register", {**given, **({"price_paid": price} if price else {}), **more})

    def rate(self, **given: str) -> None:
        """Set a provision rate."""
        self.do("provision.set_rate", {"valid_from": "2024-01", "percent": "10", "product": "PUMP"} | given)

    def accrue(self, month: str = "2024-03", **given: str) -> list[str]:
        """Set aside for a month; return the batches."""
        done = self.do("provision.accrue", {"month": month, **given})
        return [row["batch"]["number"] for row in done.data["batches"]]

    def case(
        self, unit: str, cost: str, *, cause: str = "quality", settle: bool = True, close: bool = True
    ) -> str:
        """Take a fault call, let it cost something, settle and close it."""
        claim = str(self.do("claim.open", {"unit": unit, "fault": "漏水", "cause": cause}).number)
        self.do("costing.collect", {"outside": cost}, claim)
        if settle:
            self.do("costing.settle", {}, claim)
        if settle and close:
            self.do("claim.close", {}, claim)
        return claim

    def held(self, batch: str | None = None) -> Decimal:
        """Return what a batch, or the whole account, holds."""
        with self.erp.reading("admin") as work:
            key = work.find("document", batch).id if batch is not None else None
            return -work.ledger.balance("WARRANTY_PROVISION", cost_object=key)

    def roll(self, since: str, until: str) -> dict[str, Any]:
        """Return the roll-forward."""
        found: dict[str, Any] = self.ask("provision.roll_forward", {"since": since, "until": until})
        return found


@dataclass(frozen=True)
class Stocked:
    """What such a company begins with: done once in a run, and copied."""

    on: bool
    prepare: Callable[[Shop], None] | None

    def __call__(self, erp: sanbao.Sanbao) -> None:
        """Let it have two products, provisions where they are on, and what the tests of a file want."""
        shop = Shop(erp, Times())
        shop.do("product.create", {"code": "PUMP", "name": "泵", "category": "泵类"})
        shop.do("product.create", {"code": "FAN", "name": "风机", "category": "泵类"})
        if self.on:
            shop.do("setting.change", {"name": "provision_on", "value": "yes"})
        if self.prepare is not None:
            self.prepare(shop)


def shop_in(
    make_company: Callable[..., sanbao.Sanbao],
    *,
    on: bool = True,
    prepare: Callable[[Shop], None] | None = None,
) -> Shop:
    """Return such a company, after what ``prepare`` does there on its first day."""
    times = Times()
    return Shop(make_company(plugins=["warranty"], clock=times, prepare=Stocked(on, prepare)), times)
