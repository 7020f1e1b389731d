"""A decision of two on a delay that still runs is made once: it carries as far as the clause can take (CAL-10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from job_yard import furnish, number_of

import sanbao
from sanbao.errors import Invalid
from sanbao.testing import fixed_clock

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def late_for_two_days(erp: sanbao.Sanbao) -> None:
    """Let a delay run: 30.00 a day of at most 600.00, and one person decides up to 50.00."""
    furnish(erp)
    erp.do("setting.change", {"name": "outsourcing_decision_limit", "value": "50.00"}, user="admin")
    erp.do(
        "installer_event.check_delay", {"contract": number_of("YB")}, user="chen.jing", at=on("2024-06-16")
    )


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-16T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=late_for_two_days, clock=clock)


def on(day: str) -> datetime:
    """Return five in the afternoon of a day."""
    return fixed_clock(f"{day}T17:00:00+08:00")()


def event_of(erp: sanbao.Sanbao) -> str:
    (event,) = erp.ask("installer_event.list", {"contract": number_of("YB")}, user="chen.jing")
    return str(event["event"])


def decide(erp: sanbao.Sanbao, **more: Any) -> None:
    told = {"decision": "apply", "reason": "按合同", **more}
    erp.do("installer_event.decide", told, subject=event_of(erp), user="chen.jing")


def test_the_form_proposes_the_most_that_the_clause_can_take(sign_in: Any, erp: sanbao.Sanbao) -> None:
    page = sign_in("chen.jing").get(f"/do/installer_event.decide?subject={event_of(erp)}").text

    assert 'value="600.00"' in page


def test_what_grows_within_what_two_agreed_needs_no_new_decision(erp: sanbao.Sanbao) -> None:
    decide(erp, up_to="600.00")
    erp.do("installer_event.approve", {}, subject=event_of(erp), user="he.tao")

    erp.do(
        "installer_event.check_delay",
        {"contract": number_of("YB")},
        user="chen.jing",
        at=on("2024-06-24"),
    )

    told = erp.ask(
        "installer_contract.assessment",
        {"contract": number_of("YB"), "on": "2024-06-24"},
        user="chen.jing",
        at=on("2024-06-24"),
    )
    assert (str(told["assessed"]), str(told["applied"]), told["undecided"]) == ("300.00", "300.00", [])


def test_the_second_person_may_let_it_carry_less_far(sign_in: Any, erp: sanbao.Sanbao) -> None:
    decide(erp, up_to="600.00")
    page = sign_in("he.tao").get(f"/do/installer_event.approve?subject={event_of(erp)}").text

    erp.do("installer_event.approve", {"up_to": "90.00"}, subject=event_of(erp), user="he.tao")

    assert 'value="600.00"' in page
    erp.do(
        "installer_event.check_delay",
        {"contract": number_of("YB")},
        user="chen.jing",
        at=on("2024-06-24"),
    )
    told = erp.ask(
        "installer_contract.assessment",
        {"contract": number_of("YB"), "on": "2024-06-24"},
        user="chen.jing",
        at=on("2024-06-24"),
    )
    assert (str(told["applied"]), str(told["frozen"])) == ("90.00", "210.00")


def test_the_second_person_cannot_let_it_carry_further_than_the_first_proposed(erp: sanbao.Sanbao) -> None:
    decide(erp, up_to="300.00")

    with pytest.raises(Invalid) as refused:
        erp.do("installer_event.approve", {"up_to": "300.01"}, subject=event_of(erp), user="he.tao")

    assert [problem.path for problem in refused.value.problems] == ["up_to"]
