"""A company whose one case is a loan of a unit: whoever asks for a charge, the room is the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from charging_desk import Desk

import sanbao

SOURCES = {"loan": "sanbao_loan.plugin:plugin"}


@pytest.fixture
def desk(make_company: Callable[..., sanbao.Sanbao], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A company with a service manager, finance, a customer, and an open case."""
    toys = Path(__file__).parents[2] / "toy_plugins" / "loan"
    monkeypatch.syspath_prepend(str(toys))
    erp = make_company(plugins=["loan"], sources=SOURCES, prepare=furnish)
    lent = {"customer": "C1", "lines": [{"unit": "0012", "due_on": "2024-07-01"}]}
    case = erp.do("loan.lend", lent, user="admin").number
    return Desk(erp, case or "")


def furnish(erp: sanbao.Sanbao) -> None:
    """Let the company have its people, a hospital, and a pump that may be lent."""
    for login, role in (
        ("li.na", "service_manager"),
        ("zhao.min", "finance"),
        ("qian.li", "service_engineer"),
    ):
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("party.create", {"code": "C1", "name": "滨江医院", "roles": ["customer"]}, user="admin")
    erp.do("product.create", {"code": "PUMP-3", "name": "增压泵"}, user="admin")
    erp.do(
        "product.create",
        {"code": "SEAL", "name": "密封圈", "service_class": 3, "measure": "只"},
        user="admin",
    )
    erp.do("unit.register", {"serial": "0012", "product": "PUMP-3", "loaner": "yes"}, user="admin")
