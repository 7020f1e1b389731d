"""A contract's clauses tried out: amount and steps as reckoned by hand, nothing kept, wrong input named all at once (PEN-08)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from job_yard import contract, furnish, number_of

import sanbao
from sanbao.errors import Invalid, SanbaoError
from sanbao.testing import fixed_clock

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with a contract over four units at 150.00, due on 14 June 2024, with each of two installers."""
    clock = fixed_clock("2024-06-20T09:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)


@pytest.fixture
def attempt(erp: sanbao.Sanbao) -> Ask:
    """Try a clause of the first contract."""

    def ask(clause: str, user: str = "chen.jing", **told: Any) -> dict[str, Any]:
        data = {"contract": number_of("YB"), "clause": clause, **told}
        answer: dict[str, Any] = erp.ask("installer_clause.try", data, user=user)
        return answer

    return ask


def test_days_late_less_the_clients_days_cost_five_per_cent_each(attempt: Ask) -> None:
    answer = attempt("PC-004-DELAY", due_on="2024-06-05", done_on="2024-06-25", excused_days="5")

    # 20 days less 5, each 5 % of 4 × 150.00; the clause is a right, so all of it waits for a decision
    assert answer["assessed"] == Decimal("450.00")
    assert (answer["frozen"], answer["applied"]) == (Decimal("450.00"), Decimal(0))
    arithmetic = [step["arithmetic"] for step in answer["items"][0]["trace"]]
    assert "20 - 5 = 15" in arithmetic


@pytest.mark.parametrize(
    ("decided", "applied"),
    [
        ({"decision": "apply"}, "450.00"),
        ({"decision": "reduce", "amount": "100.00"}, "100.00"),
        ({"decision": "waive"}, "0"),
    ],
)
def test_a_decision_is_tried_as_well(attempt: Ask, decided: dict[str, str], applied: str) -> None:
    told = {"due_on": "2024-06-05", "done_on": "2024-06-20", **decided}

    answer = attempt("PC-004-DELAY", **told)

    assert (answer["applied"], answer["frozen"]) == (Decimal(applied), Decimal(0))


def test_complaints_stop_at_the_whole_fee(attempt: Ask) -> None:
    answer = attempt("PC-004-COMPLAINT", times="25")

    # 25 × 30.00 is more than the fee of 600.00, at which the joint cap stands
    assert answer["assessed"] == Decimal("750.00")
    assert answer["applied"] == Decimal("600.00")
    assert answer["capped"] == Decimal("150.00")
    assert answer["warnings"]


def test_force_majeure_that_was_agreed_on_takes_its_days_off(attempt: Ask) -> None:
    told = {"due_on": "2024-06-05", "done_on": "2024-06-15", "excused_by": "force_majeure"}

    answer = attempt("PC-004-DELAY", excused_days="4", **told)

    assert answer["assessed"] == Decimal("180.00")  # 10 days less 4, 30.00 each


def test_what_happened_already_draws_on_the_same_caps(erp: sanbao.Sanbao, attempt: Ask) -> None:
    for number in range(19):
        said = {
            "contract": number_of("YB"),
            "trigger": "complaint",
            "description": "投诉",
            "matter": str(number),
        }
        event = erp.do("installer_event.report", said, user="ma.li").number
        erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")

    alone = attempt("PC-004-COMPLAINT", times="2")
    together = attempt("PC-004-COMPLAINT", times="2", with_events="yes")

    assert alone["applied"] == Decimal("60.00")
    assert together["applied"] == Decimal("30.00")  # 19 × 30.00 of 600.00 are taken


def test_nothing_is_kept_of_a_trial(erp: sanbao.Sanbao, attempt: Ask) -> None:
    attempt("PC-004-DELAY", due_on="2024-06-05", done_on="2024-06-25")

    assert erp.ask("installer_event.list", {"is_open": "no"}, user="chen.jing") == []


def test_everything_wrong_is_named_at_once(attempt: Ask) -> None:
    with pytest.raises(Invalid) as refused:
        attempt("PC-004-DELAY", lot="Z", decision="reduce")

    assert {one.path for one in refused.value.problems} == {"due_on", "done_on", "lot", "amount"}


def test_a_clause_that_is_not_agreed_is_refused(attempt: Ask) -> None:
    with pytest.raises(Invalid) as refused:
        attempt("PC-NONE")

    assert [one.path for one in refused.value.problems] == ["clause"]


def test_a_draft_is_tried_before_anybody_signs(erp: sanbao.Sanbao) -> None:
    lot = {"code": "B", "quantity": 10, "unit_fee": "100.00", "due_on": "2024-07-01"}
    draft = {"party": "YB", "lots": [lot], "clauses": [{"profile": "PC-004-COMPLAINT"}]}
    number = erp.do("installer_contract.draft", draft, user="chen.jing").number
    told = {"contract": number, "clause": "PC-004-COMPLAINT"}

    answer = erp.ask("installer_clause.try", told, user="chen.jing")

    assert answer["applied"] == Decimal("50.00")
    with pytest.raises(Invalid):
        erp.ask("installer_clause.try", {**told, "with_events": "yes"}, user="chen.jing")


def test_an_installer_tries_his_own_contract_only(attempt: Ask, erp: sanbao.Sanbao) -> None:
    assert attempt("PC-004-COMPLAINT", user="man.YB")["applied"] == Decimal("30.00")
    with pytest.raises(SanbaoError):
        attempt("PC-004-COMPLAINT", user="man.YN")


def test_an_amendment_tells_what_it_changed(erp: sanbao.Sanbao) -> None:
    number = number_of("YB")
    lot = {
        "code": "A",
        "quantity": 6,
        "unit_fee": "150.00",
        "daily_quota": 2,
        "centre": "C-YB",
        "due_on": "2024-06-14",
    }
    change = {"reason": "追加两台", "lots": [lot], "clauses": [{"profile": "PC-004-DELAY"}]}
    erp.do("installer_contract.amend", change, subject=number, user="chen.jing")

    newest, first = erp.ask("installer_contract.versions", {"contract": number}, user="chen.jing")

    assert (first["version"], first["is_in_force"], first["changes"]) == (1, True, [])
    assert (newest["version"], newest["is_in_force"]) == (2, False)
    changed = {row["part"]: row for row in newest["changes"]}
    assert "Lot A" in changed
    assert "4 units" in changed["Lot A"]["before"][0]
    assert "6 units" in changed["Lot A"]["after"][0]
    gone = [row for part, row in changed.items() if "PC-004-COMPLAINT" in part]
    assert gone
    assert gone[0]["before"]
    assert not gone[0]["after"]


def test_a_second_contract_has_one_version(erp: sanbao.Sanbao) -> None:
    number = contract(erp, "YN", "C-YN")

    assert len(erp.ask("installer_contract.versions", {"contract": number}, user="man.YN")) == 1
