"""Whatever happens to terminals in whatever order: issued = installed + returned + dead + missing + still there (SPR-07)."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from job_yard import furnish, issued, number_of, sent_out

import sanbao
from sanbao.errors import SanbaoError
from sanbao.testing import fixed_clock
from sizes import size

STEPS = ("issue", "install", "return", "dead", "missing", "remove")


def stock(erp: sanbao.Sanbao, role: str, place: str) -> tuple[Decimal, Decimal]:
    """Return pieces and value of the terminals in an account and place, from the books."""
    with erp.reading("admin") as work:
        product, where = work.find("product", "BD-2"), work.find("place", place)
        return work.ledger.stock(role, product.id, where.id)


def step(erp: sanbao.Sanbao, what: str, order: str, chance: random.Random) -> None:
    """Do something with some terminals of the installer; what cannot be done is refused and changes nothing."""
    serials = [f"YB-{n}" for n in chance.sample(range(1, 7), chance.randint(1, 3))]
    base: dict[str, Any] = {"contract": number_of("YB"), "serials": serials}
    plates = [f"豫YB000{n}" for n in chance.sample(range(1, 5), 2)]
    doing: dict[str, Callable[[], Any]] = {
        "issue": lambda: issued(erp, "YB", serials),
        "install": lambda: erp.do(
            "installation_order.install",
            {"lines": [{"vehicle": plates[0], "serial": serials[0]}]},
            subject=order,
            user="man.YB",
        ),
        "return": lambda: erp.do("terminal.return", {**base, "place": "DEPOT"}, user="ma.li"),
        "dead": lambda: erp.do(
            "terminal.dead",
            {
                "contract": number_of("YB"),
                "place": "DEPOT",
                "lines": [{"serial": serials[0], "fault": "坏"}],
            },
            user="ma.li",
        ),
        "missing": lambda: erp.do("terminal.missing", base, user="chen.jing"),
        "remove": lambda: erp.do(
            "job.remove",
            {"contract": number_of("YB"), "vehicles": plates, "reason": "拆机"},
            user="ma.li",
        ),
    }
    try:
        doing[what]()
    except SanbaoError:
        return


@settings(max_examples=size(5, 12), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=14), seed=st.integers(0, 10**6))
def run(erp_of: Callable[[], sanbao.Sanbao], steps: list[str], seed: int) -> None:
    """Let such a sequence happen, and hold the register against the books."""
    erp, chance = erp_of(), random.Random(seed)
    order = sent_out(erp, "YB")
    issued(erp, "YB", ["YB-1", "YB-2"])
    for what in steps:
        step(erp, what, order, chance)

    (row,) = erp.ask("terminal.stock", {}, user="chen.jing")
    explained = sum(row[name] for name in ("installed", "returned", "dead", "missing", "with_installer"))
    assert row["issued"] == explained
    his, _value = stock(erp, "WITH_INSTALLER", "YB-BAG")
    assert his == row["with_installer"]
    depot, value = stock(erp, "GOODS", "DEPOT")
    returned, back = stock(erp, "RETURNED", "DEPOT")
    assert depot + returned + row["installed"] + row["missing"] + row["with_installer"] == 20
    with erp.reading("admin") as work:
        contract = work.find("installer_contract", number_of("YB"))
        cost = work.ledger.balance("SERVICE_WIP", cost_object=contract.document_id)
    # every piece costs 300.00: in stock, come back, or in the contract's cost
    assert value + back + cost == Decimal("6000.00")
    assert cost == 300 * (row["installed"] + row["missing"] + row["with_installer"])


def test_terminals_are_all_explained_after_any_sequence(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    made: list[sanbao.Sanbao] = []

    def fresh() -> sanbao.Sanbao:
        for erp in made:
            erp.close()
        made[:] = [make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)]
        return made[0]

    run(fresh)
