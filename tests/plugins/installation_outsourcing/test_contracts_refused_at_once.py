"""A contract that cannot be written says everything that is wrong with it; a report is answered in words (INS-01, PEN-08)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from job_yard import furnish, number_of

import sanbao
from sanbao.errors import Invalid
from sanbao.i18n import use_locale
from sanbao.testing import fixed_clock

LOT = {"code": "A", "quantity": "10", "unit_fee": "150.00"}


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)


def refused(erp: sanbao.Sanbao, operation: str, data: dict[str, Any], user: str) -> dict[str, str]:
    with use_locale("en"), pytest.raises(Invalid) as caught:
        erp.do(operation, data, user=user)
    with use_locale("en"):
        return {problem.path: str(problem) for problem in caught.value.problems}


def drafted(erp: sanbao.Sanbao, **terms: Any) -> dict[str, str]:
    return refused(erp, "installer_contract.draft", {"party": "YB", "lots": [LOT], **terms}, "chen.jing")


def test_an_unknown_profile_is_named_beside_the_other_errors(erp: sanbao.Sanbao) -> None:
    clauses = [{"profile": "PC-999"}, {"profile": "PC-004-DELAY@7"}, {"profile": "PC-004-DELAY"}]

    found = drafted(erp, clauses=clauses, tax_percent="120", answer_days="x")

    assert {"clauses.0.profile", "clauses.1.profile", "answer_days"} <= set(found)
    assert "PC-999" in found["clauses.0.profile"]


def test_a_tier_from_a_unit_that_the_lot_does_not_have_is_refused(erp: sanbao.Sanbao) -> None:
    tiers = [{"start": "10", "fee": "140.00"}, {"start": "11", "fee": "130.00"}]

    found = drafted(erp, lots=[{**LOT, "tiers": tiers}])

    assert found == {"lots.0.tiers.1.start": "The lot has only 10 units."}


def test_everything_that_does_not_fit_together_is_said_at_once(erp: sanbao.Sanbao) -> None:
    lot = {**LOT, "unit_fee": "150.001", "tiers": [{"start": "99", "fee": "1.00"}]}
    clauses = [{"profile": "PC-004-DELAY"}, {"profile": "PC-004-DELAY"}]

    found = drafted(erp, lots=[lot], clauses=clauses, payment={"preconditions": ["bond"]})

    assert set(found) == {"lots.0.unit_fee", "lots.0.tiers.0.start", "clauses.1.code", "bond"}


def test_a_contract_without_tax_says_so_and_one_with_tax_says_how_much(erp: sanbao.Sanbao) -> None:
    taxed = {"party": "YB", "lots": [LOT], "tax_percent": "9"}
    other = str(erp.do("installer_contract.draft", taxed, user="chen.jing").number)

    with use_locale("en"):
        plain, added = (
            erp.ask("installer_contract.text", {"contract": number}, user="chen.jing")["payment"]
            for number in (number_of("YB"), other)
        )

    assert "No tax is added to the fees." in plain
    assert "Fees are without tax; 9 % is added." in added
    assert not [one for one in plain if "0 %" in one]


def test_an_unknown_occasion_is_answered_with_words(erp: sanbao.Sanbao) -> None:
    data = {"contract": number_of("YB"), "trigger": "kaput", "description": "?"}

    said = refused(erp, "installer_event.report", data, "ma.li")["trigger"]

    assert said.startswith("“kaput” is not one of: Late completion (late_completion), Complaint (complaint)")


def test_an_unknown_case_is_answered_with_the_cases_in_words(erp: sanbao.Sanbao) -> None:
    about = {"contract": number_of("YB"), "trigger": "complaint", "description": "?", "named_cases": ["rain"]}

    said = refused(erp, "installer_event.report", about, "ma.li")

    assert said == {"named_cases.0": "“rain” is not one of: unreasonable complaints (unreasonable)."}


def test_where_no_clause_knows_cases_that_is_what_is_said(erp: sanbao.Sanbao) -> None:
    about = {"contract": number_of("YB"), "trigger": "safety", "description": "?", "named_cases": ["rain"]}

    said = refused(erp, "installer_event.report", about, "ma.li")

    assert said == {"named_cases.0": "No clause of the contract on this knows a case by name."}
