"""A shop that takes pieces back, for the tests of the plugin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sanbao


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 3, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def furnish(erp: sanbao.Sanbao) -> None:
    """Let there be a customer, a product with a stock of new ones, two units, and the people."""
    people = {
        "clerk": "service_clerk",
        "bench": "service_engineer",
        "tester": "qc",
        "head": "service_manager",
        "seller": "sales_manager",
    }
    for login, role in people.items():
        erp.do("user.create", {"login": login, "roles": [role]}, user="admin")
    erp.do("party.create", {"code": "C1", "name": "滨江医院"}, user="admin")
    erp.do("product.create", {"code": "CAM-8", "name": "摄像机"}, user="admin")
    stock = {"account": "1405", "debit": "1560.00", "product": "CAM-8", "place": "DEPOT", "quantity": "2"}
    erp.do("opening.enter", {"date": "2024-06-03", "lines": [stock]}, user="admin")
    for serial in ("K-0001", "K-0002"):
        erp.do("unit.register", {"serial": serial, "product": "CAM-8", "customer": "C1"}, user="admin")


def shop(make_company: Callable[..., sanbao.Sanbao], clock: Clock, *plugins: str) -> sanbao.Sanbao:
    """Return a company that takes pieces back."""
    return make_company(company="华安监控", clock=clock, plugins=["rma", *plugins], prepare=furnish)


def returned(erp: sanbao.Sanbao, *serials: str, **more: Any) -> str:
    """Announce and receive a parcel with these units; return its number."""
    pieces = [{"serial": serial} for serial in serials]
    number = str(erp.do("rma.announce", {"party": "C1", "pieces": pieces, **more}, user="clerk").number)
    erp.do("rma.receive", {"pieces": pieces}, subject=number, user="clerk")
    return number


def pieces(erp: sanbao.Sanbao, number: str) -> list[dict[str, Any]]:
    """Return how the pieces of a parcel stand."""
    found: list[dict[str, Any]] = erp.ask("rma.show", {"rma": number}, user="admin")["pieces"]
    return found
