"""A client's penalty is charged on to those who caused it: never more than the whole, and it follows (INS-12)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from job_yard import contract, furnish

import sanbao
from sanbao.errors import Invalid, Refused
from sanbao.i18n import use_locale
from sanbao.money import CNY
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.admin.charged_on import charged_on
from sanbao_installation_outsourcing.operations.events.charging_on import may_charge_on
from sanbao_installation_outsourcing.rules.charging_on import left_of, parts

CHARGE = "installer_event.charge_on"


@given(
    booked=st.decimals(min_value=0, max_value=10**7, places=2),
    percents=st.lists(st.decimals(min_value="0.01", max_value=30, places=2), min_size=1, max_size=3),
)
def test_the_parts_are_never_more_than_what_is_owed(booked: Decimal, percents: list[Decimal]) -> None:
    found = parts(booked, percents, CNY)

    assert sum(found) <= booked
    assert sum(parts(booked, [*percents, left_of(percents)], CNY)) == booked
    assert all(CNY.is_exact(part) and part >= 0 for part in found)


CLIENT, HIS, HERS, PENALTY = "IC202406-0003", "IC202406-0004", "IC202406-0005", "IE202406-0001"


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company that owes a client 1,000.00, and two installers whose contracts let penalties be charged on."""
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=penalised, clock=clock)


def penalised(erp: sanbao.Sanbao) -> None:
    """Owe the client 1 % of 100,000.00 for a breach of its site rules."""
    furnish(erp)
    lots = [{"code": "A", "quantity": "1", "unit_fee": "100000.00"}]
    contract(erp, "ZH", "C-YB", our_side="b", lots=lots, clauses=[{"profile": "PC-000-SITE"}])
    for party in ("YB", "YN"):
        contract(erp, party, f"C-{party}", clauses=[{"profile": "PC-004-FLOWDOWN"}])
    told = {"contract": CLIENT, "trigger": "site_management", "description": "不服从管理"}
    erp.do("installer_event.report", told, user="ma.li")
    erp.do("installer_event.verify", {"is_true": "yes"}, subject=PENALTY, user="chen.jing")
    owe(erp)


def owe(erp: sanbao.Sanbao) -> None:
    """Book what we owe the client, or what we no longer do."""
    erp.do("installer_contract.book_owed", {"against": "AR"}, subject=CLIENT, user="zhao.min")


def charged(erp: sanbao.Sanbao, contract: str, percent: str) -> str:
    """Charge a part of the penalty on, and find that it is so."""
    told = {"contract": contract, "percent": percent}
    event = str(erp.do(CHARGE, told, subject=PENALTY, user="chen.jing").number)
    erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")
    return event


def asked(erp: sanbao.Sanbao) -> dict[str, Any]:
    """Ask who bears the penalty."""
    told: dict[str, Any] = erp.ask("installer_event.charged_on", {"event": PENALTY}, user="zhao.min")
    return told


def test_what_one_did_not_cause_can_be_charged_on_to_another(yard: sanbao.Sanbao) -> None:
    event = str(yard.do(CHARGE, {"contract": HIS}, subject=PENALTY, user="chen.jing").number)
    with pytest.raises(Refused) as full:
        yard.do(CHARGE, {"contract": HERS}, subject=PENALTY, user="chen.jing")

    yard.do("installer_event.verify", {"is_true": "no"}, subject=event, user="chen.jing")
    charged(yard, HERS, "100")

    assert full.value.code == "charge_on.nothing_left"
    (row,) = asked(yard)["bearers"]
    assert (row["party"], row["part"], row["assessed"]) == ("YN", Decimal("1000.00"), Decimal("1000.00"))


def test_a_penalty_that_is_let_go_costs_nobody_anything(yard: sanbao.Sanbao) -> None:
    charged(yard, HIS, "60")
    decision = {"decision": "waive", "reason": "招标人撤回"}
    yard.do("installer_event.decide", decision, subject=PENALTY, user="chen.jing")
    before = asked(yard)["bearers"][0]["part"]

    owe(yard)

    # only what is booked counts: until then the books still owe it
    assert before == Decimal("600.00")
    (row,) = asked(yard)["bearers"]
    assert (row["part"], row["assessed"]) == (Decimal("0.00"), Decimal("0.00"))
    with pytest.raises(Refused) as nothing:
        yard.do(CHARGE, {"contract": HERS}, subject=PENALTY, user="chen.jing")
    assert nothing.value.code == "charge_on.nothing_booked"


@pytest.mark.parametrize("percent", ["0", "70"])
def test_no_part_is_nothing_or_more_than_is_left(yard: sanbao.Sanbao, percent: str) -> None:
    charged(yard, HIS, "60")

    with pytest.raises(Invalid) as refused:
        yard.do(CHARGE, {"contract": HERS, "percent": percent}, subject=PENALTY, user="chen.jing")

    with use_locale("en"):
        assert "at most 40" in str(refused.value)
    assert set(refused.value.fields) == {"percent"}


def test_what_is_paid_by_nobody_bears_no_penalty_by_statement(yard: sanbao.Sanbao) -> None:
    yard.do("provider.classify", {"parties": ["YN"], "kind": "PK-004-OWN"}, user="chen.jing")
    branch = contract(yard, "YN", "C-YN", clauses=[{"profile": "PC-004-FLOWDOWN"}])

    with pytest.raises(Refused) as refused:
        yard.do(CHARGE, {"contract": branch}, subject=PENALTY, user="chen.jing")

    assert refused.value.code == "settlement.other_way"


def test_both_pages_lead_to_each_other(yard: sanbao.Sanbao) -> None:
    event = charged(yard, HIS, "60")

    with yard.reading(user="chen.jing") as work:
        shown = [
            panel.data
            for number in (PENALTY, event)
            for panel in charged_on(work, work.find("document", number))
        ]
        other = charged_on(work, work.find("document", CLIENT))
    with yard.reading(user="man.YB") as work:
        hidden = charged_on(work, work.find("document", event))

    assert [one["own"] for one in shown] == [PENALTY, event]
    assert {(one["penalty"], one["bearers"][0]["event"]) for one in shown} == {(PENALTY, event)}
    assert (list(other), list(hidden)) == ([], [])


def test_the_page_offers_it_only_for_what_we_owe(yard: sanbao.Sanbao) -> None:
    event = charged(yard, HIS, "60")

    with yard.reading(user="chen.jing") as work:
        offered = [may_charge_on(work, work.find("installer_event", number)) for number in (PENALTY, event)]

    assert offered == [True, False]
