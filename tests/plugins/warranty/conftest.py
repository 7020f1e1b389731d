"""A company that keeps warranties, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import sanbao
from sanbao.testing import fixed_clock


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with a pump accepted on 2023-05-10, promised for three years (key parts five)."""
    return make_company(
        plugins=["warranty"], clock=fixed_clock("2031-06-03T09:00:00+08:00"), prepare=furnish
    )


def furnish(erp: sanbao.Sanbao) -> None:
    """Let the company have its people, a pump, a hospital, and the pump that the hospital bought."""
    for login, role in (("li.na", "service_manager"), ("zhou.qi", "service_head"), ("zhao.min", "finance")):
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do(
        "product.create",
        {"code": "PUMP-3", "name": "增压泵", "key_parts": "PLC", "parts": [{"code": "FAN"}]},
        user="admin",
    )
    erp.do("party.create", {"code": "C1", "name": "滨江医院", "phone": "0571-88880000"}, user="admin")
    unit = {"serial": "HA-00012345", "product": "PUMP-3", "customer": "C1", "accepted_on": "2023-05-10"}
    erp.do("unit.register", {**unit, "warranty": "WP-000-3Y5Y"}, user="admin")
