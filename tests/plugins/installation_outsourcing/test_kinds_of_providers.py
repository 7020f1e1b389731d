"""Kinds of providers: what they may be given, from which day, and that the gate stays a gate (PTY-07, PTY-12)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from job_yard import contract, furnish, number_of

import sanbao
from sanbao.competence.errors import NotQualified
from sanbao.errors import Invalid
from sanbao.i18n import use_locale
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.rules.providers import SETTLEMENTS, WORKS, ProviderKind

YB = number_of("YB")


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers of no kind."""
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)


def classified(erp: sanbao.Sanbao, kind: str, *parties: str, from_on: str = "2024-06-03") -> None:
    """Say of which kind some firms are."""
    given = {"parties": list(parties), "kind": kind, "from_on": from_on}
    erp.do("provider.classify", given, user="chen.jing")


def test_a_kind_does_only_its_own_work() -> None:
    shop = ProviderKind("PK", ("repair", "after_sales"))

    assert shop.may_do("repair")
    assert not shop.may_do("installation")


def test_every_kind_that_is_shipped_names_known_work_and_a_known_settlement(yard: sanbao.Sanbao) -> None:
    classified(yard, "PK-004-LOCAL", "YB", "YN")
    for kind in ("PK-004-OWN", "PK-004-SHOP", "PK-004-TENDER", "PK-004-MAKER", "PK-004-LOCAL"):
        classified(yard, kind, "YB")

        (found,) = yard.ask("provider.list", {"party": "YB"}, user="zhao.min")

        assert set(found["works"]) <= set(WORKS)
        assert found["settlement"] in SETTLEMENTS


def test_a_firm_is_not_sent_out_for_what_its_kind_does_not_do(yard: sanbao.Sanbao) -> None:
    classified(yard, "PK-004-LOCAL", "YB")

    with pytest.raises(NotQualified) as refused:
        yard.do("job.assign", {"contract": YB, "on": "2024-06-05"}, user="ma.li")

    with use_locale("en"):
        assert "Installation is not among its work (Inspection and testing, Transport)" in str(refused.value)


def test_whoever_asks_who_may_do_a_job_is_told_what_the_kind_does_not_do(yard: sanbao.Sanbao) -> None:
    classified(yard, "PK-004-LOCAL", "YB", from_on="2024-06-10")
    days = ("2024-06-09", "2024-06-10")

    with use_locale("en"):
        told = [
            yard.ask(
                "competence.check", {"kind_of_work": "installation", "party": "YB", "on": day}, user="ma.li"
            )
            for day in days
        ]

    assert [one["qualified"] for one in told] == [True, False]
    (reason,) = told[1]["reasons"]
    assert reason["rule"] == "PTY-07"
    assert "Installation is not among its work (Inspection and testing, Transport)" in reason["reason"]


def test_a_plan_for_a_firm_that_may_not_do_the_work_is_kept_and_warns_at_once(yard: sanbao.Sanbao) -> None:
    number = contract(yard, "YB", "C-YB")
    classified(yard, "PK-004-LOCAL", "YB", from_on="2024-06-10")
    days = {"豫A1": "2024-06-09", "豫A2": "2024-06-10", "豫A3": "2024-06-11"}

    told = {}
    with use_locale("en"):
        for plate, day in days.items():
            given = {"contract": number, "lot": "A", "jobs": [{"plate": plate, "planned_on": day}]}
            told[plate] = yard.do("job.plan", given, user="ma.li").data

    assert told["豫A1"] == {"contract": number, "lot": "A", "planned": 1}
    assert [plate for plate in days if len(told[plate].get("warnings", [])) == 1] == ["豫A2", "豫A3"]
    assert "not among its work" in told["豫A2"]["warnings"][0]
    assert len(yard.ask("job.list", {"contract": number}, user="ma.li")) == 3


def test_before_the_day_a_firm_is_of_no_kind(yard: sanbao.Sanbao) -> None:
    classified(yard, "PK-004-LOCAL", "YB", from_on="2024-06-10")

    yard.do("job.assign", {"contract": YB, "vehicles": ["豫YB0001"], "on": "2024-06-09"}, user="ma.li")
    with pytest.raises(NotQualified):
        yard.do("job.assign", {"contract": YB, "vehicles": ["豫YB0002"], "on": "2024-06-10"}, user="ma.li")


def test_what_a_kind_allows_says_nothing_about_who_is_qualified(yard: sanbao.Sanbao) -> None:
    yard.do("setting.change", {"name": "competence_checked_work", "value": "installation"}, user="admin")
    classified(yard, "PK-004-TENDER", "YB")

    with pytest.raises(NotQualified) as refused:
        yard.do("job.assign", {"contract": YB, "on": "2024-06-05"}, user="ma.li")

    with use_locale("en"):
        assert "not among its work" not in str(refused.value)
        assert "not checked" in str(refused.value)


def test_a_contract_stays_settled_as_it_was_written(yard: sanbao.Sanbao) -> None:
    classified(yard, "PK-004-OWN", "YN")
    before, after = number_of("YN"), contract(yard, "YN", "C-YN")

    with yard.reading(user="chen.jing") as work:
        ways = [work.find("installer_contract", number).settled_by for number in (before, after)]

    assert ways == ["statement", "internal"]


def test_the_contract_of_an_own_branch_says_that_nothing_is_paid_out(yard: sanbao.Sanbao) -> None:
    classified(yard, "PK-004-OWN", "YB")
    number = contract(yard, "YB", "C-YB")

    with yard.reading(user="chen.jing") as work:
        from sanbao_installation_outsourcing.printouts.contracts import contract_context

        said = contract_context(work, work.find("installer_contract", number))["general"]["payment"]

    with use_locale("en"):
        assert [str(one) for one in said] == [SETTLEMENTS["internal"]]


def test_a_cost_centre_is_refused_where_nothing_is_booked_on_it(yard: sanbao.Sanbao) -> None:
    yard.do("cost_centre.create", {"code": "X", "name": "安装队"}, user="admin")
    given = {"parties": ["YB"], "kind": "PK-004-SHOP", "cost_centre": "X"}

    with pytest.raises(Invalid) as refused:
        yard.do("provider.classify", given, user="chen.jing")

    assert set(refused.value.fields) == {"cost_centre"}
